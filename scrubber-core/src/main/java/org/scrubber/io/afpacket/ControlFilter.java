package org.scrubber.io.afpacket;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;

/**
 * Tells control traffic from all other, as a classic BPF program of a packet socket: what is not
 * IP, IGMP, OSPF, PIM, VRRP, IPv6 neighbour discovery and multicast listeners, BGP, BFD.
 *
 * <p>It has a ring of its own, so that no flood can push it out. An outer VLAN tag has been taken
 * out before the filter looks; what has more tags, MPLS or PPPoE is no control traffic.
 */
final class ControlFilter {
  private static final int INSTRUCTION_BYTES = 8;
  private static final int PROGRAM_BYTES = 16;
  private static final int WHOLE_FRAME = 0x40000;

  private static final int LOAD_HALF = 0x28;
  private static final int LOAD_BYTE = 0x30;
  private static final int LOAD_LENGTH = 0x80;
  private static final int LOAD_HALF_BEHIND_X = 0x48;
  private static final int X_IS_V4_HEADER_BYTES = 0xb1;
  private static final int JUMP_ALWAYS = 0x05;
  private static final int JUMP_EQUAL = 0x15;
  private static final int JUMP_GREATER = 0x25;
  private static final int JUMP_ANY_BIT = 0x45;
  private static final int X_IS_CONSTANT = 0x01;
  private static final int SUBTRACT_X = 0x1c;
  private static final int RETURN = 0x06;

  private static final int ETHER_TYPE = 12;
  private static final int NETWORK = 14;
  private static final int V4_FRAGMENT = NETWORK + 6;
  private static final int V4_PROTOCOL = NETWORK + 9;
  private static final int V6_NEXT = NETWORK + 6;
  private static final int V4_HEADER_BYTES = 20;
  private static final int V6_HEADER_BYTES = 40;
  private static final int PORTS_BYTES = 4;
  private static final int FRAGMENT_OFFSET_MASK = 0x1fff;

  private static final int IGMP = 2;
  private static final int OSPF = 89;
  private static final int PIM = 103;
  private static final int VRRP = 112;
  private static final int BGP_PORT = 179;
  private static final int[] BFD_PORTS = {3784, 3785, 4784, 6784};
  private static final int LISTENER_QUERY = 130;
  private static final int REDIRECT = 137;
  private static final int LISTENER_REPORT_2 = 143;
  private static final int[] WRAPPED = {
    Protocols.ETHERTYPE_VLAN,
    Protocols.ETHERTYPE_QINQ,
    Protocols.ETHERTYPE_QINQ_9100,
    Protocols.ETHERTYPE_QINQ_9200,
    Protocols.ETHERTYPE_MPLS,
    Protocols.ETHERTYPE_MPLS_UPSTREAM,
    Protocols.ETHERTYPE_PPPOE_SESSION
  };

  private final List<Instruction> instructions = new ArrayList<>();
  private final Map<String, Integer> labels = new HashMap<>();

  /** An instruction, and where it jumps when it is true; "" when it is no jump. */
  private record Instruction(int code, int operand, String whenTrue) {}

  private ControlFilter() {}

  /**
   * Writes the program into {@code arena}.
   *
   * @param control true for a socket that takes control traffic, false for one that takes the rest
   * @return address of a {@code struct sock_fprog}
   */
  static long program(Arena arena, boolean control) {
    ControlFilter filter = new ControlFilter();
    filter.write();
    return filter.encode(arena, control);
  }

  private void write() {
    add(LOAD_HALF, ETHER_TYPE);
    jump(JUMP_EQUAL, Protocols.ETHERTYPE_IPV4, "v4");
    jump(JUMP_EQUAL, Protocols.ETHERTYPE_IPV6, "v6");
    for (int type : WRAPPED) {
      jump(JUMP_EQUAL, type, "data");
    }
    go("control");

    label("v4");
    requireLonger(NETWORK + V4_HEADER_BYTES - 1);
    add(LOAD_BYTE, V4_PROTOCOL);
    jump(JUMP_EQUAL, IGMP, "control");
    routing();
    jump(JUMP_EQUAL, Protocols.TCP, "v4 tcp");
    jump(JUMP_EQUAL, Protocols.UDP, "v4 udp");
    go("data");
    label("v4 tcp");
    v4Ports();
    go("tcp");
    label("v4 udp");
    v4Ports();
    go("udp");

    label("v6");
    requireLonger(NETWORK + V6_HEADER_BYTES + PORTS_BYTES - 1);
    add(LOAD_BYTE, V6_NEXT);
    routing();
    add(X_IS_CONSTANT, V6_HEADER_BYTES);
    jump(JUMP_EQUAL, Protocols.TCP, "tcp");
    jump(JUMP_EQUAL, Protocols.UDP, "udp");
    jump(JUMP_EQUAL, Protocols.ICMPV6, "icmp");
    go("data");
    label("icmp");
    add(LOAD_BYTE, NETWORK + V6_HEADER_BYTES);
    jump(JUMP_EQUAL, LISTENER_REPORT_2, "control");
    jump(JUMP_GREATER, REDIRECT, "data");
    jump(JUMP_GREATER, LISTENER_QUERY - 1, "control");
    go("data");

    label("tcp");
    add(LOAD_HALF_BEHIND_X, NETWORK);
    jump(JUMP_EQUAL, BGP_PORT, "control");
    add(LOAD_HALF_BEHIND_X, NETWORK + 2);
    jump(JUMP_EQUAL, BGP_PORT, "control");
    go("data");
    label("udp");
    add(LOAD_HALF_BEHIND_X, NETWORK + 2);
    for (int port : BFD_PORTS) {
      jump(JUMP_EQUAL, port, "control");
    }
    go("data");
  }

  private void routing() {
    jump(JUMP_EQUAL, OSPF, "control");
    jump(JUMP_EQUAL, PIM, "control");
    jump(JUMP_EQUAL, VRRP, "control");
  }

  /** Lets X be the length of the IPv4 header; later fragments have no ports. */
  private void v4Ports() {
    add(LOAD_HALF, V4_FRAGMENT);
    jump(JUMP_ANY_BIT, FRAGMENT_OFFSET_MASK, "data");
    add(X_IS_V4_HEADER_BYTES, NETWORK);
    add(LOAD_LENGTH, 0);
    add(SUBTRACT_X, 0);
    requireMore(NETWORK + PORTS_BYTES - 1);
  }

  /** What is too short for a load would be in neither ring: it is data. */
  private void requireLonger(int lengthBytes) {
    add(LOAD_LENGTH, 0);
    requireMore(lengthBytes);
  }

  private void requireMore(int than) {
    String enough = "enough " + instructions.size();
    jump(JUMP_GREATER, than, enough);
    go("data");
    label(enough);
  }

  private void add(int code, int operand) {
    instructions.add(new Instruction(code, operand, ""));
  }

  private void jump(int code, int operand, String whenTrue) {
    instructions.add(new Instruction(code, operand, whenTrue));
  }

  private void go(String where) {
    instructions.add(new Instruction(JUMP_ALWAYS, 0, where));
  }

  private void label(String name) {
    labels.put(name, instructions.size());
  }

  private long encode(Arena arena, boolean control) {
    labels.put("control", instructions.size());
    add(RETURN, control ? WHOLE_FRAME : 0);
    labels.put("data", instructions.size());
    add(RETURN, control ? 0 : WHOLE_FRAME);
    int count = instructions.size();
    long code = arena.allocate((long) count * INSTRUCTION_BYTES, 8).address();
    for (int i = 0; i < count; i++) {
      Instruction instruction = instructions.get(i);
      // The end of the program for a label that is none; the kernel refuses that.
      int target = labels.getOrDefault(instruction.whenTrue, count);
      int distance = instruction.whenTrue.isEmpty() ? 0 : target - i - 1;
      long at = code + (long) i * INSTRUCTION_BYTES;
      Memory.putU16Le(at, instruction.code);
      if (instruction.code == JUMP_ALWAYS) {
        Memory.putI32Le(at + 4, distance);
      } else {
        Memory.putU8(at + 2, distance);
        Memory.putI32Le(at + 4, instruction.operand);
      }
    }
    long program = arena.allocate(PROGRAM_BYTES, 8).address();
    Memory.putU16Le(program, count);
    Memory.putI64Le(program + 8, code);
    return program;
  }
}
