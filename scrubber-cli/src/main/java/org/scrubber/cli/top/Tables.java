package org.scrubber.cli.top;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.scrubber.cli.render.Printable;
import org.scrubber.cli.render.Quantity;
import org.scrubber.cli.render.TextTable;

/** The tables of a glance as lines of text, a title first; none is wider than it has to be. */
final class Tables {
  private static final String GAP = "  ";

  /** From here on there is room for columns that explain. */
  private static final int WIDE = 110;

  private static final int NAME_WIDTH = 18;

  /** Where a target's address must find room in 80 columns beside name and vector. */
  private static final int SHORT_NAME_WIDTH = 12;

  private static final int SHORT_VECTOR_WIDTH = 19;
  private static final long MANY = 1_000_000;

  private final Glance glance;
  private final boolean wide;

  Tables(Glance glance, int width) {
    this.glance = glance;
    wide = width >= WIDE;
  }

  private static String cut(String text, int most) {
    String line = Printable.line(text);
    return line.length() <= most ? line : line.substring(0, most - 1) + "~";
  }

  /** Returns a count in at most seven characters: 402,118 and 1.2 M. */
  private static String brief(long count) {
    return count < MANY
        ? Quantity.count(count)
        : Quantity.packetRate(count).replace("pps", "").stripTrailing();
  }

  /** Returns rates by verdict, without sparklines. */
  List<String> totals() {
    TextTable table =
        new TextTable(GAP)
            .left("")
            .right("PACKETS/S")
            .right("BITS/S")
            .right("SHARE")
            .right("SINCE START");
    Glance.Totals totals = glance.totals();
    total(table, "offered", totals.offered());
    total(table, "passed", totals.passed());
    total(table, "dropped", totals.dropped());
    total(table, "challenged", totals.challenged());
    return table.lines();
  }

  private void total(TextTable table, String label, Glance.Rate rate) {
    double offered = glance.totals().offered().packetsPerSecond();
    String share =
        offered == 0
            ? ""
            : String.format(Locale.ROOT, "%.1f %%", 100 * rate.packetsPerSecond() / offered);
    table.row(
        label,
        Quantity.packetRate(rate.packetsPerSecond()),
        Quantity.bitRate(rate.bitsPerSecond()),
        share,
        Quantity.count(rate.packets()));
  }

  /** Returns the active mitigations. */
  List<String> mitigations() {
    TextTable table = new TextTable(GAP).left("UNDER ATTACK").left("VECTOR").right("AGE");
    table.right("RATE");
    if (wide) {
      table.right("LIMIT").right("PULSES").right("DROPPED").right("CHALLENGED").right("ANSWERED");
    } else {
      table.right("STOPPED");
    }
    table.left("TARGET");
    for (Glance.MitigationRow one : glance.mitigations()) {
      List<String> row = new ArrayList<>();
      row.add(cut(one.object(), wide ? NAME_WIDTH : SHORT_NAME_WIDTH));
      row.add(wide ? one.vector() : cut(one.vector(), SHORT_VECTOR_WIDTH));
      row.add(Age.of(one.ageNs()));
      row.add(Quantity.packetRate(one.packetsPerSecond()));
      if (wide) {
        row.add(Quantity.packetRate(one.thresholdPacketsPerSecond()));
        row.add(Quantity.count(one.pulses()));
        row.add(Quantity.count(one.droppedPackets()));
        row.add(Quantity.count(one.challengedPackets()));
        row.add(
            one.challengesSent() == 0
                ? ""
                : Quantity.count(one.challengesAnswered())
                    + " of "
                    + Quantity.count(one.challengesSent()));
      } else {
        row.add(brief(one.droppedPackets() + one.challengedPackets()));
      }
      row.add(one.target());
      table.row(row);
    }
    return table.lines();
  }

  /** Returns the objects. */
  List<String> objects() {
    TextTable table =
        new TextTable(GAP)
            .left("OBJECT")
            .right("OFFERED")
            .right("PASSED")
            .right("DROPPED")
            .right("CHALLENGED");
    if (wide) {
      table.right("BITS/S").right("OFFERED SINCE START").left("PROFILE");
    }
    table.left("MODE");
    for (Glance.ObjectRow one : glance.objects()) {
      List<String> row = new ArrayList<>();
      row.add(cut(one.name(), NAME_WIDTH));
      row.add(Quantity.packetRate(one.offered().packetsPerSecond()));
      row.add(Quantity.packetRate(one.passed().packetsPerSecond()));
      row.add(Quantity.packetRate(one.dropped().packetsPerSecond()));
      row.add(Quantity.packetRate(one.challenged().packetsPerSecond()));
      if (wide) {
        row.add(Quantity.bitRate(one.offered().bitsPerSecond()));
        row.add(Quantity.count(one.offered().packets()));
        row.add(one.profile());
      }
      row.add(one.mode());
      table.row(row);
    }
    return table.lines();
  }

  /** Returns the reasons that packets were judged for. */
  List<String> reasons() {
    TextTable table = new TextTable(GAP).left("REASON").right("PACKETS/S").right("SINCE START");
    if (wide) {
      table.left("MEANING");
    }
    for (Glance.ReasonRow one : glance.reasons()) {
      List<String> row = new ArrayList<>();
      row.add(one.code());
      row.add(Quantity.packetRate(one.packetsPerSecond()));
      row.add(Quantity.count(one.packets()));
      if (wide) {
        row.add(one.text());
      }
      table.row(row);
    }
    return table.lines();
  }

  /** Returns how the workers are. */
  List<String> workers() {
    TextTable table =
        new TextTable(GAP)
            .left("WORKER")
            .right("HEADROOM")
            .right("AWAY 1 S")
            .right("1 MIN")
            .right("EVER")
            .right("FLOWS")
            .right("SOURCES")
            .right("SYNS")
            .right("MITIGATIONS");
    for (Glance.WorkerRow one : glance.workers()) {
      List<String> row = new ArrayList<>();
      row.add(Integer.toString(one.worker()));
      row.add(one.headroom() == null ? "?" : percent(one.headroom()));
      row.add(Quantity.duration(one.awaySecondNs()));
      row.add(Quantity.duration(one.awayMinuteNs()));
      row.add(Quantity.duration(one.awayLongestNs()));
      for (Glance.Table fill : one.tables()) {
        row.add(percent(fill.fill()));
      }
      table.row(row);
    }
    return table.lines();
  }

  /** Returns what goes in and out of the interfaces. */
  List<String> sides() {
    TextTable table =
        new TextTable(GAP)
            .left("SIDE")
            .left("INTERFACE")
            .right("RECEIVED")
            .right("SENT")
            .right("LOST IN")
            .right("LOST OUT");
    if (wide) {
      table.right("PASSED IN KERNEL").right("DROPPED IN KERNEL").left("MODE");
    }
    for (Glance.Side one : glance.sides()) {
      List<String> row = new ArrayList<>();
      row.add(one.side());
      row.add(Printable.line(one.name()) + (one.down() ? " DOWN" : ""));
      row.add(Quantity.packetRate(one.received().packetsPerSecond()));
      row.add(Quantity.packetRate(one.sent().packetsPerSecond()));
      row.add(Quantity.count(one.receiveLost().packets()));
      row.add(Quantity.count(one.sendLost().packets()));
      if (wide) {
        row.add(Quantity.packetRate(one.offloadPassed().packetsPerSecond()));
        row.add(Quantity.packetRate(one.offloadDropped().packetsPerSecond()));
        row.add(Printable.line(one.mode()));
      }
      table.row(row);
    }
    return table.lines();
  }

  /** Returns what the rest of the program does, in a line or two. */
  List<String> rest() {
    Glance.Conductor all = glance.conductor();
    Glance.Challenges challenges = glance.challenges();
    List<String> lines = new ArrayList<>();
    lines.add(
        "challenges %s sent, %s answered, %s SYNs sent on"
            .formatted(
                Quantity.count(challenges.sent()),
                Quantity.count(challenges.answered()),
                Quantity.count(challenges.synsReleased())));
    lines.add(
        "GC %s, longest %s; heap %s; policy loaded anew %s, refused %s"
            .formatted(
                Quantity.counted(all.gcCount(), "pause"),
                Quantity.duration(all.gcLongestNs()),
                Quantity.bytes(all.heapUsedBytes()),
                Quantity.counted(all.policyReloads(), "time"),
                Quantity.counted(all.policyReloadsRefused(), "time")));
    return lines;
  }

  /** Returns a line about addresses that feeds list, none where nobody has met any. */
  List<String> listed() {
    Glance.Listed listed = glance.listed();
    return listed.out() + listed.in() == 0
        ? List.of()
        : List.of(
            "listed      %s sent to listed addresses, %s received"
                .formatted(Quantity.counted(listed.out(), "packet"), Quantity.count(listed.in())));
  }

  /** Returns a fraction in percent: never 0 or 100 unless that is exact. */
  static String percent(double fraction) {
    double percent = 100 * fraction;
    if (percent > 0 && percent < 1) {
      return "<1 %";
    }
    return percent > 99 && percent < 100 ? ">99 %" : Math.round(percent) + " %";
  }
}
