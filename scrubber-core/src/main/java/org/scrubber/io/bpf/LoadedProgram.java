package org.scrubber.io.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.scrubber.io.linux.Bpf;
import org.scrubber.io.linux.Descriptors;
import org.scrubber.io.linux.Errno;
import org.scrubber.wire.Memory;

/** What the kernel says of a program that somebody has loaded. */
public final class LoadedProgram {
  private static final int INFO_BYTES = 80;
  private static final int NAME_OFFSET = 64;

  private LoadedProgram() {}

  /**
   * Returns a program's name, of at most 15 characters.
   *
   * @param number as it stands on the link that the program is attached to
   * @return "" where it has none or is gone, null where it may not be asked for, which needs root
   */
  public static @Nullable String name(int number) {
    try (Arena arena = Arena.ofConfined()) {
      long attr = arena.allocate(Bpf.ATTR_BYTES, 8).address();
      Memory.putI32Le(attr, number);
      int fd = Bpf.call(Bpf.PROG_BY_NUMBER, attr, Bpf.ATTR_BYTES);
      if (fd < 0) {
        return fd == -Errno.ENOENT ? "" : null;
      }
      try {
        return name(arena, fd);
      } finally {
        Descriptors.close(fd);
      }
    }
  }

  private static String name(Arena arena, int fd) {
    MemorySegment info = arena.allocate(INFO_BYTES + 1L, 8);
    long attr = arena.allocate(Bpf.ATTR_BYTES, 8).address();
    Memory.putI32Le(attr, fd);
    Memory.putI32Le(attr + 4, INFO_BYTES);
    Memory.putI64Le(attr + 8, info.address());
    int result = Bpf.call(Bpf.INFO, attr, Bpf.ATTR_BYTES);
    return result < 0 ? "" : info.getString(NAME_OFFSET, StandardCharsets.US_ASCII);
  }
}
