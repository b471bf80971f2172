package org.scrubber.cli.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What tests have measured, a line each in {@code target/inline-figures.txt}: docs/inline.md. */
final class Figures {
  private static final Path FILE = Path.of("target", "inline-figures.txt");

  private Figures() {}

  /** Adds a line. */
  static void note(String what, Object figure) throws IOException {
    Files.writeString(
        FILE,
        "%-40s %s%n".formatted(what, figure),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
