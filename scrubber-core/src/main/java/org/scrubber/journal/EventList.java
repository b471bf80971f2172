package org.scrubber.journal;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** Keeps records in memory, for a report at the end of a replay; grows with them. */
public final class EventList implements EventSink {
  private final List<JournalRecord> records = new ArrayList<>();

  /** Creates an empty list. */
  public EventList() {}

  @Override
  public boolean offer(DirectBuffer record, int lengthBytes) {
    JournalRecord read = JournalRecord.decode(record, 0, lengthBytes);
    return read != null && records.add(read);
  }

  @Override
  public long lost() {
    return 0;
  }

  /** Returns what there is, in order. */
  public List<JournalRecord> records() {
    return List.copyOf(records);
  }
}
