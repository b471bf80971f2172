package org.scrubber.journal.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.scrubber.journal.EventSink;
import org.scrubber.journal.EventType;
import org.scrubber.journal.Fields.ObjectNote;
import org.scrubber.journal.Fields.Totals;
import org.scrubber.journal.JournalRecord;
import org.scrubber.journal.RecordBuffer;

/** Records for tests: numbered totals, and the context that goes before them. */
final class Events {
  private final RecordBuffer record = new RecordBuffer(0);

  /** Offers numbered events from a number on. */
  void offer(EventSink sink, int from, int count) {
    for (int number = from; number < from + count; number++) {
      record.begin(EventType.TOTALS, number * 1_000_000_000L);
      record.put(Totals.OFFERED_PACKETS, number).sendTo(sink);
    }
  }

  /** Offers what a run begins with. */
  void begin(EventSink sink, String object) {
    record.begin(EventType.RUN, 0).text(1, "policy.yaml").sendTo(sink);
    record.begin(EventType.OBJECT, 0).put(ObjectNote.ENFORCES, 1).text(0, object).sendTo(sink);
  }

  /** Returns all records of a journal. */
  static List<JournalRecord> in(Path directory) throws IOException {
    List<JournalRecord> records = new ArrayList<>();
    try (JournalReader reader = new JournalReader(directory)) {
      reader.poll(records::add);
    }
    return records;
  }

  /** Returns the numbers of the totals among records. */
  static List<Long> numbers(List<JournalRecord> records) {
    return records.stream()
        .filter(one -> one.type() == EventType.TOTALS)
        .map(one -> one.get(Totals.OFFERED_PACKETS))
        .toList();
  }

  /** Waits until something is so, for at most 20 s. */
  static boolean await(BooleanSupplier condition) {
    long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean() && System.nanoTime() < untilNs) {
      LockSupport.parkNanos(2_000_000);
    }
    return condition.getAsBoolean();
  }
}
