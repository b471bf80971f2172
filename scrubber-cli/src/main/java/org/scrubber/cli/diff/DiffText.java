package org.scrubber.cli.diff;

import java.util.List;
import java.util.Locale;
import org.scrubber.cli.render.Printable;
import org.scrubber.cli.render.Quantity;
import org.scrubber.cli.render.Style;
import org.scrubber.diff.Difference;
import org.scrubber.diff.Outcome;

/** Differences as text: the answer first, then a paragraph for each kind of change. */
final class DiffText {
  private static final int MOST_GROUPS = 30;

  private final StringBuilder text = new StringBuilder();
  private final Style style;

  private DiffText(Style style) {
    this.style = style;
  }

  static String render(Difference difference, Style style) {
    DiffText one = new DiffText(style);
    one.write(difference);
    return one.text.toString();
  }

  private void write(Difference d) {
    line(
        "%s -> %s   %s, of which %s judged otherwise"
            .formatted(
                d.before(),
                d.after(),
                Quantity.counted(d.packets(), "packet"),
                d.changed() == 0 ? "none is" : Quantity.count(d.changed()) + " are"));
    if (d.changed() > 0) {
      line(
          "%s would newly be lost, %s would newly pass"
              .formatted(Quantity.count(d.newlyLost()), Quantity.count(d.newlyPassed())));
    }
    String verdict =
        d.isHarmful()
            ? style.bad(
                "%s of about %s in conversation, or that was asked for, would be lost"
                    .formatted(
                        Quantity.counted(d.spokenForLost(), "packet"),
                        Quantity.counted(d.spokenForFlows(), "flow")))
            : "nobody in conversation, or who was asked, would newly lose a packet";
    line(verdict);
    List<Difference.Group> groups = d.groups();
    for (Difference.Group group : groups.subList(0, Math.min(MOST_GROUPS, groups.size()))) {
      group(group);
    }
    if (groups.size() > MOST_GROUPS) {
      line("");
      line("%,d more kinds of change; --json has all".formatted(groups.size() - MOST_GROUPS));
    }
  }

  private void group(Difference.Group group) {
    line("");
    String object = group.object().isEmpty() ? "no object" : group.object();
    String vector = group.vector().isEmpty() ? "" : "   " + group.vector();
    line(
        style.heading(
            "%s%s   %s, %s"
                .formatted(
                    object,
                    vector,
                    Quantity.counted(group.packets(), "packet"),
                    Quantity.bytes(group.bytes()))));
    line(
        "  %s -> %s"
            .formatted(
                outcome(group.from(), group.fromReason()), outcome(group.to(), group.toReason())));
    if (group.spokenFor() > 0) {
      line("  " + style.bad(Quantity.count(group.spokenFor()) + " of conversations, or asked for"));
    }
    for (Difference.Sample sample : group.samples()) {
      line(
          "    frame %s   %s   %s > %s %s, %s B%s"
              .formatted(
                  Quantity.count(sample.frame()),
                  Quantity.time(sample.timeNs()),
                  sample.source(),
                  sample.target(),
                  sample.protocol(),
                  Quantity.count(sample.wireBytes()),
                  sample.spokenFor() ? "   spoken for" : ""));
    }
  }

  private static String outcome(Outcome outcome, String reason) {
    String name = outcome.name().toLowerCase(Locale.ROOT);
    return reason.isEmpty() ? name : name + " (" + reason + ")";
  }

  private void line(String words) {
    text.append(style == Style.PLAIN ? Printable.line(words) : words).append('\n');
  }
}
