package org.scrubber.captures.cost;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.scrubber.io.bpf.BpfProgram;
import org.scrubber.io.linux.Bpf;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.wire.Memory;

/**
 * What an XDP program says about a frame in the kernel, without an interface.
 *
 * @param verdict {@link #DROP}, {@link #PASS}, {@link #REDIRECT}, or another action of XDP
 * @param ns that a run took, on average
 */
public record ProgramRun(int verdict, int ns) {
  /** The program drops the frame. */
  public static final int DROP = 1;

  /** The frame goes the kernel's own way. */
  public static final int PASS = 2;

  /** The frame goes to a socket or another interface. */
  public static final int REDIRECT = 4;

  /**
   * Runs a program on a frame, again and again.
   *
   * @throws LinuxException when the kernel refuses
   */
  public static ProgramRun of(BpfProgram program, byte[] frame, int times) throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(frame.length, 8);
      in.copyFrom(MemorySegment.ofArray(frame));
      long attr = arena.allocate(Bpf.ATTR_BYTES, 8).address();
      Memory.putI32Le(attr, program.fd());
      Memory.putI32Le(attr + 8, frame.length);
      Memory.putI64Le(attr + 16, in.address());
      Memory.putI32Le(attr + 32, times);
      LinuxException.check("run", Bpf.call(Bpf.PROG_TEST_RUN, attr, Bpf.ATTR_BYTES));
      return new ProgramRun(Memory.i32Le(attr + 4), Memory.i32Le(attr + 36));
    }
  }
}
