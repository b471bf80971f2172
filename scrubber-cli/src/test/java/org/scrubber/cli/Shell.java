package org.scrubber.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.scrubber.cli.capture.CaptureRun;
import org.scrubber.cli.render.Reports;
import org.scrubber.cli.render.Style;
import org.scrubber.io.pcap4j.CaptureSettings;
import org.scrubber.live.LiveRun;
import org.scrubber.live.PolicySource;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.live.wire.WireOptions;
import org.scrubber.pipeline.Replay;
import org.scrubber.report.Report;

/** Runs the program in this JVM as a shell would, and keeps what it said. */
final class Shell {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<Replay.Options> replays = new ArrayList<>();
  private int exitCode;

  /** Runs the program with its real engine. */
  static Shell run(Object... args) {
    Shell shell = new Shell();
    shell.exitCode = Main.run(words(args), shell.terminal(shell.out, false));
    return shell;
  }

  /** Has a report on a journal written to a file, and returns it. */
  static String report(Path journal, Path file, Object... more) throws IOException {
    List<Object> words = new ArrayList<>(List.of("report", "--journal", journal, "-o", file));
    words.addAll(List.of(more));
    run(words.toArray()).assertOk();
    return Files.readString(file);
  }

  /** Runs the program with an engine that finds the same in every capture. */
  static Shell dry(Object... args) {
    return with((options, progress) -> Reports.afternoon(), args);
  }

  /** Runs the program with an engine of the test's choice. */
  static Shell with(Main.Engine engine, Object... args) {
    Shell shell = new Shell();
    Main.Engine recording =
        new Main.Engine() {
          @Override
          public Report replay(Replay.Options options, Replay.ProgressListener progress)
              throws IOException {
            shell.replays.add(options);
            return engine.replay(options, progress);
          }

          @Override
          public void live(
              LiveRun.Options options,
              PolicySource policies,
              WireOptions wire,
              LiveEvent.Listener listener)
              throws IOException {
            engine.live(options, policies, wire, listener);
          }

          @Override
          public CaptureRun.Result capture(
              Replay.Options options, CaptureSettings settings, Consumer<Integer> begun)
              throws IOException {
            return engine.capture(options, settings, begun);
          }
        };
    shell.exitCode = Main.run(words(args), shell.terminal(shell.out, false), recording);
    return shell;
  }

  /** Runs the program with debugging on. */
  static Shell debugging(Main.Engine engine, Object... args) {
    Shell shell = new Shell();
    shell.exitCode = Main.run(words(args), shell.terminal(shell.out, true), engine);
    return shell;
  }

  /** Runs the program with a standard output whose every write fails with {@code message}. */
  static Shell intoBrokenOutput(String message, Object... args) {
    Shell shell = new Shell();
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(message);
          }
        };
    Main.Engine engine = (options, progress) -> Reports.afternoon();
    shell.exitCode = Main.run(words(args), shell.terminal(broken, false), engine);
    return shell;
  }

  private Terminal terminal(OutputStream standardOutput, boolean debug) {
    PrintStream standardError = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new Terminal(standardOutput, standardError, false, Style.PLAIN, debug);
  }

  private static String[] words(Object[] args) {
    String[] words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    return words;
  }

  int exitCode() {
    return exitCode;
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Returns what the one replay was asked to do. */
  Replay.Options replay() {
    assertEquals(1, replays.size(), "replays");
    return replays.getFirst();
  }

  /** Requires the exit code, the one line on standard error, and silence on standard output. */
  void assertFailed(int expectedExitCode, String expectedLine) {
    assertEquals("scrubber: " + expectedLine + "\n", err());
    assertEquals(expectedExitCode, exitCode);
    assertEquals("", out());
  }

  /** Requires success without a complaint. */
  Shell assertOk() {
    assertEquals("", err());
    assertEquals(ExitCode.OK, exitCode);
    return this;
  }
}
