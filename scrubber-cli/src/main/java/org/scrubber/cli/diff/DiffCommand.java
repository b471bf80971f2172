package org.scrubber.cli.diff;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.scrubber.cli.ExitCode;
import org.scrubber.cli.Main;
import org.scrubber.cli.Terminal;
import org.scrubber.diff.Comparison;
import org.scrubber.diff.Difference;
import org.scrubber.io.FileProblem;
import org.scrubber.policy.load.LoadedPolicy;
import org.scrubber.policy.load.PolicyException;
import org.scrubber.policy.load.PolicyLoader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code scrubber diff}: which packets another policy would judge otherwise. */
@Command(
    name = "diff",
    description = {
      "Replay captures through two policies, and say which packets the second would judge"
          + " otherwise.",
      "",
      "Run it before a policy is loaded, on a capture of normal traffic: it fails when anybody who"
          + " is in conversation, or was asked, would newly lose packets."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nobody who looks legitimate would newly lose a packet",
      "1:somebody would",
      "2:the command line or a policy is wrong, or a capture could not be read"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  scrubber diff scrubber.yaml new.yaml monday.pcapng",
      "  scrubber diff --json scrubber.yaml new.yaml monday.pcap tuesday.pcap | jq .groups"
    })
@SuppressWarnings("NullAway.Init") // The command line sets them.
public final class DiffCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Option(names = "--json", description = "Print the differences as JSON instead of text.")
  private boolean json;

  @Parameters(index = "0", paramLabel = "POLICY_A", description = "The policy in force.")
  private Path before;

  @Parameters(index = "1", paramLabel = "POLICY_B", description = "The one to compare with it.")
  private Path after;

  @Parameters(
      index = "2..*",
      paramLabel = "CAPTURE",
      arity = "1..*",
      description = "pcap or pcapng, plain or gzip-compressed; - is standard input.")
  private List<String> captures;

  @Override
  public Integer call() throws IOException, PolicyException {
    LoadedPolicy one = PolicyLoader.load(before);
    LoadedPolicy other = PolicyLoader.load(after);
    Terminal terminal = main.terminal();
    Difference difference;
    try {
      difference = new Comparison(one.policy(), other.policy()).of(captures);
    } catch (IOException e) {
      terminal.complain(FileProblem.line(e)); // A script must not take it for an answer.
      return ExitCode.USAGE;
    }
    difference.warnings().forEach(warning -> terminal.complain("warning: " + warning));
    terminal.print(
        json ? DiffJson.render(difference) : DiffText.render(difference, terminal.style()));
    return difference.isHarmful() ? ExitCode.NEWLY_LOST : ExitCode.OK;
  }
}
