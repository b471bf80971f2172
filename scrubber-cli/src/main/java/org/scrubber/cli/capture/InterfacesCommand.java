package org.scrubber.cli.capture;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.scrubber.cli.ExitCode;
import org.scrubber.cli.Main;
import org.scrubber.cli.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code scrubber interfaces}: says what there is to capture from. */
@Command(
    name = "interfaces",
    description = {
      "List the network interfaces: state, driver, MTU and addresses of each, and whether scrubber"
          + " capture can watch it. Nothing is opened or changed."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:they are listed, whether they can be captured from or not",
      "1:the kernel does not list them",
      "2:the command line is wrong"
    },
    footerHeading = "%nExample:%n",
    footer = "  scrubber interfaces --json | jq -r '.interfaces[] | select(.capture).name'")
public final class InterfacesCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Option(names = "--json", description = "Print the list as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    List<InterfaceRow> rows = InterfaceList.read();
    Terminal terminal = main.terminal();
    terminal.print(json ? InterfaceTable.json(rows) : InterfaceTable.text(rows, terminal.style()));
    return ExitCode.OK;
  }
}
