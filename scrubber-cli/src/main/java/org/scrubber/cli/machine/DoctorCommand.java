package org.scrubber.cli.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.scrubber.cli.ExitCode;
import org.scrubber.cli.Main;
import org.scrubber.cli.Terminal;
import org.scrubber.cli.doctor.Doctor;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code scrubber doctor}: says whether this machine can run the scrubber, and what to do. */
@Command(
    name = "doctor",
    description = {
      "Check whether this machine can run the scrubber in a wire: kernel, privileges, processors,"
          + " where state is kept, and with both interfaces given, those. Each line says what was"
          + " found and what to do; nothing is changed."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing keeps the scrubber from running; there may be warnings",
      "1:at least one line begins with FAIL",
      "2:the command line is wrong"
    },
    footerHeading = "%nExample:%n",
    footer = "  scrubber doctor --outside eth1 --inside eth2 --state /run/scrubber")
public final class DoctorCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @ArgGroup(exclusive = false)
  private InterfaceOptions interfaces;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "Also look at the directory that scrubber run is to keep its state in.")
  private @Nullable Path state;

  @Option(names = "--json", description = "Print the findings as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Doctor doctor = Doctor.ofMachine().withState(state);
    if (interfaces != null) {
      doctor = doctor.withInterfaces(interfaces.outside(), interfaces.inside());
    }
    Terminal terminal = main.terminal();
    terminal.print(json ? doctor.json() : doctor.text(terminal.style()));
    return doctor.isFit() ? ExitCode.OK : ExitCode.UNFIT;
  }
}
