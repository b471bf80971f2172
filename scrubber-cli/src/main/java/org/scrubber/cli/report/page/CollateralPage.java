package org.scrubber.cli.report.page;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.cli.report.page.form.Cell;
import org.scrubber.cli.report.page.form.Page;

/** What else an incident touched, and how full the scrubber was. */
final class CollateralPage {
  private final Shown one;
  private final Outcome outcome;
  private final boolean redacted;
  private final Words words;
  private final Page page;

  /**
   * Creates it.
   *
   * @param redacted whether what is of all objects together is left out
   */
  CollateralPage(Shown one, Outcome outcome, boolean redacted, Words words, Page page) {
    this.one = one;
    this.outcome = outcome;
    this.redacted = redacted;
    this.words = words;
    this.page = page;
  }

  void write() {
    collateral();
    capacity();
  }

  private Page.Fact fact(String key, Cell known) {
    return new Page.Fact(words.get(key), known);
  }

  private void collateral() {
    page.heading(3, words.get("collateral"));
    List<Page.Fact> facts = new ArrayList<>();
    facts.add(
        fact(
            "spokenForLost",
            outcome.isMonitored()
                ? Cell.of(words.get("spokenForLost.monitored"))
                : one.number("/collateral/spokenForLost")));
    if (outcome == Outcome.DONE) {
      facts.add(fact("challenges.sent", one.number("/collateral/challengesSent")));
      facts.add(fact("challenges.answered", one.number("/collateral/challengesAnswered")));
    } else {
      facts.add(fact("challenges.sent", Cell.of(words.get(outcome.key("challenges")))));
    }
    boolean before = one.value("/baseline/observedSeconds") > 0;
    facts.add(fact("handshakes", one.number("/collateral/handshakesPerMinute")));
    facts.add(
        fact(
            "handshakes.before",
            before
                ? one.number("/collateral/handshakesPerMinuteBefore")
                : Cell.of(words.get("baseline.none"))));
    facts.add(fact("resets", one.number("/collateral/resets")));
    if (!redacted) {
      facts.add(fact("others", one.number("/collateral/otherObjectsUnderAttack")));
    }
    page.facts(facts);
  }

  private void capacity() {
    Cell unmeasured = Cell.of(words.get("unmeasured"));
    boolean looked = one.value("/capacity/observations") > 0;
    boolean live = one.node().at("/capacity/overloadMeasured").asBoolean();
    List<Page.Fact> facts = new ArrayList<>();
    if (!redacted) {
      facts.add(fact("flowTable", looked ? one.percent("/capacity/flowTablePercent") : unmeasured));
      facts.add(fact("evicted", looked ? one.number("/capacity/evictedFlows") : unmeasured));
      boolean busy = one.value("/capacity/maxUtilisationPercent") > 0;
      facts.add(
          fact("utilisation", busy ? one.percent("/capacity/maxUtilisationPercent") : unmeasured));
    }
    facts.add(fact("overload", live ? one.number("/capacity/overloadSeconds") : unmeasured));
    if (!redacted) {
      facts.add(fact("queueDrops", live ? one.number("/capacity/queueDrops") : unmeasured));
      facts.add(fact("shed", live ? one.number("/capacity/shedPackets") : unmeasured));
    }
    page.beginFold(3, words.get("capacity"));
    page.facts(facts);
    page.endFold();
  }
}
