package org.scrubber.cli.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import org.scrubber.cli.Version;
import org.scrubber.cli.render.Quantity;
import org.scrubber.journal.EventList;
import org.scrubber.journal.EventSink;
import org.scrubber.journal.JournalRecord;
import org.scrubber.journal.Opening;
import org.scrubber.journal.Recording;
import org.scrubber.journal.queue.Journal;

/** Where the events of a replay go: to a journal on disk, to a list for its report, or to both. */
public final class ReplayRecording implements AutoCloseable {
  private final @Nullable Path directory;
  private final @Nullable Journal journal;
  private final @Nullable EventList list;
  private final Recording recording;

  /**
   * Opens the journal, if there is to be one.
   *
   * @param options what the journal is to be
   * @param live whether packets come from an interface rather than from captures
   * @param inMemory whether events are kept for a report
   */
  public ReplayRecording(
      JournalOptions options, boolean live, boolean inMemory, List<String> captures)
      throws IOException {
    directory = options.directory();
    journal = opened(options.open());
    list = inMemory ? new EventList() : null;
    Opening.Facts facts =
        new Opening.Facts(
            live,
            Version.number(),
            Operator.name(),
            captures,
            System.currentTimeMillis() * 1_000_000);
    recording = new Recording(sink(), facts);
  }

  private static @Nullable Journal opened(@Nullable Journal journal) throws IOException {
    if (journal == null) {
      return null;
    }
    try {
      journal.awaitOpened();
    } catch (InterruptedException e) {
      journal.close();
      throw new IOException("interrupted", e);
    }
    return journal;
  }

  private EventSink sink() {
    if (journal == null) {
      return list == null ? new EventList() : list;
    }
    return list == null ? journal.sink() : new Both(list, journal.sink());
  }

  /** Gives every record to two sinks. */
  private record Both(EventSink one, EventSink other) implements EventSink {
    @Override
    public boolean offer(DirectBuffer record, int lengthBytes) {
      boolean taken = one.offer(record, lengthBytes);
      return other.offer(record, lengthBytes) && taken;
    }

    @Override
    public long lost() {
      return one.lost() + other.lost();
    }
  }

  /** Returns what the replay needs to know, or null when nobody wants events. */
  public @Nullable Recording recording() {
    return journal == null && list == null ? null : recording;
  }

  /** Returns the events, where they were to be kept. */
  public List<JournalRecord> events() {
    return list == null ? List.of() : list.records();
  }

  /** Returns what is wrong with the journal, a line each; after {@link #finish}. */
  public List<String> warnings() {
    if (journal == null || journal.lost() == 0 && journal.problem() == null) {
      return List.of();
    }
    String why = journal.lossReason() == null ? journal.problem() : journal.lossReason();
    return List.of(
        "the journal lacks %s of %s: %s"
            .formatted(
                Quantity.count(journal.lost()),
                Quantity.counted(journal.kept() + journal.lost(), "event"),
                why));
  }

  /** Returns what was written, a line each; after {@link #finish}. */
  public List<String> closing() {
    return journal == null || journal.kept() == 0
        ? List.of()
        : List.of("wrote " + directory + ": " + Quantity.counted(journal.kept(), "event"));
  }

  /** Keeps what is on its way to the journal; nothing is added any more. */
  public void finish() {
    if (journal != null) {
      journal.close();
    }
  }

  @Override
  public void close() {
    finish();
  }
}
