package org.scrubber.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The files that a command is about to write.
 *
 * <p>Outputs replace a file of the same name at the end of a run, so that a mistake would cost the
 * user an input.
 */
public final class OutputFiles {
  /** Where a report goes: a capture in the same place would be neither. */
  private static final Set<String> NOT_FILES =
      Set.of("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");

  private OutputFiles() {}

  /** Returns what is wrong with the name of an output, behind the option's; empty if nothing. */
  public static String problem(Path output) {
    if (output.toString().isEmpty()) {
      return " needs the name of a file";
    }
    return NOT_FILES.contains(output.toString())
        ? ": " + output + " is not a file; captures are written to files only"
        : "";
  }

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
   * Removes what {@code output} is while it is not complete, if this process has left it behind.
   *
   * <p>For the one case in which its writer cannot: the process ends while the writer waits.
   */
  static void removePartial(Path output) {
    try {
      Path real = Files.isRegularFile(output) ? output.toRealPath() : output.toAbsolutePath();
      String name = ".%s.partial-%d".formatted(real.getFileName(), ProcessHandle.current().pid());
      Files.deleteIfExists(real.resolveSibling(name));
    } catch (IOException e) {
      // The process is ending: nobody is left to tell.
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
