package org.scrubber.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.scrubber.cli.render.PolicySummary;
import org.scrubber.policy.load.LoadedPolicy;
import org.scrubber.policy.load.PolicyException;
import org.scrubber.policy.load.PolicyLoader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code scrubber check}: says what a policy protects, or what is wrong with it. */
@Command(
    name = "check",
    description = {
      "Check a policy: print what it protects and what memory its tables take, or say in one line"
          + " what is wrong with it and where."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the policy can be used; there may be warnings",
      "1:the summary could not be written",
      "2:the policy cannot be read, or is wrong"
    },
    footerHeading = "%nExample:%n",
    footer = "  scrubber check scrubber.yaml && scrubber replay --policy scrubber.yaml a.pcapng")
final class CheckCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Parameters(paramLabel = "POLICY", description = "Policy in YAML.")
  private Path policyFile;

  @Override
  public Integer call() throws IOException, PolicyException {
    LoadedPolicy loaded = PolicyLoader.load(policyFile);
    Terminal terminal = main.terminal();
    List<String> warnings = loaded.warnings();
    terminal.print(PolicySummary.render(loaded.policy(), warnings, terminal.style()));
    return ExitCode.OK;
  }
}
