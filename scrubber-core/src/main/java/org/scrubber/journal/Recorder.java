package org.scrubber.journal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.scrubber.batch.Bulk;
import org.scrubber.batch.ColdPath;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.detect.Mitigations;
import org.scrubber.filter.feed.Contacts;
import org.scrubber.journal.Fields.Capacity;
import org.scrubber.journal.Fields.End;
import org.scrubber.journal.Fields.Sample;
import org.scrubber.live.event.Witness;
import org.scrubber.policy.Policy;
import org.scrubber.report.Samples;
import org.scrubber.report.Tally;
import org.scrubber.table.FlowTable;
import org.scrubber.table.Hash;

/**
 * Notes what a worker does, as records: mitigations, totals by second, samples, sources, incidents.
 *
 * <p>Beside the worker, on its thread: {@link #sample} before a judged batch is tallied, {@link
 * #update} after it. Preallocated, about 10 MiB and 12 KiB an object; allocates nothing but where a
 * mitigation is raised or ends.
 */
public final class Recorder implements Witness {
  private static final long SECOND_NS = 1_000_000_000L;

  /** Incidents are noted in a step of microseconds for so much of packet time, at least. */
  private static final long STEP_NS = 1_000_000;

  /** Steps at once, however long no batch came. */
  private static final int MOST_STEPS = 256;

  /** Incidents that go on are noted so often under load, where there is no quiet moment. */
  private static final long STALE_NS = 3 * SECOND_NS;

  private static final long CAPACITY_NS = 10 * SECOND_NS;
  private static final int SOURCE_PLACES = 1 << 14;
  private static final int SOURCES_AN_OBJECT = 100;
  private static final int SAMPLED_FLOWS = 1 << 12;

  /** Upper halves of addresses below this mark IPv4: no source has such an IPv6 prefix. */
  private static final long OBJECTS = 1L << 20;

  private final Policy policy;
  private final Mitigations mitigations;
  private final FlowTable flows;
  private final Recording recording;
  private final EventSink sink;
  private final RecordBuffer record;
  private final Seconds seconds;
  private final MitigationNotes notes;
  private final ContactNotes met;
  private final IncidentNotes incidents;
  private final boolean notesIncidents;
  private final Samples samples = new Samples();
  private final SourceLedger sources = new SourceLedger(SOURCE_PLACES);
  private final long seed;
  private boolean open;
  private boolean news;
  private long incidentsNs = -SECOND_NS;
  private long stepNs;
  private long capacityNs = -CAPACITY_NS;
  private long timeNs;
  private long lastNs;
  private long clockNs;
  private long firstNs = Long.MAX_VALUE;
  private int pressure;
  private int busiestPercent;
  private long lostPackets;
  private long shedPackets;

  /**
   * Creates a recorder for a worker.
   *
   * @param contacts who met whom that feeds list
   * @param worker index of the worker
   * @param notesIncidents whether incidents are put together as the run goes on, which allocates;
   *     they are at its end, in any case
   */
  public Recorder(
      Policy policy,
      Mitigations mitigations,
      Contacts contacts,
      FlowTable flows,
      Recording recording,
      int worker,
      boolean notesIncidents) {
    this.policy = policy;
    this.mitigations = mitigations;
    this.flows = flows;
    this.recording = recording;
    sink = recording.sink();
    this.notesIncidents = notesIncidents;
    record = new RecordBuffer(worker);
    seconds = new Seconds(policy.objects().size(), mitigations, record, sink);
    notes = new MitigationNotes(mitigations, record, sink);
    met = new ContactNotes(policy, contacts, record, sink);
    incidents = new IncidentNotes(policy, mitigations, record, sink);
    seed = policy.seed();
  }

  /** Samples what was stopped of a judged batch, before it is tallied. */
  @Override
  public void sample(PacketBatch batch) {
    if (batch.size > 0) {
      open(batch.timestampNs[0], batch.clockNs[0]);
    }
    for (int i = 0, size = batch.size; i < size; i++) {
      if (batch.verdict[i] != Verdict.PASS_CODE && batch.object[i] >= 0) {
        countSource(batch, i);
        if (samples.offer(batch, i, mitigations) >= 0) {
          note(batch, i);
        }
      }
    }
  }

  private void countSource(PacketBatch batch, int i) {
    long object = batch.object[i] + 1L;
    long high = batch.sourceHigh[i];
    long low = batch.sourceLow[i];
    count(batch.family[i], object, high, low, 1, batch.timestampNs[i], batch.knowledge[i]);
  }

  private void count(
      int family, long object, long high, long low, long packets, long atNs, int knowledge) {
    if (family == 4) {
      sources.count(object, low, Hash.mix(seed ^ object, low, 4), packets, atNs, knowledge);
    } else if (high >>> 20 != 0) {
      sources.count(high, object, Hash.mix(seed ^ object, high, 6), packets, atNs, knowledge);
    }
  }

  private void note(PacketBatch batch, int i) {
    int mitigation = batch.mitigation[i];
    int object = batch.object[i];
    int vector = samples.vector(batch, i);
    record.begin(EventType.SAMPLE, batch.timestampNs[i]);
    record.put(
        Sample.MITIGATION,
        mitigation >= 0
            ? mitigations.get(mitigation).number
            : mitigations.strands().standingFlood(object, vector));
    record.put(Sample.OBJECT, object);
    record.put(Sample.VECTOR, vector);
    record.put(Sample.VERDICT, batch.verdict[i] == Verdict.CHALLENGE_CODE ? 3 : 2);
    record.put(Sample.REASON, batch.reason[i]);
    record.put(Sample.MONITORED, batch.monitored[i] ? 1 : 0);
    record.put(Sample.WIRE_BYTES, batch.wireLength[i]);
    record.put(Sample.LINK_TYPE, batch.linkType[i]);
    int payload = batch.payloadOffset[i];
    int most = payload < 0 ? EventType.FRAME_BYTES : Math.max(0, payload) + Samples.PAYLOAD_BYTES;
    record.frame(batch.frameAddress[i], Math.min(batch.capturedLength[i], most));
    record.sendTo(sink);
  }

  /** Counts packets alike that were judged elsewhere by order of a mitigation. */
  @Override
  public void credit(Bulk bulk) {
    open(bulk.timeNs, bulk.clockNs);
    seconds.credit(bulk);
    if (bulk.object >= 0 && bulk.verdict != Verdict.PASS_CODE) {
      long object = bulk.object + 1L;
      count(bulk.family, object, bulk.sourceHigh, bulk.sourceLow, bulk.packets, bulk.timeNs, 0);
    }
  }

  /** Notes what is new after a batch was judged and tallied. */
  @Override
  public void update(PacketBatch batch) {
    int last = batch.size - 1;
    if (last < 0) {
      return;
    }
    open(batch.timestampNs[0], batch.clockNs[0]);
    firstNs = Math.min(firstNs, batch.timestampNs[0]);
    lastNs = batch.timestampNs[last];
    timeNs = lastNs;
    clockNs = batch.clockNs[last];
    seconds.update(batch);
    met.update();
    news |= notes.update(timeNs, timeNs - clockNs);
    if (notesIncidents) {
      noteIncidents(STALE_NS);
    }
    pressure = batch.pressure;
    if (clockNs - capacityNs >= CAPACITY_NS) {
      capacity();
      capacityNs = clockNs;
    }
  }

  /**
   * Notes what the time brings about when no packet comes: the end of a second and of mitigations,
   * and incidents.
   *
   * @param nowNs the time, ns since the epoch
   * @param nowClockNs the worker's clock at that time
   */
  @Override
  public void rest(long nowNs, long nowClockNs) {
    open(nowNs, nowClockNs);
    timeNs = Math.max(timeNs, nowNs);
    clockNs = Math.max(clockNs, nowClockNs);
    seconds.pass(timeNs);
    news |= notes.update(timeNs, timeNs - clockNs);
    if (notesIncidents) {
      noteIncidents(SECOND_NS);
    }
  }

  /**
   * Begins to note incidents, at most once a second: at once when there is news, else when they go
   * on; or does the next bit of it.
   */
  private void noteIncidents(long staleNs) {
    long passedNs = clockNs - stepNs;
    stepNs = clockNs;
    if (incidents.isUnderWay()) {
      // More where batches are seldom: between a look and its note nothing is to become old.
      long steps = Math.clamp(passedNs / STEP_NS, 1, MOST_STEPS);
      for (long k = 0; k < steps && incidents.isUnderWay(); k++) {
        incidents.step(timeNs);
      }
      return;
    }
    long sinceNs = clockNs - incidentsNs;
    if (sinceNs < SECOND_NS || !news && sinceNs < staleNs) {
      return;
    }
    incidentsNs = clockNs;
    if (news || incidents.goOn()) {
      incidents.begin(news);
    }
    news = false;
  }

  private void open(long atNs, long atClockNs) {
    if (!open) {
      open = true;
      notes.begin(atClockNs);
      begin(atNs);
    }
  }

  @ColdPath("once")
  private void begin(long atNs) {
    Opening.write(sink, recording.facts(), policy, atNs);
  }

  @Override
  public void load(int busyPercent, long lost, long shed) {
    busiestPercent = Math.max(busiestPercent, busyPercent);
    lostPackets = lost;
    shedPackets = shed;
  }

  private void capacity() {
    int sampled = Math.min(SAMPLED_FLOWS, flows.capacity());
    long living = flows.living(0, sampled, clockNs);
    record.begin(EventType.CAPACITY, timeNs);
    record.put(Capacity.FLOWS, living * flows.capacity() / sampled);
    record.put(Capacity.FLOW_PLACES, flows.capacity());
    record.put(Capacity.EVICTED_FLOWS, flows.evicted);
    record.put(Capacity.PRESSURE, pressure);
    record.put(Capacity.BUSY_PERCENT, busiestPercent);
    record.put(Capacity.LOST_PACKETS, lostPackets);
    record.put(Capacity.SHED_PACKETS, shedPackets);
    record.sendTo(sink);
    busiestPercent = 0;
  }

  /** Notes the last second, how all stands, and the end of the run, or of its policy. */
  @Override
  @ColdPath("once")
  public void finish(Tally tally, boolean goesOn) {
    open(0, 0);
    seconds.flush();
    if (busiestPercent > 0) {
      capacity();
    }
    notes.finish(timeNs, timeNs - clockNs);
    incidents.noteAll(timeNs);
    met.finish();
    sources();
    record.begin(EventType.END, timeNs);
    record.put(End.OFFERED_PACKETS, tally.packets[Tally.OFFERED]);
    record.put(End.OFFERED_BYTES, tally.bytes[Tally.OFFERED]);
    record.put(End.PASSED_PACKETS, tally.packets[Tally.PASSED]);
    record.put(End.DROPPED_PACKETS, tally.packets[Tally.DROPPED]);
    record.put(End.CHALLENGED_PACKETS, tally.packets[Tally.CHALLENGED]);
    record.put(End.FIRST_NS, lastNs == 0 ? 0 : firstNs);
    record.put(End.LAST_NS, lastNs);
    record.put(End.GOES_ON, goesOn ? 1 : 0);
    record.sendTo(sink);
  }

  private record Top(int object, int family, long high, long low, long packets, int place) {}

  @ColdPath("once")
  private void sources() {
    List<Top> all = new ArrayList<>();
    for (int place = 0; place < sources.places(); place++) {
      long least = sources.least(place);
      long high = sources.high(place);
      long low = sources.low(place);
      if (least > 1 && high < OBJECTS && high > 0) {
        all.add(new Top((int) high - 1, 4, 0, low, least, place));
      } else if (least > 1) {
        all.add(new Top((int) low - 1, 6, high, 0, least, place));
      }
    }
    all.sort(
        Comparator.comparingInt(Top::object)
            .thenComparing(Comparator.comparingLong(Top::packets).reversed())
            .thenComparingLong(Top::high)
            .thenComparingLong(Top::low));
    int object = -1;
    int count = 0;
    for (Top one : all) {
      count = one.object == object ? count + 1 : 1;
      object = one.object;
      if (count <= SOURCES_AN_OBJECT) {
        source(one);
      }
    }
  }

  private void source(Top one) {
    record.begin(EventType.SOURCE, timeNs);
    record.put(Fields.Source.OBJECT, one.object);
    record.put(Fields.Source.FAMILY, one.family);
    record.put(Fields.Source.HIGH, one.high);
    record.put(Fields.Source.LOW, one.low);
    record.put(Fields.Source.PACKETS, one.packets);
    record.put(Fields.Source.FIRST_NS, sources.firstNs(one.place));
    record.put(Fields.Source.LAST_NS, sources.lastNs(one.place));
    record.put(Fields.Source.KNOWN, sources.known(one.place));
    record.sendTo(sink);
  }
}
