package org.scrubber.cli.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.scrubber.cli.report.page.form.Cell;
import org.scrubber.cli.report.page.form.Page;

/** The part of a page that is about one incident. */
final class IncidentPage {
  private static final long SECOND_NS = 1_000_000_000L;

  private static final List<String> TOTALS =
      List.of("offered", "passed", "dropped", "challenged", "monitored");

  /** Shares of an attack's seconds, by what they did not exceed. */
  enum Percentile {
    /** Half of them: three at least, so that one is in the middle. */
    P50(3),
    /** All but one of twenty. */
    P95(20),
    /** All but one of a hundred. */
    P99(100);

    private final int leastSeconds;

    Percentile(int leastSeconds) {
      this.leastSeconds = leastSeconds;
    }

    /** Returns the beginning of its name in the JSON. */
    String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Tells whether so many seconds are enough that it is not their highest. */
    boolean isTelling(long seconds) {
      return seconds >= leastSeconds;
    }
  }

  private final Shown one;
  private final Outcome outcome;
  private final boolean redacted;
  private final Words words;
  private final Page page;

  IncidentPage(Shown one, Outcome outcome, boolean redacted, Words words, Page page) {
    this.one = one;
    this.outcome = outcome;
    this.redacted = redacted;
    this.words = words;
    this.page = page;
  }

  void write() {
    page.heading(2, OverviewPage.heading(one, words), OverviewPage.id(one));
    page.summary(Summary.incident(one.node(), outcome, words));
    page.heading(3, words.get("timeline"));
    new TimelinePage(one.node(), outcome, words, page).write();
    totals();
    facts();
    confidence();
    vectors();
    new LooksPage(one, words, page).write();
    new ActionsPage(one, outcome, words, page).write();
    new SourcesPage(one, words, page).write();
    new CollateralPage(one, outcome, redacted, words, page).write();
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
      boolean none = one.value(path + "/packets") == 0;
      boolean untold = List.of("challenged", "monitored").contains(kind) || outcome.isMonitored();
      if (!none || !untold) {
        rows.add(
            List.of(
                Cell.of(words.get(head(kind))),
                one.number(path + "/packets"),
                one.bytes(path + "/bytes")));
      }
    }
    page.table(List.of("", words.get("packets"), words.get("bytes")), rows);
  }

  private String head(String kind) {
    return switch (kind) {
      case "passed" -> outcome.key("passed.head");
      case "dropped", "challenged" -> outcome.key(kind);
      default -> kind;
    };
  }

  private void facts() {
    page.beginFold(3, words.get("facts"));
    List<Page.Fact> facts = new ArrayList<>();
    facts.add(fact("id", one.code("/id")));
    if (one.value("/campaignSize") > 1) {
      facts.add(fact("campaign", one.code("/campaignId")));
    }
    List<String> targets = new ArrayList<>();
    one.node().path("targets").forEach(target -> targets.add(target.asText()));
    facts.add(fact("targets", Cell.of(String.join(", ", targets))));
    facts.add(fact("severity", one.word("severity.", "/severity")));
    facts.add(
        fact(
            "confidence",
            Cell.list(
                one.ofHundred("/confidence/value"), one.word("level.", "/confidence/level"))));
    facts.add(fact("state", Cell.of(Summary.state(one.node(), outcome, words))));
    boolean monitored = outcome.isMonitored();
    List<String> moments = new ArrayList<>(List.of("start", "detected", "stop"));
    if (!monitored) {
      moments.add(2, "mitigated");
    }
    if (one.value("/closedNs") > 0) {
      moments.add("closed");
    }
    boolean exact = areClose(moments);
    for (String moment : moments) {
      String path = "/" + moment + "Ns";
      facts.add(fact(moment, exact ? one.exactTime(path) : one.time(path)));
    }
    facts.add(fact("duration", one.span("/durationNs", "/startNs", "/stopNs")));
    facts.add(fact("ttd", one.span("/timeToDetectNs", "/startNs", "/detectedNs")));
    if (!monitored) {
      Cell time = one.span("/timeToMitigateNs", "/startNs", "/mitigatedNs");
      boolean always = one.string("/mitigatedBy").equals("always-on");
      facts.add(fact("ttm", always ? Cell.list(time, Cell.of(words.get("ttm.alwaysOn"))) : time));
    }
    facts.add(fact("peak", Cell.list(one.packetRate("/peakPps"), one.bitRate("/peakBps"))));
    facts.addAll(percentiles());
    facts.add(fact("sources", one.distinct("/sources")));
    facts.add(
        fact(
            "baseline",
            one.value("/baseline/observedSeconds") == 0
                ? Cell.of(words.get("baseline.none"))
                : Cell.list(
                    one.packetRate("/baseline/normalPps"), one.bitRate("/baseline/normalBps"))));
    page.facts(facts);
    page.endFold();
  }

  /** Returns the rates that most seconds did not exceed: of few seconds they say nothing. */
  private List<Page.Fact> percentiles() {
    long seconds = one.value("/rates/seconds");
    List<Page.Fact> facts = new ArrayList<>();
    for (Percentile share : Percentile.values()) {
      String path = "/rates/" + share.code();
      if (share.isTelling(seconds)) {
        String name = words.get("rates." + share.code(), words.number(seconds));
        Cell rates = Cell.list(one.packetRate(path + "Pps"), one.bitRate(path + "Bps"));
        facts.add(new Page.Fact(name, rates));
      }
    }
    return facts;
  }

  /** Tells whether two of the moments are of the same second. */
  private boolean areClose(List<String> moments) {
    for (int k = 1; k < moments.size(); k++) {
      if (Words.areClose(
          one.value("/" + moments.get(k - 1) + "Ns"), one.value("/" + moments.get(k) + "Ns"))) {
        return true;
      }
    }
    return false;
  }

  private void confidence() {
    page.beginFold(3, words.get("confidence"));
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
    page.endFold();
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
              vector.clock("/startNs", "/stopNs"),
              vector.clock("/stopNs", "/startNs"),
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
    if (one.each("/vectors").stream().anyMatch(this::isMoreStopped)) {
      page.small(words.get("vectors.text"));
    }
    if (one.each("/vectors").stream().anyMatch(IncidentPage::isBrief)) {
      page.small(words.get("vectors.brief"));
    }
    List<String> others = new ArrayList<>();
    for (Shown also : one.each("/alsoStopped")) {
      others.add(also.string("/vector") + " (" + words.number(also.value("/packets")) + ")");
    }
    if (!others.isEmpty()) {
      page.small(words.get("alsoStopped", String.join(", ", others)));
    }
  }

  /** Tells whether a mitigation has stopped more of a vector than its packets are. */
  private boolean isMoreStopped(Shown vector) {
    return one.each("/actions").stream()
        .filter(action -> action.string("/vector").equals(vector.string("/vector")))
        .filter(action -> action.string("/target").equals(vector.string("/target")))
        .anyMatch(
            action ->
                action.value("/dropped") + action.value("/challenged") > vector.value("/packets"));
  }

  private static boolean isBrief(Shown vector) {
    return vector.value("/stopNs") - vector.value("/startNs") < SECOND_NS;
  }

  private Cell sources(Shown vector) {
    Cell count = vector.distinct("/sources");
    if (vector.node().path("spoofed").asBoolean()) {
      return Cell.lines(count, Cell.of(words.get("spoofed")));
    }
    return vector.value("/reflectors") > 0
        ? Cell.lines(count, Cell.of(words.get("reflectors")))
        : count;
  }
}
