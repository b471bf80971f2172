package org.scrubber.cli.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether what is known outlives the process, and where it is kept. */
final class StateChecks {
  private static final String WHAT = "state";
  private static final List<String> IN_MEMORY = List.of("tmpfs", "ramfs");

  /** Two snapshots of the usual tables, of one worker. */
  private static final long ENOUGH_BYTES = 128L << 20;

  private final @Nullable Path directory;

  /** Looks at a directory, which may be made yet, or at none. */
  StateChecks(@Nullable Path directory) {
    this.directory = directory;
  }

  Finding finding() {
    if (directory == null) {
      return Finding.warn(
          WHAT,
          "no directory named",
          "without one a restart knows nothing of what went before: --state /run/scrubber, here and"
              + " of scrubber run");
    }
    Path absolute = directory.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    Path there = Files.exists(absolute) || parent == null ? absolute : parent;
    if (!Files.isDirectory(there)) {
      return Finding.fail(WHAT, there + " is no directory", "make it: mkdir -p " + there);
    }
    if (!Files.isWritable(there)) {
      return Finding.fail(
          WHAT, there + " cannot be written by this user", "chown it to who runs the scrubber");
    }
    try {
      return of(absolute, Files.getFileStore(there));
    } catch (IOException e) {
      return Finding.warn(WHAT, absolute + ", on what is not said", "put it below /run");
    }
  }

  private static Finding of(Path path, FileStore store) throws IOException {
    long freeBytes = store.getUsableSpace();
    String found = path + ", on " + store.type() + " with " + (freeBytes >> 20) + " MiB free";
    if (!IN_MEMORY.contains(store.type())) {
      return Finding.warn(
          WHAT,
          found,
          "a busy worker writes up to 30 MB/s, which wears a disk out; put it on a tmpfs, as /run"
              + " is nearly everywhere");
    }
    return freeBytes < ENOUGH_BYTES
        ? Finding.warn(
            WHAT,
            found,
            "two snapshots of a worker take 118 MB or more; give it "
                + (ENOUGH_BYTES >> 20)
                + " MiB")
        : Finding.ok(WHAT, found);
  }
}
