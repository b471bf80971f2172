package org.scrubber.cli.render;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.detect.Mitigation;
import org.scrubber.explain.Explanation;

/** An explanation as text: one thing a line, names in the first column. */
public final class ExplanationText {
  private static final int NAME_WIDTH = 14;

  private final Explanation one;
  private final Style style;
  private final List<String> lines = new ArrayList<>();

  private ExplanationText(Explanation one, Style style) {
    this.one = one;
    this.style = style;
  }

  /** Returns an explanation as lines of text. */
  public static String render(Explanation explanation, Style style) {
    ExplanationText text = new ExplanationText(explanation, style);
    text.write();
    return String.join("\n", text.lines) + "\n";
  }

  private void write() {
    head();
    for (Explanation.Layer layer : one.layers()) {
      line(layer.protocol(), layer.fields());
    }
    object();
    known();
    meters();
    mitigation();
    if (one.object() == null) {
      line("filters", "none is asked");
    } else {
      filters();
    }
    verdict();
  }

  private void filters() {
    lines.add("  filters");
    for (Explanation.FilterView view : one.filters()) {
      String outcome = view.outcome();
      boolean lost = outcome.equals("drop") || outcome.equals("challenge");
      String padded = pad(outcome, 11);
      String painted = lost ? style.bad(padded) : padded;
      lines.add(
          ("    " + pad(view.filter(), NAME_WIDTH + 2) + painted + view.why()).stripTrailing());
    }
  }

  private void head() {
    String cut =
        one.capturedBytes() < one.wireBytes()
            ? ", %s captured".formatted(Quantity.count(one.capturedBytes()))
            : "";
    lines.add(
        style.heading("frame " + Quantity.count(one.frame()))
            + "   %s.%06d UTC   %s B on the wire%s   %s"
                .formatted(
                    Quantity.date(one.timeNs()) + " " + Quantity.time(one.timeNs()),
                    Math.floorMod(one.timeNs(), 1_000_000_000L) / 1_000,
                    Quantity.count(one.wireBytes()),
                    cut,
                    one.direction()));
  }

  private void object() {
    Explanation.Target object = one.object();
    if (object == null) {
      line("object", "none");
      return;
    }
    line(
        "object",
        "%s (%s, profile %s)   mode %s   view %s, %s after the capture's first packet"
            .formatted(
                object.name(),
                object.prefix(),
                object.profile(),
                object.mode(),
                object.view(),
                Quantity.duration(object.sinceFirstNs())));
    line("vector", one.vector().isEmpty() ? "none" : one.vector());
  }

  private void known() {
    if (one.object() == null) {
      return;
    }
    if (one.knowledge().isEmpty()) {
      line("known", "nothing: neither flow nor source");
    }
    String name = "known";
    for (Explanation.Known known : one.knowledge()) {
      line(name, pad(known.code(), 18) + known.text());
      name = "";
    }
  }

  private void meters() {
    String name = "counted";
    for (Explanation.Meter meter : one.meters()) {
      line(
          name,
          "%s: %s of a burst of %s packets, threshold %s (%s)"
              .formatted(
                  meter.level(),
                  Quantity.count(meter.packets()),
                  Quantity.count(meter.burst()),
                  Quantity.packetRate(meter.thresholdPps()),
                  meter.counted()));
      name = "";
    }
  }

  private void mitigation() {
    Explanation.Treatment by = one.mitigation();
    if (by == null) {
      return;
    }
    String pulses = by.pulses() > 1 ? ", for the %dth time".formatted(by.pulses()) : "";
    line(
        "mitigation",
        "%s of %s   raised %s ago%s   %s against %s"
            .formatted(
                by.vector(),
                by.target(),
                Quantity.duration(by.raisedAgoNs()),
                pulses,
                Quantity.packetRate(by.ratePps()),
                Quantity.packetRate(by.thresholdPps())));
    if (RaisedBy.isBurst(by.ratePps(), by.thresholdPps())) {
      long burst = Mitigation.burst(by.thresholdPps());
      line("", "raised by " + RaisedBy.words(by.ratePps(), by.thresholdPps(), burst));
    }
    if (!by.signature().isEmpty()) {
      line("", "the flood looks like " + by.signature());
    }
  }

  private void verdict() {
    Explanation.Outcome verdict = one.verdict();
    boolean passed = verdict.verdict().equals("PASS");
    String text = "verdict " + verdict.verdict();
    String code = verdict.reason().isEmpty() ? "" : " [" + verdict.reason() + "]";
    String monitored = verdict.monitored() ? "; passed all the same: mode monitor" : "";
    lines.add(
        "  "
            + (passed ? style.heading(text) : style.bad(text))
            + "   "
            + verdict.text()
            + code
            + monitored);
  }

  private void line(String name, String value) {
    lines.add(("  " + pad(name, NAME_WIDTH) + value).stripTrailing());
  }

  private static String pad(String text, int width) {
    return text.length() >= width ? text + " " : text + " ".repeat(width - text.length());
  }
}
