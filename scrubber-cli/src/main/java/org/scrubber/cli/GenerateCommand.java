package org.scrubber.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.scrubber.captures.scenario.Mode;
import org.scrubber.captures.scenario.Scenario;
import org.scrubber.captures.score.gate.LabPolicy;
import org.scrubber.captures.score.record.Recording;
import org.scrubber.captures.score.run.Run;
import org.scrubber.captures.score.run.Task;
import org.scrubber.cli.lab.LabOptions;
import org.scrubber.cli.render.Quantity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code scrubber generate}: writes a scenario of the lab to a capture, with its labels. */
@Command(
    name = "generate",
    description = {
      "Write the packets of a scenario of the lab to a capture, as a scrubber would see them if"
          + " nobody stopped any.",
      "",
      "Beside it come FILE.labels, which says what each packet is, and FILE.yaml, the policy to"
          + " replay it with. Targets lie in 198.18.0.0/15 and 2001:db8::/32 only; a packet to"
          + " any other ends the command."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the files were written",
      "1:a file could not be written",
      "2:the command line is wrong; nothing was written",
      "130:interrupted; nothing was written"
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  scrubber generate A-02 --warm-up 10 -w a-02.pcapng",
      "  scrubber replay --policy a-02.pcapng.yaml a-02.pcapng"
    })
final class GenerateCommand implements Callable<Integer> {
  private static final String POLICY = ".yaml";

  @Spec private CommandSpec spec;
  @ParentCommand private Main main;
  @Mixin private LabOptions lab;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Master seed of all that is random. Default: 20210504.")
  private long seed = Task.DEFAULT_SEED;

  @Option(
      names = {"-w", "--write"},
      paramLabel = "FILE",
      required = true,
      description =
          "Write the capture here: pcapng, or plain pcap if the name ends in .pcap. Replaces FILE"
              + " when the run is complete.")
  private Path file;

  @Parameters(paramLabel = "SCENARIO", description = "Id of the scenario, for example A-02.")
  private String id;

  @Override
  public Integer call() throws IOException {
    Task task = task();
    Terminal terminal = main.terminal();
    try (Interruption interruption =
        new Interruption(terminal, this::removePartial, Interruption.PATIENCE_MS).install()) {
      long packets =
          Recording.record(new Run(), task, file, (timeNs, count) -> interruption.check());
      Files.writeString(beside(POLICY), LabPolicy.text(task.profile()));
      interruption.complete();
      terminal.print(
          "%s: %s, %s\n".formatted(file, Quantity.counted(packets, "packet"), task.name()));
    } catch (CancellationException e) {
      return ExitCode.OK; // The JVM is going down with the signal's own exit code.
    }
    return ExitCode.OK;
  }

  private Task task() {
    String name = file.toString();
    if (name.isEmpty() || name.equals("-") || (Files.exists(file) && !Files.isRegularFile(file))) {
      throw usage("-w: " + name + " is not a file; a capture and its labels are written to files");
    }
    Scenario scenario = lab.scenario(id);
    List<Mode> modes = lab.modes(scenario);
    if (modes.isEmpty()) {
      throw usage("--mode: " + scenario.id() + " is not played in mode " + lab.modeOrNull());
    }
    return new Task(scenario, modes.getFirst(), lab.profile(), seed);
  }

  private Path beside(String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  private void removePartial() {
    OutputFiles.removePartial(file);
    OutputFiles.removePartial(Recording.labels(file));
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
