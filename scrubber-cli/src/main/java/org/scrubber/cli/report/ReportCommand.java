package org.scrubber.cli.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.scrubber.cli.ExitCode;
import org.scrubber.cli.Main;
import org.scrubber.cli.journal.EventNames;
import org.scrubber.cli.render.Quantity;
import org.scrubber.cli.report.geo.GeoDatabases;
import org.scrubber.cli.report.geo.GeoException;
import org.scrubber.cli.report.geo.GeoOptions;
import org.scrubber.cli.report.span.Spans;
import org.scrubber.journal.queue.JournalReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code scrubber report}: an incident as a page that can be handed on. */
@Command(
    name = "report",
    description = {
      "Write a report on the incidents of a journal: one page of HTML that needs no network,"
          + " Markdown, or JSON, as the name of the file says."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the report was written",
      "1:the journal could not be read, has no such incident, or the report not be written",
      "2:the command line is wrong"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  scrubber report --journal journal -o attack.html",
      "  scrubber report --journal journal --object web --nis2 early-warning --lang fr -o ccb.md"
    })
@SuppressWarnings("NullAway.Init") // The command line sets them.
public final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private Main main;

  @Option(
      names = "--journal",
      paramLabel = "DIR",
      required = true,
      description = "Directory of the journal; it may be one that is being written.")
  private Path journal;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "Where to write; a name that ends in .html, .md or .json.")
  private Path output;

  @Option(
      names = "--incident",
      paramLabel = "ID",
      description = "Only this incident; scrubber events --type incident lists them.")
  private @Nullable String incident;

  @Option(
      names = "--object",
      paramLabel = "NAME",
      description = "Only this object's incidents, and nothing of others: for its owner's eyes.")
  private @Nullable String object;

  @Option(
      names = "--run",
      paramLabel = "N",
      description =
          "Only the journal's run of this number, from 1; scrubber events --type run lists them."
              + " Without it, of runs over the same time the latest.")
  private @Nullable Integer run;

  @Option(
      names = "--nis2",
      paramLabel = "STAGE",
      description =
          "Begin with what a notification under NIS2 asks: early-warning (24 hours), notification"
              + " (72 hours) or final (a month).")
  private ReportOptions.@Nullable Stage stage;

  @Option(names = "--lang", paramLabel = "LANG", description = "en, fr or nl; en if not given.")
  private Language language = Language.EN;

  @Mixin private GeoOptions geo;

  /** Languages that there are words in. */
  enum Language {
    EN,
    FR,
    NL
  }

  @Override
  public Integer call() throws IOException {
    if (!ReportFile.isNamedWell(output)) {
      throw new ParameterException(
          spec.commandLine(), "-o/--output: " + output + " ends in none of .html, .md and .json");
    }
    try (GeoDatabases databases = geo.open(spec.commandLine())) {
      write(databases);
    } catch (GeoException e) {
      throw GeoOptions.fault(spec.commandLine(), e);
    }
    return ExitCode.OK;
  }

  private void write(GeoDatabases databases) throws IOException {
    Spans spans = new Spans();
    EventNames names = new EventNames();
    try (JournalReader reader = new JournalReader(journal)) {
      reader.poll(
          record -> {
            spans.note(record);
            names.note(record);
          });
    }
    String problem = object == null ? "" : names.unknown(object);
    if (!problem.isEmpty()) {
      throw new ParameterException(spec.commandLine(), problem);
    }
    if (run != null) {
      if (run < 1 || run > spans.runs()) {
        throw new ParameterException(
            spec.commandLine(),
            "--run: %d is out of range; the journal has 1 to %d".formatted(run, spans.runs()));
      }
      spans.only(run);
    }
    JournalFacts facts = new JournalFacts();
    facts.runs = spans.runs();
    facts.leftOut = spans.leftOut();
    try (JournalReader reader = new JournalReader(journal)) {
      reader.poll(
          record -> {
            facts.events++;
            if (spans.isWanted(record)) {
              facts.note(record);
            } else {
              facts.pass(record);
            }
          });
    }
    Locale locale = Locale.of(language.name().toLowerCase(Locale.ROOT));
    int incidents =
        ReportFile.write(
            facts, new ReportOptions(incident, object, stage, locale, databases), output);
    main.terminal()
        .print("wrote " + output + ": " + Quantity.counted(incidents, "incident") + "\n");
    if (run == null && !facts.leftOut.isEmpty()) {
      String numbers =
          facts.leftOut.stream().map(String::valueOf).collect(Collectors.joining(", "));
      main.terminal()
          .print(
              "left out of the journal's %d runs: %s, as a later one is of the same time; --run"
                      .formatted(facts.runs, numbers)
                  + " N reports on one\n");
    }
  }
}
