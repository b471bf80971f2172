package org.scrubber.io.bpf;

import static org.scrubber.io.bpf.Assembler.COARSE_TIME_NS;
import static org.scrubber.io.bpf.Assembler.R0;
import static org.scrubber.io.bpf.Assembler.R1;
import static org.scrubber.io.bpf.Assembler.R2;
import static org.scrubber.io.bpf.Assembler.R3;
import static org.scrubber.io.bpf.Assembler.R8;
import static org.scrubber.io.bpf.Assembler.When.EQUAL;
import static org.scrubber.io.bpf.Assembler.When.GREATER;
import static org.scrubber.io.bpf.Assembler.Width.LONG;

import org.scrubber.wire.Memory;

/**
 * A worker's sign of life, which a program in the kernel looks for: where there was none for {@link
 * #LATE_NS}, packets are to go the kernel's own way, as if the worker were gone, until it gives
 * another.
 *
 * <p>This is for a process that stands still as a whole, its watchdog included: stopped, frozen, or
 * without a processor. A sign is a number that changes; when it did so is the kernel's to note, at
 * the next packet, so that no clocks are compared. It lies in memory that both share.
 */
public final class LifeSign {
  /**
   * Longer than the watchdog takes that the process has itself (250 ms, and the time between two
   * looks), so that this acts only where that cannot.
   */
  public static final int LATE_NS = 400_000_000;

  /** Bytes of one in shared memory, at a multiple of 8. */
  public static final int BYTES = 48;

  /** Offset of the number that changes, 64 bits; what follows is the kernel's. */
  public static final int SIGN = 0;

  private static final int SEEN = 8;
  private static final int SINCE_NS = 16;
  private static final int PASSED = 24;
  private static final int LAST_NS = 32;
  private static final int PASSING_NS = 40;

  private LifeSign() {}

  /** Gives a sign at an address, whose worker does so at least every 100 ms. */
  public static void give(long address) {
    Memory.putI64Le(address + SIGN, Memory.i64Le(address + SIGN) + 1);
  }

  /** Returns how many packets have gone past for want of a sign at an address. */
  public static long passed(long address) {
    return Memory.i64Le(address + PASSED);
  }

  /**
   * Returns for how long packets have gone past for want of a sign at an address, from when it was
   * late to the last of them, ns; by a clock that ticks every few milliseconds.
   */
  public static long passingNs(long address) {
    return Memory.i64Le(address + PASSING_NS);
  }

  /**
   * Goes on behind where the sign that R8 points to is late, which counts the packet as passed, and
   * otherwise jumps. R0 to R3 are lost.
   */
  public static void check(Assembler a, String alive) {
    a.call(COARSE_TIME_NS)
        .load(LONG, R1, R8, SIGN)
        .load(LONG, R2, R8, SEEN)
        .jumpRegister(EQUAL, R1, R2, "no news")
        .store(LONG, R8, SEEN, R1)
        .store(LONG, R8, SINCE_NS, R0)
        .jump(alive)
        .label("no news")
        .load(LONG, R3, R8, SINCE_NS)
        .add(R3, LATE_NS)
        .jumpRegister(GREATER, R3, R0, alive)
        .set(R1, 1)
        .addAtomically(R8, PASSED, R1)
        .load(LONG, R1, R8, LAST_NS)
        .jumpRegister(GREATER, R3, R1, "first")
        .move(R3, R1)
        .label("first")
        .store(LONG, R8, LAST_NS, R0)
        .subtractRegister(R0, R3)
        .addAtomically(R8, PASSING_NS, R0);
  }
}
