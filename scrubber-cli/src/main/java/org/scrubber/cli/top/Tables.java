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

  private static final int SHORT_VECTOR_WIDTH = 18;
  private static final long MANY = 1_000_000;

  /** Of the packets that were held back, not each is answered with a challenge. */
  private static final String ANSWERED = "ANSWERED OF SENT";

  private final Glance glance;
  private final int width;
  private final boolean wide;

  Tables(Glance glance, int width) {
    this.glance = glance;
    this.width = width;
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

  private static String count(long count, boolean brief) {
    return brief ? brief(count) : Quantity.count(count);
  }

  /** Returns a vector's name, shorter where there is little room. */
  private static String vector(String name, boolean brief) {
    return !brief ? name : cut(name.replace("-amplification", "-amp"), SHORT_VECTOR_WIDTH);
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
    Kernel kernel = Kernel.of(glance);
    if (kernel.packets() > 0) {
      table.row(
          Kernel.LABEL,
          Quantity.packetRate(kernel.packetsPerSecond()),
          "",
          share(kernel.packetsPerSecond()),
          Quantity.count(kernel.packets()));
    }
    return table.lines();
  }

  private void total(TextTable table, String label, Glance.Rate rate) {
    table.row(
        label,
        Quantity.packetRate(rate.packetsPerSecond()),
        Quantity.bitRate(rate.bitsPerSecond()),
        share(rate.packetsPerSecond()),
        Quantity.count(rate.packets()));
  }

  private String share(double packetsPerSecond) {
    double offered = glance.totals().offered().packetsPerSecond();
    return offered == 0
        ? ""
        : String.format(Locale.ROOT, "%.1f %%", 100 * packetsPerSecond / offered);
  }

  /** Returns the active mitigations, in fewer characters where all do not fit. */
  List<String> mitigations() {
    List<String> full = mitigations(!wide);
    boolean fits = full.getFirst().length() <= width;
    return withTargets(fits ? full : mitigations(true));
  }

  private List<String> mitigations(boolean brief) {
    TextTable table = new TextTable(GAP).left("UNDER ATTACK").left("VECTOR").right("AGE");
    table.right("RATE");
    if (wide) {
      table.right("LIMIT").right("PULSES").right("DROPPED").right("HELD BACK").right(ANSWERED);
    } else {
      table.right("STOPPED");
    }
    table.left("TARGET");
    for (Glance.MitigationRow one : glance.mitigations()) {
      List<String> row = new ArrayList<>();
      row.add(cut(one.object(), wide ? NAME_WIDTH : SHORT_NAME_WIDTH));
      row.add(vector(one.vector(), brief));
      row.add(Age.of(one.ageNs()));
      row.add(Quantity.packetRate(one.packetsPerSecond()));
      if (wide) {
        row.add(Quantity.packetRate(one.thresholdPacketsPerSecond()));
        row.add(Quantity.count(one.pulses()));
        row.add(count(one.droppedPackets(), brief));
        row.add(count(one.challengedPackets(), brief));
        row.add(
            one.challengesSent() == 0
                ? ""
                : count(one.challengesAnswered(), brief)
                    + " of "
                    + count(one.challengesSent(), brief));
      } else {
        row.add(brief(one.droppedPackets() + one.challengedPackets()));
      }
      row.add(one.target());
      table.row(row);
    }
    return table.lines();
  }

  /** Puts targets for which a line has no room into a line of their own below it. */
  private List<String> withTargets(List<String> table) {
    List<String> lines = new ArrayList<>();
    lines.add(table.getFirst());
    for (int k = 1; k < table.size(); k++) {
      String line = table.get(k);
      String target = glance.mitigations().get(k - 1).target();
      if (line.length() <= width) {
        lines.add(line);
      } else {
        lines.add(line.substring(0, line.length() - target.length()).stripTrailing());
        lines.add(Lines.INDENT + "to " + target);
      }
    }
    return lines;
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
            .right("TREATED");
    for (Glance.WorkerRow one : glance.workers()) {
      List<String> row = new ArrayList<>();
      row.add(Integer.toString(one.worker()));
      row.add(one.headroom() == null ? "?" : percent(one.headroom()));
      row.add(Age.of(one.awaySecondNs()));
      row.add(Age.of(one.awayMinuteNs()));
      row.add(Age.of(one.awayLongestNs()));
      for (Glance.Table fill : one.tables()) {
        row.add(percent(fill.fill()));
      }
      table.row(row);
    }
    return table.lines();
  }

  /** Returns what goes in and out of the interfaces, and what the kernel does between them. */
  List<String> sides() {
    TextTable table = new TextTable(GAP).left("SIDE").left("INTERFACE").right("RECEIVED");
    if (wide) {
      table.right("KERNEL DROPPED").right("KERNEL PASSED");
    } else {
      table.right("IN KERNEL");
    }
    table.right("SENT").right("LOST IN").right("LOST OUT");
    for (Glance.Side one : glance.sides()) {
      double dropped = one.offloadDropped().packetsPerSecond();
      double passed = one.offloadPassed().packetsPerSecond();
      List<String> row = new ArrayList<>();
      row.add(one.side());
      row.add(Printable.line(one.name()));
      row.add(one.down() ? "DOWN" : Quantity.packetRate(one.received().packetsPerSecond()));
      if (wide) {
        row.add(Quantity.packetRate(dropped));
        row.add(Quantity.packetRate(passed));
      } else {
        row.add(Quantity.packetRate(dropped + passed));
      }
      row.add(Quantity.packetRate(one.sent().packetsPerSecond()));
      row.add(lost(one.receiveLost()));
      row.add(lost(one.sendLost()));
      table.row(row);
    }
    return table.lines();
  }

  private String lost(Glance.Packets lost) {
    return count(lost.packets(), !wide);
  }

  /** Returns how the interfaces are driven and what the rest of the program does. */
  List<String> rest() {
    List<String> lines = new ArrayList<>();
    for (Glance.Side one : glance.sides()) {
      lines.add(
          "%s %s: %s"
              .formatted(one.side(), Printable.line(one.name()), Printable.line(one.mode())));
    }
    for (Glance.Side one : glance.sides()) {
      if (Kernel.of(one).packets() > 0) {
        lines.add(
            "%s in kernel: %s dropped (%s), %s passed (%s)"
                .formatted(
                    one.side(),
                    Quantity.packetRate(one.offloadDropped().packetsPerSecond()),
                    brief(one.offloadDropped().packets()),
                    Quantity.packetRate(one.offloadPassed().packetsPerSecond()),
                    brief(one.offloadPassed().packets())));
      }
    }
    Glance.Conductor all = glance.conductor();
    Glance.Challenges challenges = glance.challenges();
    lines.add(
        "challenges %s sent, %s answered, %s SYNs sent on"
            .formatted(
                Quantity.count(challenges.sent()),
                Quantity.count(challenges.answered()),
                Quantity.count(challenges.synsReleased())));
    lines.add(
        "policy loaded anew %s, refused %s"
            .formatted(
                Quantity.counted(all.policyReloads(), "time"),
                Quantity.counted(all.policyReloadsRefused(), "time")));
    lines.add(
        "GC %s, longest %s; heap %s"
            .formatted(
                Quantity.counted(all.gcCount(), "pause"),
                Age.of(all.gcLongestNs()),
                Quantity.bytes(all.heapUsedBytes())));
    return lines.stream().flatMap(line -> Lines.wrapped(line, width).stream()).toList();
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

  /** Returns rows of what went past workers that stood still, and of what waited for them. */
  List<String> wentPast() {
    long packets = 0;
    long late = 0;
    long longestNs = 0;
    for (Glance.Side side : glance.sides()) {
      packets += side.wentPast().packets();
      late += side.late().packets();
      longestNs = Math.max(longestNs, side.wentPastNs());
    }
    List<String> rows = new ArrayList<>();
    if (packets > 0) {
      rows.add(
          "went past   %s unjudged, in %s altogether"
              .formatted(Quantity.counted(packets, "packet"), Quantity.duration(longestNs)));
    }
    if (late > 0) {
      rows.add(
          "late        %s that had waited for more than 250 ms"
              .formatted(Quantity.counted(late, "packet")));
    }
    return rows;
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
