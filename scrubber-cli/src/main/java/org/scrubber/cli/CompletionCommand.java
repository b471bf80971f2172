package org.scrubber.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code scrubber completion}: prints what a shell needs to complete commands and options. */
@Command(
    name = "completion",
    description = "Print a completion script for bash (and zsh with bashcompinit).",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  source <(scrubber completion)")
final class CompletionCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Override
  public Integer call() throws IOException {
    main.terminal().print(AutoComplete.bash("scrubber", main.commandLine()));
    return ExitCode.OK;
  }
}
