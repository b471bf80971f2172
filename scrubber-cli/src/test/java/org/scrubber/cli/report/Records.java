package org.scrubber.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.scrubber.batch.PacketBatch;
import org.scrubber.cli.render.Schemas;
import org.scrubber.cli.report.ReportOptions.Stage;
import org.scrubber.cli.report.geo.GeoDatabases;
import org.scrubber.journal.EventList;
import org.scrubber.journal.EventType;
import org.scrubber.journal.Fields.Capacity;
import org.scrubber.journal.Fields.Evidence;
import org.scrubber.journal.Fields.EvidenceContent;
import org.scrubber.journal.Fields.IncidentNote;
import org.scrubber.journal.Fields.IncidentVector;
import org.scrubber.journal.Fields.Lost;
import org.scrubber.journal.Fields.MitigationNote;
import org.scrubber.journal.Fields.Note;
import org.scrubber.journal.Fields.ObjectNote;
import org.scrubber.journal.Fields.Run;
import org.scrubber.journal.Fields.Sample;
import org.scrubber.journal.Fields.Source;
import org.scrubber.journal.Fields.Totals;
import org.scrubber.journal.Fields.VectorTotals;
import org.scrubber.journal.JournalRecord;
import org.scrubber.journal.RecordBuffer;
import org.scrubber.policy.Prefix;

/** Records of a made-up run, second by second, of one object named shop. */
final class Records {
  static final long SECOND_NS = 1_000_000_000L;
  static final long T0 = 1_620_126_000L * SECOND_NS;

  private static final Path SCHEMA = Path.of("..", "docs", "incident.schema.json");

  private long ratePps = 250;
  private double lastsSeconds = 10;
  private double stoppedSeconds = 10;
  private double raisedSeconds = 10;
  private String profile = "";
  private final EventList list = new EventList();
  private final RecordBuffer record = new RecordBuffer(0);

  static long at(double seconds) {
    return T0 + Math.round(seconds * SECOND_NS);
  }

  /** Begins a run. */
  Records run(boolean live) {
    record
        .begin(EventType.RUN, T0)
        .put(Run.KIND, live ? 1 : 0)
        .put(Run.OBJECTS, 1)
        .put(Run.STARTED_NS, T0);
    record.text(0, "1").text(1, "policy.yaml").sendTo(list);
    record.begin(EventType.OBJECT, T0).put(ObjectNote.OBJECT, 0).put(ObjectNote.ENFORCES, 1);
    record.text(0, "shop").text(1, profile).sendTo(list);
    return this;
  }

  /** Gives the object another profile than none; before the run. */
  Records profile(String name) {
    profile = name;
    return this;
  }

  /**
   * Returns the report of all, as its schema has it.
   *
   * @param object that it is about alone, or null
   * @param stage of a notification, or null
   */
  JsonNode report(@Nullable String object, @Nullable Stage stage) throws Exception {
    ReportOptions options =
        new ReportOptions(null, object, stage, Locale.ENGLISH, new GeoDatabases());
    JsonNode report = ReportTree.of(facts(), options);
    Schemas.assertConforms(SCHEMA, report);
    return report;
  }

  /** Has incidents last otherwise than ten seconds. */
  Records lasting(double seconds) {
    lastsSeconds = seconds;
    return this;
  }

  /** Notes what became of the object's packets in a second, all stopped ones of one vector. */
  Records second(int second, int vector, long offered, long stopped) {
    for (int object : new int[] {-1, 0}) {
      record.begin(EventType.TOTALS, at(second)).put(Totals.OBJECT, object);
      record.put(Totals.OFFERED_PACKETS, offered).put(Totals.OFFERED_BYTES, 100 * offered);
      record.put(Totals.PASSED_PACKETS, offered - stopped);
      record.put(Totals.DROPPED_PACKETS, stopped).sendTo(list);
    }
    if (stopped > 0) {
      record.begin(EventType.VECTOR_TOTALS, at(second)).put(VectorTotals.OBJECT, 0);
      record.put(VectorTotals.VECTOR, vector).put(VectorTotals.OFFERED_PACKETS, stopped);
      record.put(VectorTotals.DROPPED_PACKETS, stopped).sendTo(list);
    }
    return this;
  }

  /** Notes a second of a flood that passed, as the object is in monitor mode. */
  Records monitored(int second, int vector, long offered, long monitored) {
    for (int object : new int[] {-1, 0}) {
      record.begin(EventType.TOTALS, at(second)).put(Totals.OBJECT, object);
      record.put(Totals.OFFERED_PACKETS, offered).put(Totals.PASSED_PACKETS, offered);
      record.put(Totals.MONITORED_PACKETS, monitored).sendTo(list);
    }
    record.begin(EventType.VECTOR_TOTALS, at(second)).put(VectorTotals.OBJECT, 0);
    record.put(VectorTotals.VECTOR, vector).put(VectorTotals.OFFERED_PACKETS, monitored);
    record.put(VectorTotals.MONITORED_PACKETS, monitored).sendTo(list);
    return this;
  }

  /** Ends a run. */
  Records end(double second) {
    record.begin(EventType.END, at(second)).sendTo(list);
    return this;
  }

  /** Has mitigations from now on noted at another rate than 250 pps; their threshold is 100. */
  Records rate(long pps) {
    ratePps = pps;
    return this;
  }

  /** Has mitigations from now on stop their first packet at another second than 10. */
  Records stoppedFirstAt(double second) {
    stoppedSeconds = second;
    return this;
  }

  /** Has mitigations from now on raised at another second than 10. */
  Records raisedAt(double second) {
    raisedSeconds = second;
    return this;
  }

  /** Notes a mitigation: 1 raised, 2 changed, 3 ended. */
  Records mitigation(double second, int state, int vector, int pulses, long dropped)
      throws Exception {
    record.begin(EventType.MITIGATION, at(second)).put(MitigationNote.STATE, state);
    record.put(MitigationNote.NUMBER, 7).put(MitigationNote.VECTOR, vector);
    boolean high = vector >= Long.SIZE;
    record.put(high ? MitigationNote.VECTORS_HIGH : MitigationNote.VECTORS_LOW, 1L << vector);
    record.put(MitigationNote.FAMILY, 4).put(MitigationNote.TARGET_LENGTH, 32);
    record.put(MitigationNote.TARGET_LOW, address("198.51.100.7"));
    record.put(MitigationNote.PULSES, pulses).put(MitigationNote.RAISED_NS, at(raisedSeconds));
    record.put(MitigationNote.FIRST_NS, at(stoppedSeconds));
    record.put(MitigationNote.THRESHOLD_PPS, 100);
    record.put(MitigationNote.RATE_PPS, ratePps).put(MitigationNote.BURST, 25);
    record.put(MitigationNote.PEAK_PPS, 900);
    record.put(MitigationNote.DROPPED_PACKETS, dropped).sendTo(list);
    return this;
  }

  /** Notes an incident from second 10 on. */
  Records incident(int vector, int severity, long sources, long packets) {
    return incident(vector, severity, sources, packets, false);
  }

  /** Notes it as over, or as under way at second 30. */
  Records incident(int vector, int severity, long sources, long packets, boolean running) {
    record.begin(EventType.INCIDENT, at(30)).put(IncidentNote.START_NS, at(10));
    record.put(IncidentNote.STOP_NS, at(10 + lastsSeconds)).put(IncidentNote.SEVERITY, severity);
    record.put(IncidentNote.RUNNING, running ? 1 : 0);
    record.put(IncidentNote.PEAK_PPS, 900).put(IncidentNote.PACKETS, packets);
    record.put(IncidentNote.SOURCES, sources);
    record.text(0, "incident-1-shop").text(1, "campaign-1-shop").text(2, "198.51.100.7/32");
    record.sendTo(list);
    record.begin(EventType.INCIDENT_VECTOR, at(30)).put(IncidentVector.VECTOR, vector);
    record.put(IncidentVector.START_NS, at(10)).put(IncidentVector.STOP_NS, at(10 + lastsSeconds));
    record.put(IncidentVector.PEAK_PPS, 900).put(IncidentVector.PACKETS, packets);
    record.put(IncidentVector.SOURCES, sources).put(IncidentVector.PULSES, 1);
    record.put(IncidentVector.SIGNIFICANT, 1).text(0, "198.51.100.7/32").sendTo(list);
    return this;
  }

  /** Notes another vector of the incident before it. */
  Records also(int vector, long sources) {
    record.begin(EventType.INCIDENT_VECTOR, at(30)).put(IncidentVector.VECTOR, vector);
    record.put(IncidentVector.START_NS, at(10)).put(IncidentVector.STOP_NS, at(20));
    record.put(IncidentVector.PEAK_PPS, 90).put(IncidentVector.PACKETS, 900);
    record.put(IncidentVector.SOURCES, sources).put(IncidentVector.PULSES, 1);
    record.put(IncidentVector.SIGNIFICANT, 1).text(0, "198.51.100.7/32").sendTo(list);
    return this;
  }

  /** Notes a source. */
  Records source(String address, long packets, long firstNs, long lastNs, int known)
      throws Exception {
    record.begin(EventType.SOURCE, at(40)).put(Source.FAMILY, 4).put(Source.PACKETS, packets);
    record.put(Source.LOW, address(address)).put(Source.FIRST_NS, firstNs);
    record.put(Source.LAST_NS, lastNs).put(Source.KNOWN, known).sendTo(list);
    return this;
  }

  /** Notes a /64 that so many packets were stopped of. */
  Records sourceOfSix(String prefix, long packets) {
    record.begin(EventType.SOURCE, at(40)).put(Source.FAMILY, 6).put(Source.PACKETS, packets);
    record.put(Source.HIGH, Prefix.parse(prefix).high()).put(Source.FIRST_NS, at(10));
    record.put(Source.LAST_NS, at(15)).sendTo(list);
    return this;
  }

  /** Notes a file of packets, and what it holds unless that is negative. */
  Records evidence(String file, int kind) {
    record.begin(EventType.EVIDENCE, at(40)).put(Evidence.BYTES, 1_000);
    record.text(0, file).text(1, "ab".repeat(32)).sendTo(list);
    if (kind >= 0) {
      record.begin(EventType.EVIDENCE_CONTENT, at(40)).put(EvidenceContent.KIND, kind);
      record.put(EvidenceContent.PACKETS, 12).put(EvidenceContent.FIRST_NS, at(10));
      record.put(EvidenceContent.LAST_NS, at(19)).put(EvidenceContent.CUT_BYTES, 170);
      record.text(0, file).sendTo(list);
    }
    return this;
  }

  /** Notes a file without a packet, of what was stopped. */
  Records emptyEvidence(String file) {
    record.begin(EventType.EVIDENCE, at(40)).put(Evidence.BYTES, 44);
    record.text(0, file).text(1, "ab".repeat(32)).sendTo(list);
    record.begin(EventType.EVIDENCE_CONTENT, at(40)).put(EvidenceContent.KIND, 2);
    record.text(0, file).sendTo(list);
    return this;
  }

  /** Notes a sample of a packet that the mitigation has stopped. */
  Records sample(double second, int vector, byte[] frame) {
    PacketBatch batch = new PacketBatch(1);
    MemorySegment memory = batch.frames(frame.length);
    MemorySegment.copy(frame, 0, memory, ValueLayout.JAVA_BYTE, 0, frame.length);
    record.begin(EventType.SAMPLE, at(second)).put(Sample.MITIGATION, 7);
    record.put(Sample.VECTOR, vector).put(Sample.VERDICT, 2);
    record.put(Sample.WIRE_BYTES, frame.length).put(Sample.LINK_TYPE, 1);
    record.frame(memory.address(), frame.length).sendTo(list);
    return this;
  }

  /** Notes how loaded a worker is. */
  Records capacity(double second, int worker, long busyPercent, long lost, long shed) {
    new RecordBuffer(worker)
        .begin(EventType.CAPACITY, at(second))
        .put(Capacity.FLOW_PLACES, 100)
        .put(Capacity.BUSY_PERCENT, busyPercent)
        .put(Capacity.LOST_PACKETS, lost)
        .put(Capacity.SHED_PACKETS, shed)
        .sendTo(list);
    return this;
  }

  /** Notes words of a kind. */
  Records note(double second, int kind, String text) {
    record.begin(EventType.NOTE, at(second)).put(Note.KIND, kind).text(0, text).sendTo(list);
    return this;
  }

  /** Notes that so many events are missing. */
  Records lost(double second, long events) {
    record.begin(EventType.LOST, at(second)).put(Lost.EVENTS, events).sendTo(list);
    return this;
  }

  /** Returns where others may note. */
  EventList list() {
    return list;
  }

  /** Returns what a report finds in them. */
  JournalFacts facts() {
    JournalFacts facts = new JournalFacts();
    records().forEach(facts::note);
    return facts;
  }

  List<JournalRecord> records() {
    return list.records();
  }

  private static long address(String text) throws Exception {
    return ByteBuffer.wrap(InetAddress.getByName(text).getAddress()).getInt() & 0xffff_ffffL;
  }
}
