package org.scrubber.cli.journal;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.scrubber.cli.render.Quantity;
import org.scrubber.journal.EventType;
import org.scrubber.journal.JournalRecord;

/**
 * Which events are shown: those of the types that are asked for, or else what happened, without
 * what was merely measured beside it, of which there is so much more. Counts what is left out.
 */
final class EventChoice {
  /** What is noted all the time, whether anything happens or not, and a hundred at once. */
  private static final Set<EventType> MEASURED =
      EnumSet.of(
          EventType.SAMPLE,
          EventType.TOTALS,
          EventType.VECTOR_TOTALS,
          EventType.SOURCE,
          EventType.CAPACITY);

  private final List<String> types;
  private final boolean all;
  private final Map<EventType, Long> leftOut = new EnumMap<>(EventType.class);

  /**
   * Creates it.
   *
   * @param types that are asked for; empty for none in particular
   * @param all whether all are wanted where none is asked for
   */
  EventChoice(List<String> types, boolean all) {
    this.types = types;
    this.all = all;
  }

  /** Tells whether an event is shown, that is wanted otherwise. */
  boolean isShown(JournalRecord record) {
    if (!types.isEmpty()) {
      return types.contains(EventJson.type(record.type()));
    }
    if (all || !MEASURED.contains(record.type())) {
      return true;
    }
    leaveOut(record.type(), 1);
    return false;
  }

  /** Tells whether only what is new of incidents is shown. */
  boolean isDigest() {
    return types.isEmpty() && !all;
  }

  /** Counts events that are not shown. */
  void leaveOut(EventType type, long events) {
    if (events > 0) {
      leftOut.merge(type, events, Long::sum);
    }
  }

  /** Tells whether samples are shown. */
  boolean hasSamples() {
    return types.isEmpty() ? all : types.contains(EventJson.type(EventType.SAMPLE));
  }

  /** Returns what was left out, and how to see it; empty when that is nothing. */
  String leftOut() {
    if (leftOut.isEmpty()) {
      return "";
    }
    List<String> counts = new ArrayList<>();
    long sum = 0;
    for (Map.Entry<EventType, Long> one : leftOut.entrySet()) {
      counts.add(Quantity.count(one.getValue()) + " " + EventJson.type(one.getKey()));
      sum += one.getValue();
    }
    return "left out %s of measurements and repetitions (%s); --all shows them, --type some"
        .formatted(Quantity.counted(sum, "event"), String.join(", ", counts));
  }
}
