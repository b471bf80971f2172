package org.scrubber.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.LongStream;
import org.scrubber.cli.report.geo.GeoDatabases;
import org.scrubber.cli.report.geo.GeoException;
import org.scrubber.cli.report.look.TargetServices;
import org.scrubber.journal.Fields.IncidentNote;
import org.scrubber.journal.Fields.IncidentVector;
import org.scrubber.journal.Fields.MitigationNote;
import org.scrubber.journal.Fields.Sample;
import org.scrubber.journal.Fields.Totals;
import org.scrubber.journal.Fields.VectorTotals;
import org.scrubber.journal.JournalRecord;
import org.scrubber.report.Incident;

/** One incident as JSON. */
final class IncidentTree {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long MARGIN_SECONDS = 20;
  private static final int MOST_SECONDS = 1 << 20;
  private static final long ENDED = 3;

  private static final int MOST_POINTS = 7_200;

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
    json.put("named", attack.named());
    ArrayNode targets = json.putArray("targets");
    for (String target : note.text("targets").split(" ")) {
      targets.add(target);
    }
    json.put("direction", "inbound");
    json.put("runKind", attack.live() ? "run" : "replay");
    json.put("severity", Incident.Severity.values()[severity].name().toLowerCase(Locale.ROOT));
    long asOfNs = facts.asOfNs(attack);
    boolean mitigated = note.get(IncidentNote.RUNNING) == 1;
    json.put("state", Incident.State.of(mitigated, stopNs, asOfNs).code());
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
    AlsoStopped.write(facts, attack, first, last, json.putArray("alsoStopped"));
    timeline();
    SourceTree.write(
        facts.sources.getOrDefault(attack.object(), List.of()),
        facts.samples.getOrDefault(attack.object(), List.of()),
        startNs - SECOND_NS,
        stopNs + SECOND_NS,
        geo,
        json);
    actions();
    collateral();
    consequences();
    Times.put(json, "asOf", asOfNs);
    json.put("runEnded", facts.endsNs.contains(note.timeNs()));
    json.put("runEnding", facts.ending(attack).code());
  }

  /** A campaign is named by its first object and when that was hit: not everybody's business. */
  private String campaign() {
    String id = note.text("campaign");
    int dash = id.indexOf('-', id.indexOf('-') + 1);
    boolean own = dash > 0 && id.substring(dash + 1).equals(attack.object());
    return redacted && !own ? "campaign-redacted" : id;
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
    Times.put(json, "start", startNs);
    long detectedNs =
        ownMitigations().stream()
            .mapToLong(one -> one.get(MitigationNote.RAISED_NS))
            .min()
            .orElse(startNs);
    LongSummaryStatistics stopped = stopped();
    long mitigatedNs = stopped.getCount() == 0 ? detectedNs : stopped.getMin();
    Times.put(json, "detected", detectedNs);
    Times.put(json, "mitigated", mitigatedNs);
    // Before there is a mitigation, only what is always on can have stopped anything.
    String by = mitigatedNs < detectedNs ? "always-on" : "mitigation";
    json.put("mitigatedBy", stopped.getCount() == 0 ? "nothing" : by);
    Times.put(json, "stop", stopNs);
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

  /** Returns when packets were stopped first, of any of the vectors, by whatever filter. */
  private LongSummaryStatistics stopped() {
    LongStream treated =
        ownMitigations().stream().mapToLong(one -> one.get(MitigationNote.FIRST_NS));
    // What always-on filters stop of a vector is of no mitigation; the first of it is sampled.
    LongStream sampled =
        attack.vectors().stream()
            .flatMap(
                vector ->
                    samples(vector.get(IncidentVector.START_NS), vector.get(IncidentVector.STOP_NS))
                        .stream()
                        .filter(one -> one.get(Sample.VECTOR) == vector.get(IncidentVector.VECTOR)))
            .mapToLong(JournalRecord::timeNs);
    return LongStream.concat(treated, sampled).filter(one -> one > 0).summaryStatistics();
  }

  /** How fast packets came, of all to the object, by the seconds of the attack. */
  private void rates() {
    List<long[]> seconds = new ArrayList<>();
    for (long at = first; at <= last && seconds.size() < MOST_SECONDS; at++) {
      seconds.add(own().getOrDefault(at, new long[JournalFacts.COUNTS]));
    }
    ObjectNode rates = json.putObject("rates").put("seconds", seconds.size());
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

  private void totals() {
    long[] sums = JournalFacts.sum(own(), JournalFacts.COUNTS, first, last);
    ObjectNode totals = json.putObject("totals");
    count(totals, "offered", sums, Totals.OFFERED_PACKETS);
    count(totals, "passed", sums, Totals.PASSED_PACKETS);
    count(totals, "dropped", sums, Totals.DROPPED_PACKETS);
    count(totals, "challenged", sums, Totals.CHALLENGED_PACKETS);
    count(totals, "monitored", sums, Totals.MONITORED_PACKETS);
    long offered = sums[JournalFacts.at(Totals.OFFERED_PACKETS)];
    totals.put("complete", facts.lost == 0 || offered >= note.get(IncidentNote.PACKETS));
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
    long[] during = JournalFacts.sum(own(), JournalFacts.COUNTS, first, last);
    boolean harmed = during[JournalFacts.at(Totals.KNOWN_LOST)] > 0;
    VectorTree tree = new VectorTree(ownMitigations(), harmed, facts.asOfNs(attack));
    for (JournalRecord one : attack.vectors()) {
      long fromNs = one.get(IncidentVector.START_NS) - SECOND_NS;
      long toNs = one.get(IncidentVector.STOP_NS) + SECOND_NS;
      int id = one.index(IncidentVector.VECTOR);
      tree.write(
          one,
          samples(fromNs, toNs).stream().filter(sample -> sample.get(Sample.VECTOR) == id).toList(),
          rows.addObject());
    }
    confidence(rows);
    TargetServices.write(
        samples(startNs - SECOND_NS, stopNs + SECOND_NS), json.putArray("targetServices"));
  }

  private List<JournalRecord> samples(long fromNs, long toNs) {
    return facts.samples.getOrDefault(attack.object(), List.of()).stream()
        .filter(sample -> sample.timeNs() >= fromNs && sample.timeNs() <= toNs)
        .toList();
  }

  /** An incident is as sure as its surest vector that matters. */
  private void confidence(ArrayNode vectors) {
    JsonNode surest = MissingNode.getInstance();
    for (JsonNode one : vectors) {
      JsonNode confidence = one.path("confidence");
      if (one.path("significant").asBoolean()
          && (surest.isMissingNode()
              || confidence.path("value").asInt() > surest.path("value").asInt())) {
        surest = confidence;
      }
    }
    json.set(
        "confidence",
        surest.isMissingNode() ? vectors.path(0).path("confidence").deepCopy() : surest.deepCopy());
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
      point.put("monitored", sums[JournalFacts.at(Totals.MONITORED_PACKETS)]);
      ArrayNode lost = point.putArray("lostByVector");
      ArrayNode monitored = point.putArray("monitoredByVector");
      for (Map.Entry<String, NavigableMap<Long, long[]>> one : vectors.entrySet()) {
        long[] own =
            JournalFacts.sum(one.getValue(), JournalFacts.VECTOR_COUNTS, at, at + step - 1);
        long packets =
            own[JournalFacts.at(VectorTotals.DROPPED_PACKETS)]
                + own[JournalFacts.at(VectorTotals.CHALLENGED_PACKETS)];
        byVector(one.getKey(), packets, lost);
        byVector(one.getKey(), own[JournalFacts.at(VectorTotals.MONITORED_PACKETS)], monitored);
      }
    }
  }

  private static void byVector(String vector, long packets, ArrayNode rows) {
    if (packets > 0) {
      rows.addObject().put("vector", vector).put("packets", packets);
    }
  }

  private void actions() {
    List<JournalRecord> mitigations = ownMitigations();
    new ActionTree(facts, attack, redacted)
        .write(
            mitigations,
            startNs - SECOND_NS,
            ActionTree.end(mitigations, stopNs),
            json.putArray("actions"));
  }

  /** What the machine could carry, and what follows for the networks before it and for people. */
  private void consequences() {
    CapacityTree capacity = new CapacityTree(facts, attack.live(), startNs, stopNs);
    capacity.write(json.putObject("capacity"));
    UpstreamTree upstream =
        new UpstreamTree(
            attack.object(),
            lastOfEach(ownMitigations()),
            samples(startNs - SECOND_NS, stopNs + SECOND_NS));
    ArrayNode proposals = json.putArray("upstreamActions");
    if (capacity.wasOverloaded()) {
      upstream.write(proposals);
    }
    List<Integer> ids =
        attack.vectors().stream().map(one -> one.index(IncidentVector.VECTOR)).toList();
    boolean kept = facts.hasWrittenEvidence();
    new AdviceTree(json, upstream, ids, capacity.wasOverloaded(), kept).write();
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
