package org.scrubber.cli.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The part of a page that is about one incident. */
final class IncidentPage {
  private static final List<String> TOTALS =
      List.of("offered", "passed", "dropped", "challenged", "monitored");

  private final Shown one;
  private final Words words;
  private final Page page;

  IncidentPage(Shown one, Words words, Page page) {
    this.one = one;
    this.words = words;
    this.page = page;
  }

  void write() {
    page.heading(2, one.string("/object"));
    page.summary(Summary.incident(one.node(), words));
    page.heading(3, words.get("timeline"));
    new TimelinePage(one.node(), words, page).write();
    totals();
    facts();
    confidence();
    vectors();
    new LooksPage(one, words, page).write();
    new ActionsPage(one, words, page).write();
    new SourcesPage(one, words, page).write();
    collateral();
    capacity();
    new AdvicePage(one, words, page).write();
  }

  private Page.Fact fact(String key, Cell known) {
    return new Page.Fact(words.get(key), known);
  }

  private void totals() {
    page.heading(3, words.get("totals"));
    List<List<Cell>> rows = new ArrayList<>();
    for (String kind : TOTALS) {
      String path = "/totals/" + kind;
      if (one.value(path + "/packets") > 0 || !kind.equals("monitored")) {
        String head = words.get(kind.equals("passed") ? "passed.head" : kind);
        rows.add(List.of(Cell.of(head), one.number(path + "/packets"), one.bytes(path + "/bytes")));
      }
    }
    page.table(List.of("", words.get("packets"), words.get("bytes")), rows);
  }

  private void facts() {
    page.heading(3, words.get("facts"));
    List<Page.Fact> facts = new ArrayList<>();
    facts.add(fact("id", one.code("/id")));
    facts.add(fact("campaign", one.code("/campaignId")));
    List<String> targets = new ArrayList<>();
    one.node().path("targets").forEach(target -> targets.add(target.asText()));
    facts.add(fact("targets", Cell.of(String.join(", ", targets))));
    facts.add(fact("severity", one.word("severity.", "/severity")));
    facts.add(
        fact(
            "confidence",
            Cell.list(
                one.ofHundred("/confidence/value"), one.word("level.", "/confidence/level"))));
    facts.add(fact("state", one.word("state.", "/state")));
    facts.add(fact("start", one.time("/startNs")));
    facts.add(fact("detected", one.time("/detectedNs")));
    boolean monitored = Summary.wasMonitored(one.node());
    if (!monitored) {
      facts.add(fact("mitigated", one.time("/mitigatedNs")));
    }
    facts.add(fact("stop", one.time("/stopNs")));
    if (one.value("/closedNs") > 0) {
      facts.add(fact("closed", one.time("/closedNs")));
    }
    facts.add(fact("duration", one.duration("/durationNs")));
    facts.add(fact("ttd", one.duration("/timeToDetectNs")));
    if (!monitored) {
      facts.add(fact("ttm", one.duration("/timeToMitigateNs")));
    }
    facts.add(fact("peak", Cell.list(one.packetRate("/peakPps"), one.bitRate("/peakBps"))));
    facts.add(
        fact(
            "percentiles",
            Cell.list(
                one.packetRate("/rates/p50Pps"),
                one.packetRate("/rates/p95Pps"),
                one.packetRate("/rates/p99Pps"))));
    facts.add(
        fact(
            "percentiles.bits",
            Cell.list(
                one.bitRate("/rates/p50Bps"),
                one.bitRate("/rates/p95Bps"),
                one.bitRate("/rates/p99Bps"))));
    facts.add(fact("sources", one.number("/sources")));
    facts.add(
        fact(
            "baseline",
            one.value("/baseline/observedSeconds") == 0
                ? Cell.of(words.get("baseline.none"))
                : Cell.list(
                    one.packetRate("/baseline/normalPps"), one.bitRate("/baseline/normalBps"))));
    page.facts(facts);
  }

  private void confidence() {
    page.heading(3, words.get("confidence"));
    page.paragraph(words.get("confidence.text"));
    List<List<Cell>> rows = new ArrayList<>();
    for (Shown vector : one.each("/vectors")) {
      rows.add(
          List.of(
              name(vector),
              Cell.lines(
                  vector.ofHundred("/confidence/value"),
                  vector.word("level.", "/confidence/level")),
              why(vector.node().at("/confidence/why"))));
    }
    page.table(List.of(words.get("vector"), words.get("confidence"), words.get("why")), rows);
  }

  private Cell why(JsonNode codes) {
    List<Cell> reasons = new ArrayList<>();
    codes.forEach(code -> reasons.add(Cell.of(words.get("why." + code.asText()))));
    return new Cell.Several(reasons, true);
  }

  private static Cell name(Shown vector) {
    boolean part = vector.node().path("part").asBoolean();
    return new Cell.Strong((part ? "↳ " : "") + vector.string("/vector"));
  }

  private void vectors() {
    page.heading(3, words.get("vectors"));
    List<List<Cell>> rows = new ArrayList<>();
    for (Shown vector : one.each("/vectors")) {
      rows.add(
          List.of(
              name(vector),
              vector.word("class.", "/class"),
              vector.text("/target"),
              vector.clock("/startNs"),
              vector.clock("/stopNs"),
              Cell.lines(vector.packetRate("/peakPps"), vector.bitRate("/peakBps")),
              Cell.lines(vector.packetRate("/meanPps"), vector.bitRate("/meanBps")),
              Cell.lines(vector.number("/packets"), vector.bytes("/bytes")),
              sources(vector)));
    }
    page.table(
        List.of(
            words.get("vector"),
            words.get("class"),
            words.get("targets"),
            words.get("from"),
            words.get("to"),
            words.get("peak"),
            words.get("mean"),
            words.get("packets"),
            words.get("sources")),
        rows);
  }

  private Cell sources(Shown vector) {
    Cell count = vector.number("/sources");
    if (vector.node().path("spoofed").asBoolean()) {
      return Cell.lines(count, Cell.of(words.get("spoofed")));
    }
    return vector.value("/reflectors") > 0
        ? Cell.lines(count, Cell.of(words.get("reflectors")))
        : count;
  }

  private void collateral() {
    page.heading(3, words.get("collateral"));
    page.facts(
        List.of(
            fact("spokenForLost", one.number("/collateral/spokenForLost")),
            fact(
                "challenges",
                Cell.list(
                    one.number("/collateral/challengesSent"),
                    one.number("/collateral/challengesAnswered"))),
            fact(
                "handshakes",
                Cell.list(
                    one.number("/collateral/handshakesPerMinute"),
                    one.number("/collateral/handshakesPerMinuteBefore"))),
            fact("resets", one.number("/collateral/resets")),
            fact("others", one.number("/collateral/otherObjectsUnderAttack"))));
  }

  private void capacity() {
    page.heading(3, words.get("capacity"));
    Cell unmeasured = Cell.of(words.get("unmeasured"));
    boolean looked = one.value("/capacity/observations") > 0;
    boolean live = one.node().at("/capacity/overloadMeasured").asBoolean();
    page.facts(
        List.of(
            fact("flowTable", looked ? one.percent("/capacity/flowTablePercent") : unmeasured),
            fact("evicted", looked ? one.number("/capacity/evictedFlows") : unmeasured),
            fact("overload", live ? one.number("/capacity/overloadSeconds") : unmeasured),
            fact("queueDrops", live ? one.number("/capacity/queueDrops") : unmeasured),
            fact("shed", live ? one.number("/capacity/shedPackets") : unmeasured)));
  }
}
