package org.scrubber.io.afpacket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scrubber.wire.Memory;

/**
 * Runs the program as the kernel would (Documentation/networking/filter.rst), instruction by one.
 */
class ControlFilterTest {
  private static final String MACS = "020000000001 020000000002";
  private static final String V4 = "c6120001 c6120002";
  private static final String V6 =
      "20010db8000000000000000000000001 20010db8000000000000000000000002";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          true  | ARP                 | 0806 0001080006040001
          true  | LLDP                | 88cc 0207
          true  | spanning tree (LLC) | 0026 424203
          true  | IGMP                | 0800 4500001c 0000 0000 01 02 0000 V4 16000000
          true  | OSPF                | 0800 4500001c 0000 0000 01 59 0000 V4 02010000
          true  | VRRP                | 0800 4500001c 0000 0000 ff 70 0000 V4 21010000
          true  | BGP to              | 0800 4500002c 0000 4000 01 06 0000 V4 c000 00b3 00000000
          true  | BGP from            | 0800 4500002c 0000 4000 01 06 0000 V4 00b3 c000 00000000
          true  | BGP, IPv4 options   | 0800 46000030 0000 4000 01 06 0000 V4 94040000 c000 00b3
          false | BGP in a fragment   | 0800 4500002c 0000 2001 01 06 0000 V4 c000 00b3 00000000
          false | HTTPS               | 0800 4500002c 0000 4000 40 06 0000 V4 c000 01bb 00000000
          true  | BFD                 | 0800 4500002c 0000 4000 ff 11 0000 V4 c000 0ec8 00000000
          false | from the BFD port   | 0800 4500002c 0000 4000 ff 11 0000 V4 0ec8 c000 00000000
          false | ICMP                | 0800 4500001c 0000 0000 40 01 0000 V4 08000000
          false | IPv4, cut short     | 0800 45000014 0000 0000 40 06
          false | TCP, cut short      | 0800 45000016 0000 0000 40 06 0000 V4 00b3
          true  | neighbour solicit   | 86dd 60000000 0018 3a ff V6 87000000
          true  | router advert       | 86dd 60000000 0018 3a ff V6 86000000
          true  | listener report     | 86dd 60000000 0018 3a 01 V6 8f000000
          false | ICMPv6 echo         | 86dd 60000000 0018 3a 40 V6 80000000
          false | packet too big      | 86dd 60000000 0018 3a 40 V6 02000000
          false | ICMPv6, further     | 86dd 60000000 0018 3a 40 V6 8a000000
          true  | BGP over IPv6       | 86dd 60000000 0018 06 01 V6 c000 00b3 0000
          true  | BFD over IPv6       | 86dd 60000000 0018 11 ff V6 c000 12b0 0000
          true  | OSPFv3              | 86dd 60000000 0018 59 01 V6 03010000
          false | QUIC over IPv6      | 86dd 60000000 0018 11 40 V6 c000 01bb 0000
          false | IPv6, cut short     | 86dd 60000000 0018 3a ff V6 8700
          false | second VLAN tag     | 8100 002a 0806 00010800
          false | MPLS                | 8847 00010140 45000000
          false | PPPoE session       | 8864 11000001 0004 0021 45000000
          """)
  void shouldTellControlTrafficFromAllOther(boolean control, String name, String rest) {
    String hex = (MACS + rest.replace("V4", V4).replace("V6", V6)).replace(" ", "");
    byte[] frame = HexFormat.of().parseHex(hex);
    assertEquals(control, accepts(true, frame), name);
    assertEquals(!control, accepts(false, frame), name + ", by the other filter");
  }

  private static boolean accepts(boolean control, byte[] frame) {
    try (Arena arena = Arena.ofConfined()) {
      long program = ControlFilter.program(arena, control);
      return run(Memory.i64Le(program + 8), Memory.u16Le(program), frame) != 0;
    }
  }

  private static int run(long code, int count, byte[] frame) {
    int a = 0;
    int x = 0;
    for (int pc = 0; pc < count; pc++) {
      long at = code + 8L * pc;
      int k = Memory.i32Le(at + 4);
      int whenTrue = Memory.u8(at + 2);
      int whenFalse = Memory.u8(at + 3);
      int opcode = Memory.u16Le(at);
      int needed =
          switch (opcode) {
            case 0x28 -> k + 2;
            case 0x30, 0xb1 -> k + 1;
            case 0x48 -> x + k + 2;
            default -> 0;
          };
      if (needed > frame.length) {
        return 0; // As the kernel does.
      }
      switch (opcode) {
        case 0x28 -> a = half(frame, k);
        case 0x30 -> a = frame[k] & 0xff;
        case 0x48 -> a = half(frame, x + k);
        case 0x80 -> a = frame.length;
        case 0xb1 -> x = 4 * (frame[k] & 0xf);
        case 0x01 -> x = k;
        case 0x1c -> a -= x;
        case 0x05 -> pc += k;
        case 0x15 -> pc += a == k ? whenTrue : whenFalse;
        case 0x25 -> pc += Integer.compareUnsigned(a, k) > 0 ? whenTrue : whenFalse;
        case 0x45 -> pc += (a & k) != 0 ? whenTrue : whenFalse;
        case 0x06 -> {
          return k;
        }
        default -> throw new AssertionError("opcode " + opcode);
      }
    }
    throw new AssertionError("no return");
  }

  private static int half(byte[] frame, int at) {
    return (frame[at] & 0xff) << 8 | frame[at + 1] & 0xff;
  }
}
