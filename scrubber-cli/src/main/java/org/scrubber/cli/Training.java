package org.scrubber.cli;

import java.util.Arrays;
import java.util.List;

/**
 * What the launcher's cache of the JVM is recorded from: help, then the command that is named.
 *
 * <p>No command of its own: exports that libraries need are the jar's, so that it must be called as
 * every other start is, by a first word that nobody types.
 */
final class Training {
  /** The first word. */
  static final String WORD = "--train-launcher";

  private static final List<String> HELPS = List.of("--help", "replay --help", "run --help");

  private Training() {}

  /** Shows help, and returns the command that comes after the word. */
  static String[] begin(String[] args, Terminal terminal) {
    for (String help : HELPS) {
      Main.run(help.split(" "), terminal);
    }
    return Arrays.copyOfRange(args, 1, args.length);
  }
}
