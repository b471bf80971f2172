package org.scrubber.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.scrubber.cli.render.ExplanationJson;
import org.scrubber.cli.render.ExplanationText;
import org.scrubber.explain.Explainer;
import org.scrubber.explain.Explanation;
import org.scrubber.policy.load.PolicyException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code scrubber explain}: why one packet of a capture was judged as it was. */
@Command(
    name = "explain",
    description = {
      "Say why a packet of a capture passes, is dropped, or would be challenged: its headers, what"
          + " was known of it, what each filter made of it, and the verdict.",
      "",
      "The capture is replayed up to that packet, so the verdict is that of replay with the same"
          + " policy."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the packet was explained, whatever became of it",
      "1:the capture could not be read, or has no such packet",
      "2:the command line or the policy is wrong"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  scrubber explain capture.pcapng --packet 2525",
      "  scrubber explain --policy scrubber.yaml --json capture.pcapng --packet 2525 | jq .verdict"
    })
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private Main main;
  @Mixin private Protection protection;

  @Option(
      names = "--packet",
      paramLabel = "N",
      required = true,
      description = "Number of the packet in the capture, from 1, as Wireshark shows it.")
  private long packet;

  @Option(names = "--json", description = "Print the explanation as JSON instead of text.")
  private boolean json;

  @Parameters(
      paramLabel = "CAPTURE",
      description = "pcap or pcapng, plain or gzip-compressed; - is standard input.")
  private String capture;

  @Override
  public Integer call() throws IOException, PolicyException {
    if (packet < 1) {
      throw new ParameterException(
          spec.commandLine(), "--packet: " + packet + " is no packet number; expected 1 or more");
    }
    Explainer explainer = new Explainer(protection.policy(spec.commandLine()).policy(), capture);
    Explanation explanation;
    try {
      explanation = explainer.explain(packet);
    } catch (Explainer.NoSuchFrame e) {
      throw new IOException(
          "%s: has %,d packets; there is no packet %,d".formatted(capture, e.packets(), packet), e);
    }
    Terminal terminal = main.terminal();
    terminal.print(
        json
            ? ExplanationJson.render(explanation)
            : ExplanationText.render(explanation, terminal.style()));
    return ExitCode.OK;
  }
}
