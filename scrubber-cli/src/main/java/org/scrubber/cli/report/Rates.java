package org.scrubber.cli.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.scrubber.journal.Fields.Totals;
import org.scrubber.journal.Fields.VectorTotals;

/**
 * Rates of an object in whole seconds, by the counts of the journal.
 *
 * @param observedSeconds seconds that they are of; 0 when none were seen
 * @param offeredPps all packets to the object
 * @param passedPps of them passed
 * @param stoppedPps of one vector dropped or challenged, or of all for an empty name
 * @param monitoredPps of it passed, though it would have been stopped but for monitor mode
 */
record Rates(
    long observedSeconds, long offeredPps, long passedPps, long stoppedPps, long monitoredPps) {
  /** Those of no seconds. */
  static final Rates NONE = new Rates(0, 0, 0, 0, 0);

  /** Whole seconds before and after an action that its effect is told by. */
  static final int SECONDS = 3;

  private static final long SECOND_NS = 1_000_000_000L;

  /** Returns the rates of the seconds before the one of a time. */
  static Rates before(JournalFacts facts, String object, String vector, long timeNs) {
    long at = Math.floorDiv(timeNs, SECOND_NS);
    return of(facts, object, vector, at - SECONDS, at - 1);
  }

  /** Returns the rates of the seconds after the one of a time. */
  static Rates after(JournalFacts facts, String object, String vector, long timeNs) {
    long at = Math.floorDiv(timeNs, SECOND_NS);
    return of(facts, object, vector, at + 1, at + SECONDS);
  }

  private static Rates of(JournalFacts facts, String object, String vector, long first, long last) {
    List<Long> observed = facts.observed();
    if (observed.isEmpty()) {
      return NONE;
    }
    long from = Math.max(first, observed.getFirst());
    long to = Math.min(last, observed.getLast());
    long seconds = Math.max(0, to - from + 1);
    if (seconds == 0) {
      return NONE;
    }
    long[] own = JournalFacts.sum(facts.totals(object), JournalFacts.COUNTS, from, to);
    long[] lost = vector.isEmpty() ? lost(own) : lost(facts, object, vector, from, to);
    return new Rates(
        seconds,
        Math.round((double) own[JournalFacts.at(Totals.OFFERED_PACKETS)] / seconds),
        Math.round((double) own[JournalFacts.at(Totals.PASSED_PACKETS)] / seconds),
        Math.round((double) lost[0] / seconds),
        Math.round((double) lost[1] / seconds));
  }

  /** Returns what was stopped, and what would have been. */
  private static long[] lost(long[] all) {
    return new long[] {
      all[JournalFacts.at(Totals.DROPPED_PACKETS)]
          + all[JournalFacts.at(Totals.CHALLENGED_PACKETS)],
      all[JournalFacts.at(Totals.MONITORED_PACKETS)]
    };
  }

  private static long[] lost(JournalFacts facts, String object, String vector, long from, long to) {
    long[] its =
        JournalFacts.sum(
            facts.vectorTotals.getOrDefault(object, Map.of()).getOrDefault(vector, new TreeMap<>()),
            JournalFacts.VECTOR_COUNTS,
            from,
            to);
    return new long[] {
      its[JournalFacts.at(VectorTotals.DROPPED_PACKETS)]
          + its[JournalFacts.at(VectorTotals.CHALLENGED_PACKETS)],
      its[JournalFacts.at(VectorTotals.MONITORED_PACKETS)]
    };
  }

  /** Writes them as JSON. */
  void write(ObjectNode to) {
    to.put("observedSeconds", observedSeconds)
        .put("offeredPps", offeredPps)
        .put("passedPps", passedPps)
        .put("stoppedPps", stoppedPps)
        .put("monitoredPps", monitoredPps);
  }
}
