package org.scrubber.cli.top;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.scrubber.cli.render.Printable;
import org.scrubber.cli.render.Quantity;
import org.scrubber.cli.render.Style;

/** A glance as text of as many lines as it takes, for files, mails and scripts. */
final class Text {
  private static final int WIDTH = 120;
  private static final double NS_PER_SECOND = 1e9;

  private Text() {}

  /** Returns the text. */
  static String render(Glance glance, Style style) {
    Tables tables = new Tables(glance, WIDTH);
    List<String> lines = new ArrayList<>();
    lines.add(glance.well() ? style.heading(glance.words()) : style.bad(glance.words()));
    Glance.Identity who = glance.instance();
    lines.add(
        "%s - %s   policy %s   up %s   pid %d   version %s"
            .formatted(
                Printable.line(glance.sides().get(0).name()),
                Printable.line(glance.sides().get(1).name()),
                Printable.line(who.policy()),
                Age.of(who.upNs()),
                who.pid(),
                who.version()));
    lines.add(
        String.format(
            Locale.ROOT,
            "%s %s UTC   rates over %.1f s",
            Quantity.date(glance.timeNs()),
            Quantity.time(glance.timeNs()),
            glance.intervalNs() / NS_PER_SECOND));
    section(lines, tables.totals());
    lines.addAll(tables.wentPast());
    lines.addAll(tables.listed());
    section(
        lines,
        glance.mitigations().isEmpty() ? List.of("no mitigation is active") : tables.mitigations());
    long more = glance.mitigationsActive() - glance.mitigations().size();
    if (more > 0) {
      lines.add("and " + Quantity.count(more) + " more");
    }
    section(lines, tables.objects());
    if (!glance.reasons().isEmpty()) {
      section(lines, tables.reasons());
    }
    section(lines, tables.workers());
    section(lines, tables.sides());
    section(lines, tables.rest());
    return String.join("\n", lines) + "\n";
  }

  private static void section(List<String> lines, List<String> table) {
    lines.add("");
    lines.addAll(table);
  }
}
