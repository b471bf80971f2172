package org.scrubber.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import org.scrubber.cli.render.JsonReport;
import org.scrubber.cli.render.Reports;
import org.scrubber.io.pcap.CaptureException;

final class FailureTest {

  @Test
  void shouldReturnOneForInputAndOutput() {
    assertInputOutput(new CaptureException("a.pcap: is not a capture"), "a.pcap: is not a capture");
    assertInputOutput(new NoSuchFileException("x.yaml"), "x.yaml: no such file or directory");
    assertInputOutput(new AccessDeniedException("x.yaml"), "x.yaml: permission denied");
    assertInputOutput(
        new FileSystemException("c.pcapng", null, "No space left on device"),
        "c.pcapng: no space left on device");
  }

  private static void assertInputOutput(IOException thrown, String expected) {
    Main.Engine failing =
        (options, progress) -> {
          throw thrown;
        };
    Main.Engine wrapping =
        (options, progress) -> {
          throw new UncheckedIOException(thrown);
        };
    Shell.with(failing, "replay", "a.pcap").assertFailed(ExitCode.INPUT_OUTPUT, expected);
    Shell.with(wrapping, "replay", "a.pcap").assertFailed(ExitCode.INPUT_OUTPUT, expected);
  }

  @Test
  void shouldReturnSeventyInOneLineForABug() {
    Main.Engine broken =
        (options, progress) -> {
          throw new IllegalStateException("first line\nsecond line");
        };
    Shell.with(broken, "replay", "a.pcap")
        .assertFailed(
            ExitCode.INTERNAL,
            "internal error: java.lang.IllegalStateException: first line second line;"
                + " SCRUBBER_DEBUG=1 shows where it happened");
  }

  @Test
  void shouldReturnSeventyForAnErrorOfTheMachine() {
    Main.Engine broken =
        (options, progress) -> {
          throw new AssertionError("broken invariant");
        };
    Shell shell = Shell.with(broken, "replay", "a.pcap");
    assertEquals(ExitCode.INTERNAL, shell.exitCode());
    assertEquals(1, shell.err().lines().count());
  }

  @Test
  void shouldShowWhereABugIsWhenDebugging() {
    Main.Engine broken =
        (options, progress) -> {
          throw new IllegalStateException("oops");
        };
    Shell shell = Shell.debugging(broken, "replay", "a.pcap");
    assertEquals(ExitCode.INTERNAL, shell.exitCode());
    assertTrue(shell.err().contains("at org.scrubber.cli.FailureTest"), shell.err());
  }

  @Test
  void shouldNotLetAFileNameDriveTheTerminal() {
    Main.Engine failing =
        (options, progress) -> {
          throw new CaptureException("a\u001b[2J\r.pcap: no such file");
        };
    Shell.with(failing, "replay", "a.pcap")
        .assertFailed(ExitCode.INPUT_OUTPUT, "a\\x1b[2J\\x0d.pcap: no such file");
  }

  @Test
  void shouldBeQuietWhenTheReaderOfItsOutputGoesAway() {
    Shell shell = Shell.intoBrokenOutput("Broken pipe", "replay", "a.pcap");
    assertEquals("", shell.err());
    assertEquals(ExitCode.OK, shell.exitCode());
  }

  @Test
  void shouldComplainWhenItsOutputCannotBeWritten() {
    Shell.intoBrokenOutput("No space left on device", "replay", "--json", "a.pcap")
        .assertFailed(ExitCode.INPUT_OUTPUT, "standard output: No space left on device");
  }

  @Test
  void shouldPrintNothingButJsonWhenAskedForJson() throws IOException {
    Shell shell = Shell.dry("replay", "--json", "a.pcap").assertOk();
    assertEquals(JsonReport.render(Reports.afternoon()), shell.out());
    new ObjectMapper().readTree(shell.out());
  }
}
