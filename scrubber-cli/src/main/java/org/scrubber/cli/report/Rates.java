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
 */
record Rates(long observedSeconds, long offeredPps, long passedPps, long stoppedPps) {
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
      return new Rates(0, 0, 0, 0);
    }
    long from = Math.max(first, observed.getFirst());
    long to = Math.min(last, observed.getLast());
    long seconds = Math.max(0, to - from + 1);
    if (seconds == 0) {
      return new Rates(0, 0, 0, 0);
    }
    long[] own = JournalFacts.sum(facts.totals(object), JournalFacts.COUNTS, from, to);
    long stopped =
        vector.isEmpty()
            ? own[JournalFacts.at(Totals.DROPPED_PACKETS)]
                + own[JournalFacts.at(Totals.CHALLENGED_PACKETS)]
            : stopped(facts, object, vector, from, to);
    return new Rates(
        seconds,
        Math.round((double) own[JournalFacts.at(Totals.OFFERED_PACKETS)] / seconds),
        Math.round((double) own[JournalFacts.at(Totals.PASSED_PACKETS)] / seconds),
        Math.round((double) stopped / seconds));
  }

  private static long stopped(
      JournalFacts facts, String object, String vector, long from, long to) {
    long[] its =
        JournalFacts.sum(
            facts.vectorTotals.getOrDefault(object, Map.of()).getOrDefault(vector, new TreeMap<>()),
            JournalFacts.VECTOR_COUNTS,
            from,
            to);
    return its[JournalFacts.at(VectorTotals.DROPPED_PACKETS)]
        + its[JournalFacts.at(VectorTotals.CHALLENGED_PACKETS)];
  }

  /** Writes them as JSON. */
  void write(ObjectNode to) {
    to.put("observedSeconds", observedSeconds)
        .put("offeredPps", offeredPps)
        .put("passedPps", passedPps)
        .put("stoppedPps", stoppedPps);
  }
}
