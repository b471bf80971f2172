package org.scrubber.cli.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.scrubber.classify.Vectors;
import org.scrubber.cli.report.look.SampledFacts;
import org.scrubber.journal.Fields.IncidentVector;
import org.scrubber.journal.Fields.MitigationNote;
import org.scrubber.journal.JournalRecord;
import org.scrubber.journal.VectorIds;
import org.scrubber.report.Incident;

/** One vector of an incident as JSON. */
final class VectorTree {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long MIN_SPOOFED = 100;

  private final List<JournalRecord> mitigations;
  private final boolean harmed;
  private final long asOfNs;

  /**
   * Creates it for an incident.
   *
   * @param mitigations what is noted of the object's mitigations in that time
   * @param harmed whether packets were lost that something spoke for
   * @param asOfNs the moment that is told of, ns since the epoch
   */
  VectorTree(List<JournalRecord> mitigations, boolean harmed, long asOfNs) {
    this.asOfNs = asOfNs;
    this.mitigations = mitigations;
    this.harmed = harmed;
  }

  /** Writes a vector, and what its samples look like. */
  void write(JournalRecord one, List<JournalRecord> samples, ObjectNode row) {
    int id = one.index(IncidentVector.VECTOR);
    long packets = one.get(IncidentVector.PACKETS);
    long sources = one.get(IncidentVector.SOURCES);
    boolean reflected = Vectors.isReflected(id);
    long spanNs =
        Math.max(SECOND_NS, one.get(IncidentVector.STOP_NS) - one.get(IncidentVector.START_NS));
    row.put("vector", VectorIds.name(id));
    row.put("class", VectorClass.of(id));
    row.put("part", one.get(IncidentVector.PART) == 1);
    row.put("significant", one.get(IncidentVector.SIGNIFICANT) == 1);
    row.put("target", one.text("target"));
    Times.put(row, "start", one.get(IncidentVector.START_NS));
    Times.put(row, "stop", one.get(IncidentVector.STOP_NS));
    boolean mitigated = one.get(IncidentVector.RUNNING) == 1;
    long stopNs = one.get(IncidentVector.STOP_NS);
    row.put("running", mitigated);
    row.put("state", Incident.State.of(mitigated, stopNs, asOfNs).code());
    row.put("peakPps", one.get(IncidentVector.PEAK_PPS));
    row.put("peakBps", one.get(IncidentVector.PEAK_BPS));
    row.put("meanPps", one.get(IncidentVector.MEAN_PPS));
    long meanBps = Math.round(one.get(IncidentVector.BYTES) * 8e9 / spanNs);
    row.put("meanBps", Math.min(one.get(IncidentVector.PEAK_BPS), meanBps));
    row.put("packets", packets);
    row.put("bytes", one.get(IncidentVector.BYTES));
    row.put("sharePercent", one.get(IncidentVector.SHARE_PERCENT));
    row.put("pulses", one.get(IncidentVector.PULSES));
    row.put("sources", sources);
    boolean spoofed = !reflected && sources >= MIN_SPOOFED && sources * 2 > packets;
    row.put("spoofed", spoofed);
    row.put("spoofedSources", spoofed ? sources : 0);
    row.put("reflectors", reflected ? sources : 0);
    row.put("signature", signature(id));
    SampledFacts.write(samples, row);
    Confidence.of(
            new Confidence.Signs(
                row.path("class").asText(),
                one.get(IncidentVector.PEAK_PPS),
                threshold(id),
                !row.path("signature").asText().isEmpty(),
                spoofed,
                !row.path("toolGuess").asText().isEmpty(),
                isAnswered(id),
                harmed))
        .write(row.putObject("confidence"));
  }

  private String signature(int vector) {
    return mitigations.reversed().stream()
        .filter(one -> one.index(MitigationNote.VECTOR) == vector)
        .map(one -> one.text("signature"))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** Returns the lowest threshold that the vector was held against; 0 when it is not known. */
  private long threshold(int vector) {
    return mitigations.stream()
        .filter(one -> one.index(MitigationNote.VECTOR) == vector)
        .mapToLong(one -> one.get(MitigationNote.THRESHOLD_PPS))
        .min()
        .orElse(0);
  }

  /** Tells whether one in ten of the challenged came back: floods do not. */
  private boolean isAnswered(int vector) {
    return mitigations.stream()
        .filter(one -> one.index(MitigationNote.VECTOR) == vector)
        .anyMatch(
            one ->
                one.get(MitigationNote.CHALLENGES_SENT) > 0
                    && one.get(MitigationNote.CHALLENGES_ANSWERED) * 10
                        >= one.get(MitigationNote.CHALLENGES_SENT));
  }
}
