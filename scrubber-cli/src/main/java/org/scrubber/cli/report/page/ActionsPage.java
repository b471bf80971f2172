package org.scrubber.cli.report.page;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.cli.render.RaisedBy;
import org.scrubber.cli.report.page.form.Cell;
import org.scrubber.cli.report.page.form.Page;

/** What was done about an incident, by whom, and what came of it. */
final class ActionsPage {
  /** Lines of a reload that are shown; the JSON has all. */
  private static final int LINES = 12;

  private final Shown one;
  private final Outcome outcome;
  private final Words words;
  private final Page page;

  ActionsPage(Shown one, Outcome outcome, Words words, Page page) {
    this.one = one;
    this.outcome = outcome;
    this.words = words;
    this.page = page;
  }

  void write() {
    page.beginFold(3, words.get("actions"));
    List<List<Cell>> rows = new ArrayList<>();
    List<Shown> actions = one.each("/actions");
    boolean exact = areClose(actions);
    for (Shown action : actions) {
      rows.add(
          List.of(
              Cell.lines(
                  numbered(rows.size() + 1, action, exact), action.word("actor.", "/actorKind")),
              Cell.lines(
                  new Cell.Strong(words.get("action." + action.string("/action"))),
                  action.text("/vector"),
                  action.text("/target")),
              reason(action),
              rates(action, "/before"),
              rates(action, "/after"),
              effect(action),
              treated(action)));
    }
    page.table(
        List.of(
            words.get("time"),
            words.get("action"),
            words.get("reason"),
            words.get("before"),
            words.get("after"),
            words.get(outcome.key("effect")),
            words.get("soFar")),
        rows);
    page.small(words.get(outcome.isMonitored() ? "actions.text.monitored" : "actions.text"));
    page.endFold();
    upstream();
  }

  private Cell numbered(int number, Shown action, boolean exact) {
    long timeNs = action.value("/timeNs");
    String clock = words.clock(timeNs, exact);
    return new Cell.Value(action.pointer() + "/timeNs", timeNs, number + ". " + clock);
  }

  /** Tells whether two that follow each other are of the same second. */
  private static boolean areClose(List<Shown> actions) {
    for (int k = 1; k < actions.size(); k++) {
      if (Words.areClose(actions.get(k - 1).value("/timeNs"), actions.get(k).value("/timeNs"))) {
        return true;
      }
    }
    return false;
  }

  private Cell reason(Shown action) {
    if (!action.string("/text").isEmpty()) {
      return noted(action);
    }
    Cell why = action.word("reason.", "/reason");
    return Cell.lines(
        why,
        Cell.of(
            words.get(
                isBurst(action)
                    ? "reason.burst"
                    : isBrief(action) ? "reason.counter.brief" : "reason.counter",
                words.packetRate(action.value("/ratePps")),
                words.packetRate(action.value("/thresholdPps")),
                words.number(action.value("/burstPackets")))));
  }

  private Cell noted(Shown action) {
    List<Shown> all = action.each("/lines");
    List<Cell> lines = new ArrayList<>(List.of(action.text("/text")));
    for (Shown one : all.subList(0, Math.min(LINES, all.size()))) {
      lines.add(one.text(""));
    }
    if (all.size() > LINES) {
      lines.add(Cell.of(words.get("more", words.number(all.size() - LINES))));
    }
    return new Cell.Several(lines, true);
  }

  /** A rate above the incident's peak, which is of a second, can only be of less than one. */
  private boolean isBrief(Shown action) {
    return action.value("/ratePps") > one.value("/peakPps");
  }

  /** Tells whether it was raised by a burst. */
  private static boolean isBurst(Shown action) {
    return action.string("/reason").startsWith("above")
        && RaisedBy.isBurst(action.value("/ratePps"), action.value("/thresholdPps"));
  }

  private Cell rates(Shown action, String path) {
    if (isRefusal(action)) {
      return Cell.of("–");
    }
    if (action.value(path + "/observedSeconds") == 0) {
      return Cell.of(words.get("unseen"));
    }
    return Cell.lines(
        new Cell.Value(
            action.pointer() + path + "/offeredPps",
            action.value(path + "/offeredPps"),
            words.get("rates.offered", words.packetRate(action.value(path + "/offeredPps")))),
        new Cell.Value(
            action.pointer() + path + "/passedPps",
            action.value(path + "/passedPps"),
            words.get(
                outcome.key("rates.passed"), words.packetRate(action.value(path + "/passedPps")))),
        new Cell.Value(
            action.pointer() + path + stopped(),
            action.value(path + stopped()),
            words.get(
                outcome.key("rates.stopped"), words.packetRate(action.value(path + stopped())))));
  }

  private String stopped() {
    return outcome.isMonitored() ? "/monitoredPps" : "/stoppedPps";
  }

  /** What was refused has changed nothing. */
  private static boolean isRefusal(Shown action) {
    return action.string("/action").equals("refused");
  }

  private Cell effect(Shown action) {
    if (isRefusal(action)) {
      return Cell.of(words.get("effect.none"));
    }
    boolean seen =
        action.value("/before/observedSeconds") > 0 && action.value("/after/observedSeconds") > 0;
    if (!seen) {
      return Cell.of(words.get("unseen"));
    }
    String path = outcome.isMonitored() ? "/monitoredEffectPps" : "/effectPps";
    long pps = action.value(path);
    String sign = pps > 0 ? "+" : pps < 0 ? "−" : "";
    return new Cell.Value(action.pointer() + path, pps, sign + words.packetRate(Math.abs(pps)));
  }

  private Cell treated(Shown action) {
    if (action.string("/vector").isEmpty()) {
      return Cell.of("");
    }
    List<Cell> counts = new ArrayList<>();
    for (String kind : List.of("dropped", "challenged")) {
      long packets = action.value("/" + kind);
      if (packets > 0) {
        String text = words.get(outcome.key("rates." + kind), words.number(packets));
        counts.add(new Cell.Value(action.pointer() + "/" + kind, packets, text));
      }
    }
    return counts.isEmpty() ? Cell.of("–") : new Cell.Several(counts, true);
  }

  private void upstream() {
    List<Shown> proposals = one.each("/upstreamActions");
    page.heading(3, words.get("upstream"));
    if (proposals.isEmpty()) {
      page.paragraph(words.get("upstream.none"));
      return;
    }
    page.paragraph(words.get("upstream.text"));
    List<List<Cell>> rows = new ArrayList<>();
    for (Shown proposal : proposals) {
      rows.add(
          List.of(
              proposal.word("upstream.", "/kind"),
              proposal.text("/text"),
              Cell.lines(proposal.code("/exabgp"), proposal.code("/bird"))));
    }
    page.table(List.of(words.get("kind"), words.get("upstream.words"), "ExaBGP 4, BIRD 2"), rows);
  }
}
