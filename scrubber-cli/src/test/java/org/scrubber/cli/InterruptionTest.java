package org.scrubber.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.cli.render.Style;

final class InterruptionTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Terminal terminal =
      new Terminal(
          OutputStream.nullOutputStream(),
          new PrintStream(err, true, StandardCharsets.UTF_8),
          false,
          Style.PLAIN,
          false);
  private final AtomicInteger cleanUps = new AtomicInteger();

  @Test
  void shouldLetARunGoOnUntilItIsRequested() {
    try (Interruption interruption = new Interruption(terminal, cleanUps::incrementAndGet, 0)) {
      assertDoesNotThrow(interruption::check);
    }
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void shouldStopTheRunAndSaySoInOneLine() {
    Interruption interruption = new Interruption(terminal, cleanUps::incrementAndGet, 0);
    interruption.close(); // The run has ended by the time the shutdown looks.
    interruption.request();
    assertThrows(CancellationException.class, interruption::check);
    assertEquals(
        "scrubber: interrupted; nothing was written\n", err.toString(StandardCharsets.UTF_8));
    assertEquals(0, cleanUps.get());
  }

  @Test
  void shouldNotDenyWhatWasWritten() {
    Interruption interruption = new Interruption(terminal, cleanUps::incrementAndGet, 0);
    interruption.complete();
    interruption.close();
    interruption.request();
    assertEquals(
        "scrubber: interrupted after the outputs were written\n",
        err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void shouldTidyUpForARunThatDoesNotStop() {
    Interruption interruption = new Interruption(terminal, cleanUps::incrementAndGet, 0);
    interruption.request();
    assertEquals(1, cleanUps.get());
  }

  @Test
  void shouldRemoveOnlyWhatThisProcessHasLeftBehind(@TempDir Path directory) throws IOException {
    long pid = ProcessHandle.current().pid();
    Path own = Files.createFile(directory.resolve(".c.pcapng.partial-" + pid));
    Path other = Files.createFile(directory.resolve(".c.pcapng.partial-" + (pid + 1)));
    Path target = Files.createFile(directory.resolve("c.pcapng"));
    OutputFiles.removePartial(target);
    assertFalse(Files.exists(own));
    assertTrue(Files.exists(other));
    assertTrue(Files.exists(target));
  }
}
