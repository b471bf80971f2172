package org.scrubber.journal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scrubber.batch.ColdPath;
import org.scrubber.detect.Mitigations;
import org.scrubber.detect.Strands;
import org.scrubber.journal.Fields.IncidentNote;
import org.scrubber.journal.Fields.IncidentVector;
import org.scrubber.policy.Policy;
import org.scrubber.report.Incident;
import org.scrubber.report.Incidents;

/**
 * Notes incidents as they stand: in steps between batches while a run goes on, so that packets do
 * not wait for it however many there are, and at once at its end. Cold path.
 */
@ColdPath("a step of microseconds while there are any incidents, and all at the end")
final class IncidentNotes {
  /** Incidents that are noted together while they go on. */
  static final int AT_ONCE = 64;

  private final Policy policy;
  private final Mitigations mitigations;
  private final RecordBuffer record;
  private final EventSink sink;

  /** How an incident stood. */
  private record Standing(long packets, boolean running) {
    static Standing of(Incident one) {
      return new Standing(one.packets(), one.running());
    }
  }

  /** How incidents stood when they were noted last, by id; of no others than there are. */
  private Map<String, Standing> noted = new HashMap<>();

  private Map<String, Standing> standing = new HashMap<>();
  private long seenPackets;

  /** What is being put together, or noted. */
  private @Nullable Incidents underWay;

  /** Whether there is news, and not only more packets of what is known. */
  private boolean news;

  private boolean isGathering;
  private int at;
  private int left;
  private int count;

  /** Who is first in line when there are too many. */
  private int turn;

  IncidentNotes(Policy policy, Mitigations mitigations, RecordBuffer record, EventSink sink) {
    this.policy = policy;
    this.mitigations = mitigations;
    this.record = record;
    this.sink = sink;
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

  /** Tells whether there is something left to do of what was begun. */
  boolean isUnderWay() {
    return underWay != null;
  }

  /**
   * Begins to note incidents, which {@link #step} does.
   *
   * @param isNews whether mitigations were raised, changed or ended: then all are noted that have
   *     gone on since; else a bounded number of those with more packets, so that all have their
   *     turn
   */
  void begin(boolean isNews) {
    underWay = new Incidents(policy, mitigations);
    news = isNews;
    isGathering = true;
  }

  /** Does a bit of it: looks at one object, or notes one incident. */
  void step(long timeNs) {
    Incidents all = underWay;
    if (all == null || isGathering && all.step()) {
      return;
    }
    if (isGathering) {
      isGathering = false;
      left = all.size();
      at = turn < left ? turn : 0;
      count = 0;
      standing = HashMap.newHashMap(left);
    }
    if (left-- == 0) {
      underWay = null;
      noted = standing;
    } else {
      noteNext(all, timeNs);
    }
  }

  /** Notes the next incident if it stands otherwise than before, and not too many do. */
  private void noteNext(Incidents all, long timeNs) {
    Incident one = all.get(at);
    at = at + 1 == all.size() ? 0 : at + 1;
    Standing before = noted.get(one.id());
    Standing now = Standing.of(one);
    boolean changed = !now.equals(before);
    if (news ? changed || one.running() : changed && count < AT_ONCE) {
      incident(one, timeNs);
      count++;
      // Who comes after it is first in line the next time.
      turn = count == AT_ONCE ? at : turn;
      standing.put(one.id(), now);
    } else if (before != null) {
      standing.put(one.id(), before);
    }
  }

  /** Notes all incidents as they stand at the end of a run. */
  void noteAll(long timeNs) {
    underWay = null;
    for (Incident one : Incidents.of(policy, mitigations)) {
      incident(one, timeNs);
    }
  }

  private void incident(Incident one, long timeNs) {
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
