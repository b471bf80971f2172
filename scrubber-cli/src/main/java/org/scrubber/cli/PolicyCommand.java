package org.scrubber.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.scrubber.cli.render.ProfileTable;
import org.scrubber.policy.load.PolicyExample;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code scrubber policy}: help with writing a policy. */
@Command(
    name = "policy",
    description = "Help with writing a policy.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = {PolicyCommand.Init.class, PolicyCommand.Profiles.class},
    footerHeading = "%nExamples:%n",
    footer = {"  scrubber policy init > scrubber.yaml", "  scrubber policy profiles"})
final class PolicyCommand implements Runnable {
  @Spec private CommandSpec spec;
  @ParentCommand private Main main;

  /** Tells what is missing when no subcommand is given. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: init or profiles");
  }

  /** {@code scrubber policy init}: prints a policy to start from. */
  @Command(
      name = "init",
      description = "Print a commented policy to start from, with every key.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = "  scrubber policy init > scrubber.yaml")
  static final class Init implements Callable<Integer> {
    @ParentCommand private PolicyCommand policy;

    @Override
    public Integer call() throws IOException {
      policy.main.terminal().print(PolicyExample.text());
      return ExitCode.OK;
    }
  }

  /** {@code scrubber policy profiles}: prints what the built-in profiles stand for. */
  @Command(
      name = "profiles",
      description = "Print the built-in profiles with their thresholds.",
      mixinStandardHelpOptions = true)
  static final class Profiles implements Callable<Integer> {
    @ParentCommand private PolicyCommand policy;

    @Override
    public Integer call() throws IOException {
      Terminal terminal = policy.main.terminal();
      terminal.print(ProfileTable.render(terminal.style()));
      return ExitCode.OK;
    }
  }
}
