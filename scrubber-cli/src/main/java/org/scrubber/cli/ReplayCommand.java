package org.scrubber.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.scrubber.cli.journal.EvidenceNotes;
import org.scrubber.cli.journal.JournalOptions;
import org.scrubber.cli.journal.ReplayRecording;
import org.scrubber.cli.render.JsonReport;
import org.scrubber.cli.render.Quantity;
import org.scrubber.cli.render.TextReport;
import org.scrubber.cli.report.ReportFile;
import org.scrubber.cli.report.ReportOptions;
import org.scrubber.cli.report.geo.GeoDatabases;
import org.scrubber.cli.report.geo.GeoException;
import org.scrubber.cli.report.geo.GeoOptions;
import org.scrubber.pipeline.Replay;
import org.scrubber.policy.load.LoadedPolicy;
import org.scrubber.policy.load.PolicyException;
import org.scrubber.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * {@code scrubber replay}: captures go in, clean traffic comes out, with a reason for every drop.
 */
@Command(
    name = "replay",
    description = {
      "Scrub captures: say what attacks they hold, and split them into clean and dropped packets.",
      "",
      "Without a policy, whatever the capture holds is protected from clear attacks only. Say what"
          + " is inside with --protect or --policy, and the rules get sharper."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the captures were read to their end, whatever they hold",
      "1:an input could not be read or an output not be written",
      "2:the command line or the policy is wrong; nothing was read or written",
      "130:interrupted; nothing was written"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  scrubber replay capture.pcapng",
      "  scrubber replay --protect 198.51.100.0/24 --clean clean.pcapng capture.pcap.gz",
      "  scrubber replay --policy scrubber.yaml --dropped dropped.pcapng monday.pcap tuesday.pcap",
      "  tcpdump -w - | scrubber replay --json - | jq .vectors"
    })
final class ReplayCommand implements Callable<Integer> {
  private static final int MAX_WORKERS = 64;

  /** One thread each to read, judge and write. */
  private static final int OVERLAPPING_WORKERS = 3;

  private static final String STANDARD_INPUT = "-";

  @Spec private CommandSpec spec;
  @ParentCommand private Main main;

  @Mixin private Protection protection;

  @Option(
      names = "--clean",
      paramLabel = "FILE",
      description =
          "Write what passes here: pcapng, or plain pcap if the name ends in .pcap. Replaces FILE"
              + " when the run is complete.")
  private Path clean;

  @Option(
      names = "--dropped",
      paramLabel = "FILE",
      description =
          "Write what is dropped or would be challenged here, as pcapng; each packet's comment says"
              + " why. Replaces FILE when the run is complete.")
  private Path dropped;

  @Option(
      names = "--evidence",
      paramLabel = "DIR",
      description =
          "Write samples of what is dropped or would be challenged here, a pcapng for each object"
              + " and vector, payloads cut at 128 bytes. DIR is created when the run is complete.")
  private Path evidence;

  @Mixin private JournalOptions journal;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Write a report on the incidents here: a page if the name ends in .html, else .md or"
              + " .json.")
  private Path reportFile;

  @Mixin private GeoOptions geo;

  @Option(
      names = "--json",
      description = "Print the report as JSON instead of text, and nothing else.")
  private boolean json;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "Threads, 1 to 64; as many as are of use if not given. The result is the same with any"
              + " number.")
  private int workers = Runtime.getRuntime().availableProcessors() > 1 ? OVERLAPPING_WORKERS : 1;

  @Option(
      names = "--no-progress",
      description = "Show no progress bar; there is none without a terminal anyway.")
  private boolean noProgress;

  @Parameters(
      paramLabel = "CAPTURE",
      arity = "1..*",
      description =
          "pcap or pcapng, plain or gzip-compressed, read one after the other as if they were one;"
              + " - is standard input.")
  private List<String> captures;

  @Override
  public Integer call() throws IOException, PolicyException {
    requireUsable();
    LoadedPolicy loaded = protection.policy(spec.commandLine());
    try (GeoDatabases databases = geo.open(spec.commandLine());
        ReplayRecording recording =
            new ReplayRecording(journal, false, reportFile != null, captures)) {
      Replay.Options options =
          new Replay.Options(
              loaded.policy(), captures, clean, dropped, evidence, workers, recording.recording());
      Report report;
      try {
        report = run(options);
      } catch (CancellationException e) {
        return ExitCode.OK; // The JVM is going down with the signal's own exit code.
      }
      EvidenceNotes.inputs(recording.recording(), report);
      EvidenceNotes.write(recording.recording(), evidence, clean, dropped, report.lastPacketNs());
      recording.finish();
      if (reportFile != null) {
        ReportFile.write(
            recording.events(),
            new ReportOptions(null, null, null, Locale.ENGLISH, databases),
            reportFile);
      }
      List<String> warnings = new ArrayList<>(loaded.warnings());
      warnings.addAll(recording.warnings());
      print(report.withWarnings(warnings), options, recording);
    } catch (GeoException e) {
      throw GeoOptions.fault(spec.commandLine(), e);
    }
    return ExitCode.OK;
  }

  private void print(Report report, Replay.Options options, ReplayRecording recording)
      throws IOException {
    Terminal terminal = main.terminal();
    List<String> closing = new ArrayList<>(recording.closing());
    if (reportFile != null) {
      closing.add(
          "wrote " + reportFile + ": " + Quantity.counted(report.incidents().size(), "incident"));
    }
    closing.addAll(Closing.lines(report, options));
    terminal.print(
        json ? JsonReport.render(report) : TextReport.render(report, closing, terminal.style()));
  }

  private Report run(Replay.Options options) throws IOException {
    Terminal terminal = main.terminal();
    boolean show = terminal.interactive() && !noProgress;
    try (Interruption interruption = interruption(terminal, options).install();
        ProgressMeter meter = show ? new ProgressMeter(terminal, System::nanoTime) : null) {
      Report report =
          main.engine()
              .replay(
                  options,
                  (consumedBytes, totalBytes, packets) -> {
                    interruption.check();
                    if (meter != null) {
                      meter.progress(consumedBytes, totalBytes, packets);
                    }
                  });
      interruption.complete();
      return report;
    }
  }

  private static Interruption interruption(Terminal terminal, Replay.Options options) {
    return new Interruption(
        terminal,
        () ->
            Stream.of(options.cleanOrNull(), options.droppedOrNull())
                .filter(Objects::nonNull)
                .forEach(OutputFiles::removePartial),
        Interruption.PATIENCE_MS);
  }

  private void requireUsable() throws IOException {
    if (workers < 1 || workers > MAX_WORKERS) {
      throw usage("--workers: " + workers + " is out of range; expected 1 to " + MAX_WORKERS);
    }
    if (captures.stream().filter(STANDARD_INPUT::equals).count() > 1) {
      throw usage("standard input (-) can be read only once");
    }
    if (clean != null && dropped != null && OutputFiles.same(clean, dropped)) {
      throw usage("--clean and --dropped are the same file: " + clean);
    }
    requireOutput("--clean", clean);
    requireOutput("--dropped", dropped);
    journal.require(spec.commandLine());
    if (reportFile != null && !ReportFile.isNamedWell(reportFile)) {
      throw usage("--report: " + reportFile + " ends in none of .html, .md and .json");
    }
    requireOutput("--report", reportFile);
    if (geo.isGiven() && reportFile == null) {
      throw usage("--geo: names the sources of a report; expected --report FILE beside it");
    }
    if (evidence != null && evidence.toString().isEmpty()) {
      throw usage("--evidence needs the name of a directory");
    }
  }

  private void requireOutput(String option, Path output) throws IOException {
    if (output == null) {
      return;
    }
    String problem = OutputFiles.problem(output);
    if (!problem.isEmpty()) {
      throw usage(option + problem);
    }
    String input = OutputFiles.sameInput(output, captures);
    if (input != null) {
      throw usage(option + ": " + output + " is the same file as the capture " + input);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
