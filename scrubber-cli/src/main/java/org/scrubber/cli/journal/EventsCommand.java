package org.scrubber.cli.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
      "Show the events of a journal: mitigations, incidents, totals by second, samples.",
      "",
      "The journal may be one that another process is writing; it is never written to."
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
      "  scrubber events --journal journal --since 10m --json | jq .type",
      "  scrubber events --journal journal --object web --samples-to web-samples"
    })
@SuppressWarnings("NullAway.Init") // The command line sets them.
public final class EventsCommand implements Callable<Integer> {
  private static final long POLL_NS = 100_000_000L;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final Pattern AGO = Pattern.compile("(\\d{1,5})([smhd])");

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
          "Only what happened since: a time in ISO 8601, or how long ago, as in 30s, 10m, 2h, 1d."
              + " Events have the time of their packets.")
  private @Nullable String since;

  @Option(names = "--object", paramLabel = "NAME", description = "Only what is about this object.")
  private @Nullable String object;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      split = ",",
      description =
          "Only these: run, object, mitigation, totals, vector-totals, sample, incident,"
              + " incident-vector, source, capacity, lost, note, evidence, end.")
  private List<String> types = List.of();

  @Option(
      names = "--samples-to",
      paramLabel = "DIR",
      description =
          "Show nothing, and write the sampled packets to a new directory: a pcapng for each"
              + " mitigation, and for each flood that an always-on filter stopped.")
  private @Nullable Path samplesTo;

  @Option(names = "--json", description = "An event a line, as JSON.")
  private boolean json;

  @Option(names = "--follow", description = "Go on and show what comes, until Ctrl-C.")
  private boolean follow;

  @Override
  public Integer call() throws IOException {
    requireTypes();
    long fromNs = since == null ? Long.MIN_VALUE : since(System.currentTimeMillis());
    if (samplesTo != null) {
      return writeSamples(samplesTo, fromNs);
    }
    Terminal terminal = main.terminal();
    EventNames names = new EventNames();
    EventText text = new EventText(names);
    EventJson asJson = new EventJson(names);
    StringBuilder lines = new StringBuilder();
    try (JournalReader reader = new JournalReader(journal)) {
      JournalReader.Listener listener =
          record -> {
            names.note(record);
            if (isWanted(record, names, fromNs)) {
              lines.append(json ? asJson.line(record) : text.line(record));
            }
            if (lines.length() > 1 << 16) {
              flush(lines, terminal);
            }
          };
      do {
        reader.poll(listener);
        flush(lines, terminal);
        if (follow) {
          LockSupport.parkNanos(POLL_NS);
        }
      } while (follow && !Thread.currentThread().isInterrupted());
      if (reader.unknown() > 0) {
        terminal.complain(
            "%,d events of a later version were left out".formatted(reader.unknown()));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return ExitCode.OK;
  }

  private int writeSamples(Path directory, long fromNs) throws IOException {
    if (follow || json || !types.isEmpty()) {
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
            if (record.type() == EventType.SAMPLE && isWanted(record, names, fromNs)) {
              files.add(record, names.run(), names.object(EventObject.index(record)));
            }
          });
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
    List<String> known = Arrays.stream(EventType.values()).map(EventJson::type).toList();
    for (String type : types) {
      if (!known.contains(type)) {
        throw new ParameterException(
            spec.commandLine(),
            "--type: \"" + type + "\" is no type of event; expected " + String.join(", ", known));
      }
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
    boolean typed = types.isEmpty() || types.contains(EventJson.type(record.type()));
    boolean late = typed && record.timeNs() >= fromNs;
    return late && (object == null || names.object(EventObject.index(record)).equals(object));
  }

  private long since(long nowMs) {
    Matcher ago = AGO.matcher(since);
    if (ago.matches()) {
      long unit =
          switch (ago.group(2)) {
            case "s" -> 1;
            case "m" -> 60;
            case "h" -> 3_600;
            default -> 86_400;
          };
      return nowMs * 1_000_000 - Long.parseLong(ago.group(1)) * unit * SECOND_NS;
    }
    try {
      Instant time = Instant.parse(since);
      return Math.addExact(Math.multiplyExact(time.getEpochSecond(), SECOND_NS), time.getNano());
    } catch (DateTimeException | ArithmeticException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--since: \""
              + since
              + "\" is no time; expected one as 2026-11-22T11:00:00Z, or 30s, 10m, 2h, 1d");
    }
  }
}
