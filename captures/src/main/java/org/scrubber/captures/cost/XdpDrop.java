package org.scrubber.captures.cost;

import static org.scrubber.captures.packet.PacketBuilder.ethernet;

import java.util.Arrays;
import java.util.Locale;
import org.scrubber.io.bpf.Assembler;
import org.scrubber.io.bpf.Assembler.Width;
import org.scrubber.io.bpf.BpfProgram;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.wire.Ip;
import org.scrubber.wire.Protocols;

/**
 * What the kernel takes for the least that drops a flood: an XDP program of one rule, UDP to one
 * port, run on one frame again and again without an interface. For {@code benchmarks/compare}.
 *
 * <p>It keeps no state, knows no prefix and no flow, and its frame is always in the cache; nor does
 * it count what it drops.
 */
public final class XdpDrop {
  private static final int FRAME_END = 42;
  private static final int ETHERNET_TYPE = 12;
  private static final int HEADER = 14;
  private static final int TARGET_PORT = 36;
  private static final int PORT = 9_999;
  private static final int REPEATS = 1_000_000;

  private XdpDrop() {}

  /**
   * Prints ns a packet that is dropped, the median of runs of a million.
   *
   * @param arguments how many runs
   * @throws LinuxException when the kernel does not take the program, or may not be asked
   */
  public static void main(String... arguments) throws LinuxException {
    int[] ns = new int[Integer.parseInt(arguments[0])];
    byte[] code = program().assemble();
    try (BpfProgram program = BpfProgram.load("drop_one_port", code)) {
      for (int run = 0; run < ns.length; run++) {
        ns[run] = run(program);
      }
    }
    Arrays.sort(ns);
    System.out.printf(Locale.ROOT, "%d%n", ns[ns.length / 2]);
  }

  /** Returns the program; its labels tell what it does. */
  private static Assembler program() {
    int swappedPort = Integer.reverseBytes(PORT) >>> Short.SIZE;
    int swappedType = Integer.reverseBytes(Protocols.ETHERTYPE_IPV4) >>> Short.SIZE;
    return new Assembler()
        .load(Width.WORD, Assembler.R2, Assembler.R1, 0)
        .load(Width.WORD, Assembler.R3, Assembler.R1, 4)
        .move(Assembler.R4, Assembler.R2)
        .add(Assembler.R4, FRAME_END)
        .jumpRegister(Assembler.When.GREATER, Assembler.R4, Assembler.R3, "pass")
        .load(Width.HALF, Assembler.R5, Assembler.R2, ETHERNET_TYPE)
        .jump(Assembler.When.NOT_EQUAL, Assembler.R5, swappedType, "pass")
        .load(Width.BYTE, Assembler.R5, Assembler.R2, HEADER + Ip.V4_PROTOCOL)
        .jump(Assembler.When.NOT_EQUAL, Assembler.R5, Protocols.UDP, "pass")
        .load(Width.HALF, Assembler.R5, Assembler.R2, TARGET_PORT)
        .jump(Assembler.When.NOT_EQUAL, Assembler.R5, swappedPort, "pass")
        .set(Assembler.R0, ProgramRun.DROP)
        .exit()
        .label("pass")
        .set(Assembler.R0, ProgramRun.PASS)
        .exit();
  }

  private static int run(BpfProgram program) throws LinuxException {
    byte[] frame =
        ethernet().ipv4("11.9.8.1", "198.18.0.10").udp(7_000, PORT).payload(18, 1).build();
    ProgramRun runs = ProgramRun.of(program, frame, REPEATS);
    if (runs.verdict() != ProgramRun.DROP) {
      throw new IllegalStateException("the rule does not drop: " + runs.verdict());
    }
    return runs.ns();
  }
}
