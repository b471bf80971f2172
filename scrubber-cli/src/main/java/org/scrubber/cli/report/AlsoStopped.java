package org.scrubber.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.scrubber.journal.Fields.IncidentVector;
import org.scrubber.journal.Fields.VectorTotals;
import org.scrubber.journal.VectorIds;

/**
 * What filters stopped during an incident, or would have but for monitor mode, that belongs to none
 * of its vectors, as JSON: the sum of them and of the vectors is what its totals say.
 */
final class AlsoStopped {
  private AlsoStopped() {}

  /**
   * Writes a row a vector.
   *
   * @param first second of the incident
   * @param last second of it
   */
  static void write(
      JournalFacts facts, JournalFacts.Attack attack, long first, long last, ArrayNode rows) {
    Set<String> own =
        attack.vectors().stream()
            .map(one -> VectorIds.name(one.get(IncidentVector.VECTOR)))
            .collect(Collectors.toSet());
    facts
        .vectorTotals
        .getOrDefault(attack.object(), Map.of())
        .forEach(
            (vector, seconds) -> {
              long[] sums = JournalFacts.sum(seconds, JournalFacts.VECTOR_COUNTS, first, last);
              long packets =
                  sums[JournalFacts.at(VectorTotals.DROPPED_PACKETS)]
                      + sums[JournalFacts.at(VectorTotals.CHALLENGED_PACKETS)]
                      + sums[JournalFacts.at(VectorTotals.MONITORED_PACKETS)];
              if (packets > 0 && !own.contains(vector)) {
                rows.addObject().put("vector", vector).put("packets", packets);
              }
            });
  }
}
