package org.scrubber.cli.top;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.scrubber.cli.ExitCode;
import org.scrubber.cli.Main;
import org.scrubber.cli.Terminal;
import org.scrubber.counter.CounterDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code scrubber top}: shows a running instance. */
@Command(
    name = "top",
    description = {
      "Show a running instance: whether all is well, rates by verdict, active mitigations, objects,"
          + " reasons, and the health of its workers and queues. Reads its counters from a mapped"
          + " file, and does not disturb it."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the instance was shown",
      "1:no instance is running, or its counters cannot be read",
      "2:the command line is wrong, or several instances are running and none was named"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  scrubber top",
      "  scrubber top eth0-eth1 --once",
      "  scrubber top --json | jq .words"
    })
public final class TopCommand implements Callable<Integer> {
  private static final double NS_PER_SECOND = 1e9;
  private static final double LEAST_SECONDS = 0.2;
  private static final double MOST_SECONDS = 3_600;

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description =
          "Instance to show, such as eth0-eth1, or its counter file (default: the only one).")
  private String name;

  @Option(names = "--counters", paramLabel = "FILE", description = "Counter file of the instance.")
  private Path counters;

  @Option(
      names = "--once",
      description = "Print the instance once, measured over one interval, and end.")
  private boolean once;

  @Option(
      names = "--json",
      description = "Print JSON: with --once one document, else a line each interval.")
  private boolean json;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description = "How often to look, 0.2 to 3600 s (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Override
  public Integer call() throws IOException {
    Terminal terminal = main.terminal();
    String wanted = wanted();
    if (!(seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS)) {
      throw wrong("--interval: " + seconds + " is out of range; expected 0.2 to 3600 seconds");
    }
    long intervalNs = Math.round(seconds * NS_PER_SECOND);
    CounterDirectory directory = CounterDirectory.system();
    try {
      if (once) {
        boolean running =
            Top.once(wanted, directory, intervalNs, json, terminal.style(), terminal::print);
        return running ? ExitCode.OK : ExitCode.INPUT_OUTPUT;
      }
      if (json) {
        Top.stream(wanted, directory, intervalNs, terminal::print);
      } else if (terminal.interactive()) {
        Top.show(wanted, directory, intervalNs, terminal.style());
      } else {
        throw wrong("standard output is no terminal; use --once or --json");
      }
      return ExitCode.OK;
    } catch (Top.WhichOneException e) {
      throw wrong(e.getMessage());
    }
  }

  private String wanted() {
    if (name != null && counters != null) {
      throw wrong("NAME and --counters say the same; give one of them");
    }
    return counters != null ? counters.toAbsolutePath().toString() : name == null ? "" : name;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
