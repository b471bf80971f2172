package org.scrubber.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import org.scrubber.classify.Vectors;
import org.scrubber.cli.journal.EventNames;
import org.scrubber.cli.render.Quantity;
import org.scrubber.cli.report.geo.GeoDatabases;
import org.scrubber.cli.report.geo.GeoException;
import org.scrubber.cli.report.look.SampledFacts;
import org.scrubber.journal.Fields.Capacity;
import org.scrubber.journal.Fields.IncidentNote;
import org.scrubber.journal.Fields.IncidentVector;
import org.scrubber.journal.Fields.MitigationNote;
import org.scrubber.journal.Fields.Sample;
import org.scrubber.journal.Fields.Totals;
import org.scrubber.journal.Fields.VectorTotals;
import org.scrubber.journal.JournalRecord;
import org.scrubber.journal.VectorIds;
import org.scrubber.report.Incident;

/** One incident as JSON. */
final class IncidentTree {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long MARGIN_SECONDS = 20;
  private static final int MOST_SECONDS = 1 << 20;
  private static final long ENDED = 3;

  /** How often the scrubber looks how full it is. */
  private static final long CAPACITY_NS = 10 * SECOND_NS;

  private static final int MOST_POINTS = 7_200;
  private static final long MIN_SPOOFED = 100;

  private final JournalFacts facts;
  private final JournalFacts.Attack attack;
  private final JournalRecord note;
  private final boolean redacted;
  private final GeoDatabases geo;
  private final ObjectNode json;
  private final long startNs;
  private final long stopNs;
  private final long first;
  private final long last;

  IncidentTree(
      JournalFacts facts, JournalFacts.Attack attack, ReportOptions options, ObjectNode json) {
    this.facts = facts;
    this.attack = attack;
    redacted = options.object() != null;
    geo = options.geo();
    this.json = json;
    note = attack.note();
    startNs = note.get(IncidentNote.START_NS);
    stopNs = note.get(IncidentNote.STOP_NS);
    first = Math.floorDiv(startNs, SECOND_NS);
    last = Math.floorDiv(stopNs, SECOND_NS);
  }

  /** Writes all of it. */
  void write() throws GeoException {
    int severity = Math.clamp(note.get(IncidentNote.SEVERITY), 0, 3);
    json.put("id", note.text("id"));
    json.put("campaignId", campaign());
    json.put("object", attack.object());
    ArrayNode targets = json.putArray("targets");
    for (String target : note.text("targets").split(" ")) {
      targets.add(target);
    }
    json.put("direction", "inbound");
    json.put("severity", Incident.Severity.values()[severity].name().toLowerCase(Locale.ROOT));
    json.put("state", note.get(IncidentNote.RUNNING) == 1 ? "running" : "over");
    times();
    json.put("peakPps", note.get(IncidentNote.PEAK_PPS));
    json.put("peakBps", note.get(IncidentNote.PEAK_BPS));
    json.put("packets", note.get(IncidentNote.PACKETS));
    json.put("bytes", note.get(IncidentNote.BYTES));
    json.put("sources", note.get(IncidentNote.SOURCES));
    totals();
    rates();
    baseline();
    vectors();
    timeline();
    SourceTree.write(facts.sources.getOrDefault(attack.object(), List.of()), geo, json);
    actions();
    collateral();
    capacity();
  }

  /** A campaign is named by its first object, which is not everybody's business. */
  private String campaign() {
    String id = note.text("campaign");
    int dash = id.indexOf('-', id.indexOf('-') + 1);
    boolean own = dash > 0 && id.substring(dash + 1).equals(attack.object());
    return redacted && !own && dash > 0 ? id.substring(0, dash) : id;
  }

  private void time(ObjectNode to, String name, long timeNs) {
    to.put(name, Quantity.iso(timeNs)).put(name + "Ns", timeNs);
  }

  private List<JournalRecord> ownMitigations() {
    return facts.mitigations.getOrDefault(attack.object(), List.of()).stream()
        .filter(
            one ->
                one.get(MitigationNote.RAISED_NS) >= startNs - SECOND_NS
                    && one.get(MitigationNote.RAISED_NS) <= stopNs + SECOND_NS)
        .toList();
  }

  private void times() {
    time(json, "start", startNs);
    long detectedNs =
        ownMitigations().stream()
            .mapToLong(one -> one.get(MitigationNote.RAISED_NS))
            .min()
            .orElse(startNs);
    long mitigatedNs =
        ownMitigations().stream()
            .mapToLong(one -> one.get(MitigationNote.FIRST_NS))
            .filter(one -> one > 0)
            .min()
            .orElse(detectedNs);
    time(json, "detected", detectedNs);
    time(json, "mitigated", mitigatedNs);
    time(json, "stop", stopNs);
    json.put("timeToDetectNs", Math.max(0, detectedNs - startNs));
    json.put("timeToMitigateNs", Math.max(0, mitigatedNs - startNs));
    json.put("durationNs", stopNs - startNs);
    boolean over = note.get(IncidentNote.RUNNING) == 0;
    long closedNs =
        ownMitigations().stream()
            .filter(one -> one.get(MitigationNote.STATE) == ENDED)
            .mapToLong(JournalRecord::timeNs)
            .max()
            .orElse(0);
    json.put("closedNs", over ? closedNs : 0);
  }

  /** How fast packets came, of all to the object, by the seconds of the attack. */
  private void rates() {
    List<long[]> seconds = new ArrayList<>();
    for (long at = first; at <= last && seconds.size() < MOST_SECONDS; at++) {
      seconds.add(own().getOrDefault(at, new long[JournalFacts.COUNTS]));
    }
    ObjectNode rates = json.putObject("rates");
    percentiles(rates, "Pps", seconds, JournalFacts.at(Totals.OFFERED_PACKETS), 1);
    percentiles(rates, "Bps", seconds, JournalFacts.at(Totals.OFFERED_BYTES), Byte.SIZE);
  }

  private static void percentiles(
      ObjectNode to, String unit, List<long[]> seconds, int at, long factor) {
    long[] sorted = seconds.stream().mapToLong(one -> one[at] * factor).sorted().toArray();
    for (int percent : new int[] {50, 95, 99}) {
      int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
      to.put("p" + percent + unit, sorted[Math.max(0, rank - 1)]);
    }
    to.put("max" + unit, sorted[sorted.length - 1]);
  }

  /** How full the scrubber was at the time, whoever filled it. */
  private void capacity() {
    long percent = 0;
    long pressure = 0;
    long least = Long.MAX_VALUE;
    long most = 0;
    int seen = 0;
    for (JournalRecord one : facts.capacity) {
      if (one.timeNs() >= startNs - CAPACITY_NS && one.timeNs() <= stopNs + CAPACITY_NS) {
        long places = Math.max(1, one.get(Capacity.FLOW_PLACES));
        percent = Math.max(percent, 100 * one.get(Capacity.FLOWS) / places);
        pressure = Math.max(pressure, one.get(Capacity.PRESSURE));
        least = Math.min(least, one.get(Capacity.EVICTED_FLOWS));
        most = Math.max(most, one.get(Capacity.EVICTED_FLOWS));
        seen++;
      }
    }
    json.putObject("capacity")
        .put("observations", seen)
        .put("flowTablePercent", percent)
        .put("evictedFlows", Math.max(0, most - least))
        .put("maxPressure", pressure);
  }

  private void totals() {
    long[] sums = JournalFacts.sum(own(), JournalFacts.COUNTS, first, last);
    ObjectNode totals = json.putObject("totals");
    count(totals, "offered", sums, Totals.OFFERED_PACKETS);
    count(totals, "passed", sums, Totals.PASSED_PACKETS);
    count(totals, "dropped", sums, Totals.DROPPED_PACKETS);
    count(totals, "challenged", sums, Totals.CHALLENGED_PACKETS);
    count(totals, "monitored", sums, Totals.MONITORED_PACKETS);
  }

  private NavigableMap<Long, long[]> own() {
    return facts.totals(attack.object());
  }

  private static void count(ObjectNode to, String name, long[] sums, Totals packets) {
    int at = JournalFacts.at(packets);
    to.putObject(name).put("packets", sums[at]).put("bytes", sums[at + 1]);
  }

  /** What was normal in the minute before, as far as it was seen. */
  private void baseline() {
    NavigableMap<Long, long[]> seconds = own();
    long from = seconds.isEmpty() ? first : Math.max(seconds.firstKey(), first - 60);
    long[] sums = JournalFacts.sum(seconds, JournalFacts.COUNTS, from, first - 1);
    long observed = Math.max(0, first - from);
    long pps = observed == 0 ? 0 : sums[JournalFacts.at(Totals.OFFERED_PACKETS)] / observed;
    long bps = observed == 0 ? 0 : 8 * sums[JournalFacts.at(Totals.OFFERED_BYTES)] / observed;
    json.putObject("baseline")
        .put("observedSeconds", observed)
        .put("normalPps", pps)
        .put("normalBps", bps)
        .put("timesNormal", pps == 0 ? 0 : note.get(IncidentNote.PEAK_PPS) / pps);
  }

  private void vectors() {
    ArrayNode rows = json.putArray("vectors");
    for (JournalRecord one : attack.vectors()) {
      vector(one, rows.addObject());
    }
  }

  private void vector(JournalRecord one, ObjectNode row) {
    int id = one.index(IncidentVector.VECTOR);
    String name = VectorIds.name(id);
    long packets = one.get(IncidentVector.PACKETS);
    long sources = one.get(IncidentVector.SOURCES);
    boolean reflected = Vectors.isReflected(id);
    long spanNs =
        Math.max(SECOND_NS, one.get(IncidentVector.STOP_NS) - one.get(IncidentVector.START_NS));
    row.put("vector", name);
    row.put("class", VectorClass.of(id));
    row.put("part", one.get(IncidentVector.PART) == 1);
    row.put("significant", one.get(IncidentVector.SIGNIFICANT) == 1);
    row.put("target", one.text("target"));
    time(row, "start", one.get(IncidentVector.START_NS));
    time(row, "stop", one.get(IncidentVector.STOP_NS));
    row.put("running", one.get(IncidentVector.RUNNING) == 1);
    row.put("peakPps", one.get(IncidentVector.PEAK_PPS));
    row.put("peakBps", one.get(IncidentVector.PEAK_BPS));
    row.put("meanPps", one.get(IncidentVector.MEAN_PPS));
    row.put("meanBps", Math.round(one.get(IncidentVector.BYTES) * 8e9 / spanNs));
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
    long fromNs = one.get(IncidentVector.START_NS) - SECOND_NS;
    long toNs = one.get(IncidentVector.STOP_NS) + SECOND_NS;
    SampledFacts.write(
        facts.samples.getOrDefault(attack.object(), List.of()).stream()
            .filter(sample -> sample.get(Sample.VECTOR) == id)
            .filter(sample -> sample.timeNs() >= fromNs && sample.timeNs() <= toNs)
            .toList(),
        row);
  }

  private String signature(int vector) {
    return ownMitigations().reversed().stream()
        .filter(one -> one.index(MitigationNote.VECTOR) == vector)
        .map(one -> one.text("signature"))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  private void timeline() {
    long from = first - MARGIN_SECONDS;
    long to = last + MARGIN_SECONDS;
    NavigableMap<Long, long[]> seconds = own();
    from = seconds.isEmpty() ? from : Math.max(from, seconds.firstKey());
    to = seconds.isEmpty() ? to : Math.min(to, seconds.lastKey());
    long step = Math.max(1, (to - from) / MOST_POINTS + 1);
    json.put("timelineStepSeconds", step);
    ArrayNode points = json.putArray("timeline");
    Map<String, NavigableMap<Long, long[]>> vectors =
        facts.vectorTotals.getOrDefault(attack.object(), Map.of());
    for (long at = from; at <= to; at += step) {
      long[] sums = JournalFacts.sum(seconds, JournalFacts.COUNTS, at, at + step - 1);
      ObjectNode point = points.addObject();
      point.put("timeNs", at * SECOND_NS);
      point.put("offered", sums[JournalFacts.at(Totals.OFFERED_PACKETS)]);
      point.put("offeredBytes", sums[JournalFacts.at(Totals.OFFERED_BYTES)]);
      point.put("passed", sums[JournalFacts.at(Totals.PASSED_PACKETS)]);
      point.put("dropped", sums[JournalFacts.at(Totals.DROPPED_PACKETS)]);
      point.put("challenged", sums[JournalFacts.at(Totals.CHALLENGED_PACKETS)]);
      ArrayNode lost = point.putArray("lostByVector");
      for (Map.Entry<String, NavigableMap<Long, long[]>> one : vectors.entrySet()) {
        long[] own =
            JournalFacts.sum(one.getValue(), JournalFacts.VECTOR_COUNTS, at, at + step - 1);
        long packets =
            own[JournalFacts.at(VectorTotals.DROPPED_PACKETS)]
                + own[JournalFacts.at(VectorTotals.CHALLENGED_PACKETS)];
        if (packets > 0) {
          lost.addObject().put("vector", one.getKey()).put("packets", packets);
        }
      }
    }
  }

  private void actions() {
    ArrayNode rows = json.putArray("actions");
    for (JournalRecord one : ownMitigations()) {
      long state = one.get(MitigationNote.STATE);
      ObjectNode row = rows.addObject();
      time(row, "time", one.timeNs());
      row.put("actor", "scrubber");
      row.put("action", state == 1 ? "raised" : state == 2 ? "changed" : "ended");
      row.put("vector", VectorIds.name(one.get(MitigationNote.VECTOR)));
      row.put(
          "target",
          EventNames.prefix(
              one.get(MitigationNote.FAMILY),
              one.get(MitigationNote.TARGET_HIGH),
              one.get(MitigationNote.TARGET_LOW),
              one.get(MitigationNote.TARGET_LENGTH)));
      row.put("ratePps", one.get(MitigationNote.RATE_PPS));
      row.put("thresholdPps", one.get(MitigationNote.THRESHOLD_PPS));
      row.put("dropped", one.get(MitigationNote.DROPPED_PACKETS));
      row.put("challenged", one.get(MitigationNote.CHALLENGED_PACKETS));
    }
  }

  private void collateral() {
    NavigableMap<Long, long[]> seconds = own();
    long[] during = JournalFacts.sum(seconds, JournalFacts.COUNTS, first, last);
    long from = seconds.isEmpty() ? first : Math.max(seconds.firstKey(), first - 60);
    long[] before = JournalFacts.sum(seconds, JournalFacts.COUNTS, from, first - 1);
    long sent = 0;
    long answered = 0;
    for (JournalRecord one : lastOfEach(ownMitigations())) {
      sent += one.get(MitigationNote.CHALLENGES_SENT);
      answered += one.get(MitigationNote.CHALLENGES_ANSWERED);
    }
    long others =
        facts.incidents.values().stream()
            .filter(one -> !one.object().equals(attack.object()))
            .filter(one -> one.note().get(IncidentNote.START_NS) <= stopNs)
            .filter(one -> one.note().get(IncidentNote.STOP_NS) >= startNs)
            .count();
    long lost = during[JournalFacts.at(Totals.KNOWN_LOST)];
    long passed = during[JournalFacts.at(Totals.PASSED_PACKETS)];
    json.putObject("collateral")
        .put("spokenForLost", lost)
        .put("lossRatio", lost == 0 ? 0.0 : Math.round(1e6 * lost / (lost + passed)) / 1e6)
        .put("challengesSent", sent)
        .put("challengesAnswered", answered)
        .put("handshakesCompleted", during[JournalFacts.at(Totals.COMPLETED_HANDSHAKES)])
        .put("handshakesPerMinute", perMinute(during, last - first + 1))
        .put("handshakesPerMinuteBefore", perMinute(before, first - from))
        .put("resets", during[JournalFacts.at(Totals.RESETS)])
        .put("otherObjectsUnderAttack", others);
  }

  /** Counts of a mitigation go on from record to record. */
  private static Collection<JournalRecord> lastOfEach(List<JournalRecord> records) {
    Map<List<Long>, JournalRecord> last = new LinkedHashMap<>();
    for (JournalRecord one : records) {
      last.put(List.of((long) one.worker(), one.get(MitigationNote.NUMBER)), one);
    }
    return last.values();
  }

  private static long perMinute(long[] sums, long seconds) {
    return seconds <= 0
        ? 0
        : Math.round(60.0 * sums[JournalFacts.at(Totals.COMPLETED_HANDSHAKES)] / seconds);
  }
}
