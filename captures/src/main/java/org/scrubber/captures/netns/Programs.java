package org.scrubber.captures.netns;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs and waits for them, with an end to the waiting. */
final class Programs {
  private Programs() {}

  /** Tells whether a program is on the path, or in the places of system programs. */
  static boolean has(String program) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin";
    for (String directory : path.split(File.pathSeparator)) {
      if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, program))) {
        return true;
      }
    }
    return false;
  }

  /** Runs a program to its end. */
  static Outcome run(List<String> command, Duration limit) {
    try {
      Path output = Files.createTempFile("scrubber-program", ".txt");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
          process.destroyForcibly().waitFor();
        }
        String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        return new Outcome(ended ? process.exitValue() : Outcome.TIMED_OUT, text);
      } finally {
        Files.delete(output);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Runs a program that must succeed. */
  static String require(List<String> command) {
    Outcome outcome = run(command, Duration.ofSeconds(20));
    if (!outcome.succeeded()) {
      throw new IllegalStateException(String.join(" ", command) + ": " + outcome.output());
    }
    return outcome.output();
  }
}
