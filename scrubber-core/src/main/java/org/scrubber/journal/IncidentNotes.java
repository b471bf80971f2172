package org.scrubber.journal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.scrubber.batch.ColdPath;
import org.scrubber.detect.Mitigations;
import org.scrubber.detect.Strands;
import org.scrubber.journal.Fields.IncidentNote;
import org.scrubber.journal.Fields.IncidentVector;
import org.scrubber.policy.Policy;
import org.scrubber.report.Incident;
import org.scrubber.report.Incidents;

/** Notes incidents as they stand. Cold path. */
@ColdPath("at most once a second, while there are any, and at the end")
final class IncidentNotes {
  /** Incidents that are noted together while they go on. */
  static final int AT_ONCE = 64;

  private final Policy policy;
  private final Mitigations mitigations;
  private final RecordBuffer record;
  private final EventSink sink;
  private long notedNs = Long.MIN_VALUE;

  /** Packets of incidents when they were noted last, by id; of no others than there are. */
  private final Map<String, Long> noted = new HashMap<>();

  private long seenPackets;

  /** Whose turn it is when there are too many. */
  private int turn;

  IncidentNotes(Policy policy, Mitigations mitigations, RecordBuffer record, EventSink sink) {
    this.policy = policy;
    this.mitigations = mitigations;
    this.record = record;
    this.sink = sink;
  }

  /** Notes the incidents that have gone on since the last time. */
  void note(long timeNs) {
    for (Incident one : Incidents.of(policy, mitigations)) {
      if (one.running() || one.stopNs() >= notedNs) {
        incident(one, timeNs);
      }
    }
    notedNs = timeNs;
  }

  /** Tells whether any incident has gone on since the last time. */
  boolean goOn() {
    Strands strands = mitigations.strands();
    long packets = 0;
    for (int k = 0; k < strands.size(); k++) {
      packets += strands.get(k).packets;
    }
    boolean changed = packets != seenPackets;
    seenPackets = packets;
    return changed;
  }

  /** Notes how incidents stand that go on: a bounded number, so that all have their turn. */
  void noteSome(long timeNs) {
    List<Incident> all = Incidents.of(policy, mitigations);
    noted.keySet().retainAll(all.stream().map(Incident::id).collect(Collectors.toSet()));
    List<Incident> fresh =
        all.stream().filter(one -> noted.getOrDefault(one.id(), 0L) != one.packets()).toList();
    int count = Math.min(AT_ONCE, fresh.size());
    for (int k = 0; k < count; k++) {
      incident(fresh.get((turn + k) % fresh.size()), timeNs);
    }
    turn = count == fresh.size() ? 0 : turn + count;
  }

  /** Notes all incidents as they stand at the end of a run. */
  void noteAll(long timeNs) {
    notedNs = Long.MIN_VALUE;
    note(timeNs);
  }

  private void incident(Incident one, long timeNs) {
    noted.put(one.id(), one.packets());
    record.begin(EventType.INCIDENT, timeNs);
    record.put(IncidentNote.OBJECT, index(one.object()));
    record.put(IncidentNote.START_NS, one.startNs());
    record.put(IncidentNote.STOP_NS, one.stopNs());
    record.put(IncidentNote.RUNNING, one.running() ? 1 : 0);
    record.put(IncidentNote.SEVERITY, one.severity().ordinal());
    record.put(IncidentNote.PEAK_PPS, one.peakPps());
    record.put(IncidentNote.PEAK_BPS, one.peakBps());
    record.put(IncidentNote.PACKETS, one.packets());
    record.put(IncidentNote.BYTES, one.bytes());
    record.put(IncidentNote.SOURCES, one.sources());
    record.text(0, one.id()).text(1, one.campaignId()).text(2, String.join(" ", one.targets()));
    record.sendTo(sink);
    vectors(one.vectors(), 0, timeNs);
  }

  private void vectors(List<Incident.Vector> vectors, int part, long timeNs) {
    for (Incident.Vector one : vectors) {
      record.begin(EventType.INCIDENT_VECTOR, timeNs);
      record.put(IncidentVector.VECTOR, VectorIds.of(one.vector()));
      record.put(IncidentVector.PART, part);
      record.put(IncidentVector.START_NS, one.startNs());
      record.put(IncidentVector.STOP_NS, one.stopNs());
      record.put(IncidentVector.RUNNING, one.running() ? 1 : 0);
      record.put(IncidentVector.PEAK_PPS, one.peakPps());
      record.put(IncidentVector.PEAK_BPS, one.peakBps());
      record.put(IncidentVector.MEAN_PPS, one.meanPps());
      record.put(IncidentVector.PACKETS, one.packets());
      record.put(IncidentVector.BYTES, one.bytes());
      record.put(IncidentVector.SOURCES, one.sources());
      record.put(IncidentVector.PULSES, one.pulses());
      record.put(IncidentVector.SHARE_PERCENT, one.sharePercent());
      record.put(IncidentVector.SIGNIFICANT, one.significant() ? 1 : 0);
      record.text(0, one.target());
      record.sendTo(sink);
      vectors(one.parts(), 1, timeNs);
    }
  }

  private int index(String object) {
    for (int k = 0; k < policy.objects().size(); k++) {
      if (policy.objects().get(k).name().equals(object)) {
        return k;
      }
    }
    return -1;
  }
}
