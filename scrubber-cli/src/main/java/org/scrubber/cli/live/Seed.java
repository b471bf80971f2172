package org.scrubber.cli.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * The secret that seeds hash tables and challenges where the policy sets none: drawn at random, so
 * that no attacker knows it, and kept beside the state, which is worth nothing under another.
 */
final class Seed {
  private static final String NAME = "seed";

  private final @Nullable Path directory;
  private long value;
  private boolean known;

  /**
   * Draws nothing yet.
   *
   * @param directory where it is kept, or null when it need not last
   */
  Seed(@Nullable Path directory) {
    this.directory = directory;
  }

  /**
   * Returns it.
   *
   * @throws IOException when it cannot be read or kept
   */
  long value() throws IOException {
    if (!known) {
      value = directory == null ? new SecureRandom().nextLong() : kept(directory);
      known = true;
    }
    return value;
  }

  private static long kept(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    if (Files.exists(file)) {
      String text = Files.readString(file).strip();
      try {
        return Long.parseUnsignedLong(text, 16);
      } catch (NumberFormatException e) {
        throw new IOException(file + ": is no seed; expected 16 hexadecimal digits", e);
      }
    }
    if (!Files.isDirectory(directory)) {
      Files.createDirectory(directory);
    }
    long drawn = new SecureRandom().nextLong();
    Path partial = directory.resolve("." + NAME + ".partial-" + ProcessHandle.current().pid());
    Files.deleteIfExists(partial); // A process of the same number may have died over it.
    Files.createFile(
        partial,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(partial, "%016x\n".formatted(drawn));
    Files.move(partial, file);
    return drawn;
  }
}
