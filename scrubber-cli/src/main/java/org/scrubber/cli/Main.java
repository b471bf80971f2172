package org.scrubber.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.scrubber.cli.capture.CaptureRun;
import org.scrubber.cli.live.LiveProcess;
import org.scrubber.io.linux.Privileges;
import org.scrubber.io.pcap4j.CaptureSettings;
import org.scrubber.live.LiveRun;
import org.scrubber.live.PolicySource;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.live.wire.WireOptions;
import org.scrubber.pipeline.Replay;
import org.scrubber.report.Report;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code scrubber}: parses the command line, runs a command, returns its exit code. */
@Command(
    name = "scrubber",
    description = "Scrubs packet-level denial-of-service attacks out of traffic.",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the command did its work",
      "1:an input could not be read or an output not be written, or the kernel refused; score: a"
          + " criterion was missed; diff: somebody would newly lose packets; bypass status: it is"
          + " closed; doctor: FAIL",
      "2:the command line or the policy is wrong",
      "70:the program failed (a bug); SCRUBBER_DEBUG=1 shows where",
      "130:interrupted; nothing was left behind"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  scrubber replay capture.pcapng",
      "  scrubber replay --protect 198.51.100.0/24 --clean clean.pcapng capture.pcapng",
      "  scrubber policy init > scrubber.yaml && scrubber check scrubber.yaml",
      "  scrubber help replay"
    })
public final class Main implements Runnable {
  /** The command that works on a link, and as root gives up most of that first. */
  private static final String LIVE = "run";

  @Spec private CommandSpec spec;

  private final Terminal terminal;
  private final Engine engine;

  Main(Terminal terminal, Engine engine) {
    this.terminal = terminal;
    this.engine = engine;
  }

  /** What stands behind the commands replay, run and capture. */
  public interface Engine {
    /** Opens inputs and outputs, runs, commits, and returns what was found. */
    Report replay(Replay.Options options, Replay.ProgressListener progress) throws IOException;

    /** Binds the interfaces and scrubs until it is told to end. */
    default void live(
        LiveRun.Options options,
        PolicySource policies,
        WireOptions wire,
        LiveEvent.Listener listener)
        throws IOException {
      LiveProcess.run(options, policies, wire, listener);
    }

    /** Watches an interface until it is told to end, and returns what was found. */
    default CaptureRun.Result capture(
        Replay.Options options, CaptureSettings settings, Consumer<Integer> begun)
        throws IOException {
      return CaptureRun.run(options, settings, begun);
    }
  }

  /** Runs the program and exits the JVM with its exit code. */
  public static void main(String[] args) {
    if (args.length > 0 && args[0].equals(LIVE)) {
      shed();
    }
    boolean training = args.length > 0 && args[0].equals(Training.WORD);
    Terminal terminal = Terminal.system();
    System.exit(run(training ? Training.begin(args, terminal) : args, terminal));
  }

  /** Gives up what the live line does not need, before there is anything to lose. */
  private static void shed() {
    try {
      Privileges.shed();
    } catch (IOException failure) {
      Terminal.system()
          .complain("running with more privileges than needed: " + failure.getMessage());
    }
  }

  /** Runs the program in this JVM and returns its exit code, see {@link ExitCode}; never throws. */
  public static int run(String[] args, Terminal terminal) {
    return run(args, terminal, (options, progress) -> new Replay(options).run(progress));
  }

  static int run(String[] args, Terminal terminal, Engine engine) {
    try {
      return commandLine(args, terminal, engine).execute(args);
    } catch (Throwable e) { // Errors, too: whatever happens, the user gets one line.
      return fail(e, terminal);
    }
  }

  private static CommandLine commandLine(String[] args, Terminal terminal, Engine engine) {
    CommandLine line = new CommandLine(new Main(terminal, engine));
    Subcommands.addTo(line, args);
    line.setOut(new PrintWriter(new OutputStreamWriter(terminal.out(), StandardCharsets.UTF_8)));
    line.setErr(new PrintWriter(terminal.err(), true));
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            switch (terminal.style()) {
              case COLOUR -> Ansi.ON;
              case PLAIN -> Ansi.OFF;
            }));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpWidth(96);
    line.setUsageHelpAutoWidth(false);
    line.setParameterExceptionHandler((e, wrong) -> fail(e, terminal));
    line.setExecutionExceptionHandler((e, failed, parsed) -> fail(e, terminal));
    return line;
  }

  private static int fail(Throwable thrown, Terminal terminal) {
    Failure failure = Failure.of(thrown);
    terminal.complain(failure.message());
    if (terminal.debug() && failure.exitCode() == ExitCode.INTERNAL) {
      thrown.printStackTrace(terminal.err());
    }
    return failure.exitCode();
  }

  /** Tells what is missing when no command is given. */
  @Override
  public void run() {
    List<String> commands = List.copyOf(spec.subcommands().keySet());
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing: %s or %s"
            .formatted(
                String.join(", ", commands.subList(0, commands.size() - 1)), commands.getLast()));
  }

  /** Returns where results and complaints go. */
  public Terminal terminal() {
    return terminal;
  }

  /** Returns what does the work. */
  public Engine engine() {
    return engine;
  }

  /** Returns the whole program's command line, for completion. */
  CommandLine commandLine() {
    return spec.commandLine();
  }
}
