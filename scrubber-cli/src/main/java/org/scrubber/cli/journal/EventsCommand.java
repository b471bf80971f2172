package org.scrubber.cli.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.scrubber.cli.ExitCode;
import org.scrubber.cli.Main;
import org.scrubber.cli.Terminal;
import org.scrubber.cli.render.Quantity;
import org.scrubber.journal.EventType;
import org.scrubber.journal.JournalRecord;
import org.scrubber.journal.queue.JournalReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code scrubber events}: what a journal holds, also while it is written. */
@Command(
    name = "events",
    description = {
      "Show the events of a journal: mitigations, incidents, policy changes and the like; with"
          + " --all or --type also what was measured: totals by second, samples, sources, capacity,"
          + " and each note of an incident that goes on. With --json, all of it.",
      "",
      "The journal may be one that another process is writing; it is never written to. Events"
          + " come in the order in which they were noted, not by time: those of a second are noted"
          + " when it is over, with the time at which it began."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the events were shown, or there are none",
      "1:the journal could not be read, or samples not be written",
      "2:the command line is wrong"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  scrubber events --journal journal",
      "  scrubber events --journal journal --type mitigation,incident --object web --follow",
      "  scrubber events --journal journal --type sample --object web",
      "  scrubber events --journal journal --since 10m --json | jq .type",
      "  scrubber events --journal journal --object web --samples-to web-samples"
    })
@SuppressWarnings("NullAway.Init") // The command line sets them.
public final class EventsCommand implements Callable<Integer> {
  private static final long POLL_NS = 100_000_000L;

  @Spec private CommandSpec spec;
  @ParentCommand private Main main;

  @Option(
      names = "--journal",
      paramLabel = "DIR",
      required = true,
      description = "Directory of the journal.")
  private Path journal;

  @Option(
      names = "--since",
      paramLabel = "T",
      description =
          "Only what happened since: a date, a date and a time (in UTC if no zone is given), or how"
              + " long ago, as in 30s, 10m, 2h, 1d. Events have the time of their packets.")
  private @Nullable String since;

  @Option(names = "--object", paramLabel = "NAME", description = "Only what is about this object.")
  private @Nullable String object;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      split = ",",
      completionCandidates = EventJson.Types.class,
      description = "Only these, of ${COMPLETION-CANDIDATES}.")
  private List<String> types = List.of();

  @Option(
      names = "--all",
      description =
          "Also samples, totals by second, sources, capacity, and incidents each time that they"
              + " were noted, a line each.")
  private boolean all;

  @Option(
      names = "--samples-to",
      paramLabel = "DIR",
      description =
          "Show nothing, and write the sampled packets to a new directory: a pcapng for each"
              + " mitigation, and for each flood that an always-on filter stopped.")
  private @Nullable Path samplesTo;

  @Option(names = "--json", description = "An event a line, as JSON; all that --all shows.")
  private boolean json;

  @Option(names = "--follow", description = "Go on and show what comes, until Ctrl-C.")
  private boolean follow;

  @Override
  public Integer call() throws IOException {
    requireTypes();
    long fromNs = since == null ? Long.MIN_VALUE : since(since, spec);
    if (samplesTo != null) {
      return writeSamples(samplesTo, fromNs);
    }
    Terminal terminal = main.terminal();
    EventNames names = new EventNames();
    EventChoice choice = new EventChoice(types, all || json);
    IncidentNews news = new IncidentNews(names, choice);
    EventText text = new EventText(names, raisings(choice));
    ReloadNews reloads = new ReloadNews(names, choice, text);
    EventJson asJson = new EventJson(names);
    StringBuilder lines = new StringBuilder();
    try (JournalReader reader = new JournalReader(journal)) {
      JournalReader.Listener listener =
          record -> {
            names.note(record);
            reloads.note(record);
            if (isWanted(record, names, fromNs) && choice.isShown(record)) {
              String line = json ? asJson.line(record) : text.line(record);
              if (!choice.isDigest()) {
                lines.append(line);
              } else if (reloads.take(record, lines)) {
                news.take(record, reloads.line(record, line), lines);
              }
            }
            if (lines.length() > 1 << 16) {
              flush(lines, terminal);
            }
          };
      do {
        reader.poll(listener);
        news.pause(lines);
        flush(lines, terminal);
        requireObject(names);
        if (follow) {
          LockSupport.parkNanos(POLL_NS);
        }
      } while (follow && !Thread.currentThread().isInterrupted());
      news.tell(lines);
      flush(lines, terminal);
      if (!choice.leftOut().isEmpty()) {
        terminal.complain(choice.leftOut());
      }
      if (reader.unknown() > 0) {
        terminal.complain(
            "%,d events of a later version were left out".formatted(reader.unknown()));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return ExitCode.OK;
  }

  /** Reads by what rates mitigations were raised, which is noted after their first samples. */
  private Raisings raisings(EventChoice choice) throws IOException {
    Raisings raisings = new Raisings();
    if (choice.hasSamples() && !json) {
      try (JournalReader reader = new JournalReader(journal)) {
        reader.poll(raisings::note);
      }
    }
    return raisings;
  }

  private int writeSamples(Path directory, long fromNs) throws IOException {
    if (follow || json || all || !types.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--samples-to goes with --journal, --since and --object alone");
    }
    Terminal terminal = main.terminal();
    EventNames names = new EventNames();
    try (SampleFiles files = new SampleFiles(directory);
        JournalReader reader = new JournalReader(journal)) {
      reader.poll(
          record -> {
            names.note(record);
            files.note(record);
            if (record.type() == EventType.SAMPLE && isWanted(record, names, fromNs)) {
              files.add(record, names);
            }
          });
      requireObject(names);
      if (files.leftOut() > 0) {
        terminal.complain(
            "%,d samples beyond the first %,d were left out; --since and --object choose"
                .formatted(files.leftOut(), files.packets()));
      }
      if (files.captures() == 0) {
        terminal.print("there are no samples, and so no " + directory + "\n");
      } else {
        files.write();
        terminal.print(
            "wrote %s: %s in %s%n"
                .formatted(
                    directory,
                    Quantity.counted(files.packets(), "packet"),
                    Quantity.counted(files.captures(), "capture")));
      }
    }
    return ExitCode.OK;
  }

  private void requireTypes() {
    if (all && !types.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--all and --type go apart");
    }
    for (String type : types) {
      if (!EventJson.Types.NAMES.contains(type)) {
        throw new ParameterException(
            spec.commandLine(),
            "--type: \""
                + type
                + "\" is no type of event; expected "
                + String.join(", ", EventJson.Types.NAMES));
      }
    }
  }

  /** All of the journal has been read: an object that it does not name is a slip of the pen. */
  private void requireObject(EventNames names) {
    String problem = object == null ? "" : names.unknown(object);
    if (!problem.isEmpty()) {
      throw new ParameterException(spec.commandLine(), problem);
    }
  }

  private static void flush(StringBuilder lines, Terminal terminal) {
    if (lines.isEmpty()) {
      return;
    }
    try {
      terminal.print(lines.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lines.setLength(0);
  }

  private boolean isWanted(JournalRecord record, EventNames names, long fromNs) {
    return record.timeNs() >= fromNs && (object == null || names.object(record).equals(object));
  }

  private static long since(String text, CommandSpec spec) {
    try {
      return SinceTime.parse(text, System.currentTimeMillis());
    } catch (DateTimeException | ArithmeticException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--since: \"" + text + "\" is no time; expected " + SinceTime.EXPECTED);
    }
  }
}
