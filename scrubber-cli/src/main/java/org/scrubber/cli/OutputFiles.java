package org.scrubber.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks of the files that a command is about to write, before any work is done.
 *
 * <p>Outputs replace a file of the same name at the end of a run, so that a mistake would cost the
 * user an input.
 */
final class OutputFiles {
  private OutputFiles() {}

  /** Tells whether both names lead to the same file, existing or not. */
  static boolean same(Path a, Path b) throws IOException {
    if (Files.exists(a) && Files.exists(b)) {
      return Files.isSameFile(a, b);
    }
    return resolved(a).equals(resolved(b));
  }

  /** Returns the first of {@code inputs} that is the same file as {@code output}, or null. */
  static String sameInput(Path output, List<String> inputs) throws IOException {
    for (String input : inputs) {
      if (!input.equals("-") && same(output, Path.of(input))) {
        return input;
      }
    }
    return null;
  }

  /**
   * Requires that {@code output} can be put in place.
   *
   * @throws IOException when it is a directory or a device, or its directory is missing or read-only
   */
  static void requireWritable(Path output) throws IOException {
    if (Files.isDirectory(output)) {
      throw new FileSystemException(output.toString(), null, "is a directory");
    }
    if (Files.exists(output) && !Files.isRegularFile(output)) {
      throw new FileSystemException(
          output.toString(), null, "is not a regular file, and would be replaced");
    }
    Path directory = directory(output);
    if (!Files.exists(directory)) {
      throw new NoSuchFileException(directory.toString());
    }
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    if (!Files.isWritable(directory)) {
      throw new FileSystemException(directory.toString(), null, "permission denied");
    }
  }

  private static Path resolved(Path path) throws IOException {
    Path directory = directory(path);
    Path name = path.getFileName();
    return Files.exists(directory) && name != null
        ? directory.toRealPath().resolve(name)
        : path.toAbsolutePath().normalize();
  }

  private static Path directory(Path path) {
    Path parent = path.toAbsolutePath().getParent();
    return parent == null ? path.toAbsolutePath() : parent;
  }
}
