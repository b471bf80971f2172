package org.scrubber.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel says in {@code /proc} and {@code /sys}.
 *
 * @param root {@code /}, or a directory that stands for it
 */
record KernelFiles(Path root) {
  private static final int MAX_BYTES = 4096;

  /** Returns a file's first line without blanks around it, or "" when it cannot be read. */
  String line(String path) {
    try (var stream = Files.newInputStream(root.resolve(path))) {
      String text =
          new String(stream.readNBytes(MAX_BYTES), java.nio.charset.StandardCharsets.UTF_8);
      return text.lines().findFirst().orElse("").strip();
    } catch (IOException absent) {
      return "";
    }
  }

  boolean exists(String path) {
    return Files.exists(root.resolve(path));
  }

  /** Tells whether any line of a file contains a text. */
  boolean contains(String path, String text) {
    try (var lines = Files.lines(root.resolve(path))) {
      return lines.anyMatch(line -> line.contains(text));
    } catch (IOException absent) {
      return false;
    }
  }
}
