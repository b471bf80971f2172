package org.scrubber.io.xdp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.scrubber.io.bpf.BpfProgram;
import org.scrubber.io.linux.Bpf;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.wire.Memory;

/** Runs an XDP program on a frame in the kernel, without an interface. */
final class ProgramRun {
  static final int DROP = 1;
  static final int PASS = 2;
  static final int REDIRECT = 4;

  private ProgramRun() {}

  /** Returns what the program says about a frame. */
  static int of(BpfProgram program, byte[] frame) throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(frame.length, 8);
      in.copyFrom(MemorySegment.ofArray(frame));
      long attr = arena.allocate(Bpf.ATTR_BYTES, 8).address();
      Memory.putI32Le(attr, program.fd());
      Memory.putI32Le(attr + 8, frame.length);
      Memory.putI64Le(attr + 16, in.address());
      Memory.putI32Le(attr + 32, 1);
      LinuxException.check("run", Bpf.call(Bpf.PROG_TEST_RUN, attr, Bpf.ATTR_BYTES));
      return Memory.i32Le(attr + 4);
    }
  }
}
