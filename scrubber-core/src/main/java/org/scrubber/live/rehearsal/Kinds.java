package org.scrubber.live.rehearsal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.scrubber.io.afpacket.PacketSocketLine;
import org.scrubber.io.xdp.OffloadTable;

/**
 * Has every kind of memory segment, and of table and line, loaded before the packet path is
 * compiled.
 *
 * <p>The compiler takes a class that nobody extends yet for one that nobody will. When the counter
 * file is mapped, or a state file, a class of segments comes that extends the one of native memory,
 * and all code that reads memory, which is the whole packet path, would be thrown away in the very
 * moment that packets come.
 */
public final class Kinds {
  private Kinds() {}

  /** Loads them. Where the JVM has no file of its own to map, its mapped kind is left out. */
  public static void load() {
    initialize(OffloadTable.class);
    initialize(PacketSocketLine.class);
    MemorySegment.ofArray(new byte[1]);
    MemorySegment.ofArray(new int[1]);
    MemorySegment.ofArray(new long[1]);
    Path modules = Path.of(System.getProperty("java.home"), "lib", "modules");
    try (Arena confined = Arena.ofConfined();
        Arena shared = Arena.ofShared()) {
      confined.allocate(Long.BYTES);
      shared.allocate(Long.BYTES);
      Arena.ofAuto().allocate(Long.BYTES);
      if (Files.isReadable(modules)) {
        try (FileChannel channel = FileChannel.open(modules)) {
          channel.map(FileChannel.MapMode.READ_ONLY, 0, 1, confined);
        }
      }
    } catch (IOException e) {
      // The first second is slower then, and nothing else.
    }
  }

  private static void initialize(Class<?> kind) {
    try {
      MethodHandles.lookup().ensureInitialized(kind);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e); // They are public.
    }
  }
}
