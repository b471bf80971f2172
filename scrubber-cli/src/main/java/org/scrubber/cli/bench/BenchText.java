package org.scrubber.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.bench.FrameLayout;
import org.scrubber.captures.bench.Kind;
import org.scrubber.captures.bench.LineRate;
import org.scrubber.captures.bench.Machine;
import org.scrubber.captures.bench.Measurement;
import org.scrubber.captures.bench.Outcome;
import org.scrubber.captures.bench.Setting;
import org.scrubber.captures.bench.Shares;
import org.scrubber.cli.render.Style;
import org.scrubber.cli.render.TextTable;

/** Figures of the command {@code bench} for a person. */
final class BenchText {
  private static final int[] GIGABITS = {10, 25, 100};
  private static final double REQUIRED_SCALING = 1.9;
  private static final double AIMED_SCALING = 1.97;
  private static final int CLASSES = 12;
  private static final int PERCENT = 100;
  private static final double LEAST_SHARE = 0.005;

  private final StringBuilder text = new StringBuilder();
  private final Style style;

  private BenchText(Style style) {
    this.style = style;
  }

  /** Returns everything that was measured. */
  static String render(
      Machine machine, List<Measurement> measured, List<Shares> shares, Style style) {
    BenchText text = new BenchText(style);
    machine(machine).forEach(text::line);
    text.heading("Per packet, on one core; CPU time from its bytes to its verdict");
    text.costs(measured);
    text.heading("Share of line rate, one core; of 10, 25 and 100 Gbit/s for each length");
    text.lines(measured);
    text.heading("What became of the packets");
    text.outcomes(measured);
    for (int k = 0; k < shares.size(); k++) {
      text.heading("Where the time goes: " + name(measured.get(k).setting()));
      text.shares(shares.get(k));
    }
    return text.text.toString();
  }

  /** Returns what is measured, in a few words. */
  static String name(Setting setting) {
    StringBuilder name = new StringBuilder(setting.kind().text());
    if (setting.flows() != Setting.FLOWS) {
      name.append(", ").append(count(setting.flows())).append(" flows");
    }
    if (setting.sources() != Setting.SOURCES) {
      name.append(", ").append(count(setting.sources())).append(" sources");
    }
    if (setting.batchPackets() != PacketBatch.DEFAULT_CAPACITY) {
      name.append(", batch ").append(setting.batchPackets());
    }
    if (setting.layout() != FrameLayout.PACKED) {
      name.append(", ").append(setting.layout().text());
    }
    if (setting.workers() > 1) {
      name.append(", ").append(setting.workers()).append(" workers");
    }
    return name.toString();
  }

  private static String count(int flows) {
    return flows % 1_000_000 == 0
        ? flows / 1_000_000 + " M"
        : flows % 1_000 == 0 ? flows / 1_000 + " k" : Integer.toString(flows);
  }

  /** Returns lines about the machine. */
  static List<String> machine(Machine machine) {
    return List.of(
        machine.processor() + ", " + machine.cores() + " cores; " + machine.kernel(),
        "Java: " + machine.java(),
        String.format(Locale.ROOT, "Load before: %.1f", machine.load())
            + (machine.load() > 1 ? ", so others work here too and figures are too high" : ""));
  }

  private void costs(List<Measurement> measured) {
    TextTable table = new TextTable();
    table.left("traffic").right("p5 ns").right("p25 ns").right("Mpps");
    table.right("B/packet").right("required").right("aim").left("");
    for (Measurement one : measured) {
      Kind kind = one.setting().kind();
      boolean required = kind.requiredNs() > 0;
      table.row(
          name(one.setting()),
          String.format(Locale.ROOT, "%.1f", one.p5Ns()),
          String.format(Locale.ROOT, "%.1f", one.p25Ns()),
          String.format(Locale.ROOT, "%.2f", one.mpps()),
          String.format(Locale.ROOT, "%.3f", one.allocatedBytes()),
          required ? String.format(Locale.ROOT, "%.0f ns", kind.requiredNs()) : "",
          kind.aimNs() > 0 ? String.format(Locale.ROOT, "%.1f ns", kind.aimNs()) : "",
          required ? reached(one.p25Ns() <= kind.requiredNs(), one.p25Ns() <= kind.aimNs()) : "");
      if (one.setting().workers() > 1) {
        boolean met = one.scaling() >= REQUIRED_SCALING;
        table.detail(
            String.format(
                Locale.ROOT,
                "  %.2f times one worker in the same run; required %.1f, aim %.2f: %s",
                one.scaling(),
                REQUIRED_SCALING,
                AIMED_SCALING,
                reached(met, one.scaling() >= AIMED_SCALING)));
      }
    }
    table.lines().forEach(this::line);
    int passPackets = measured.getFirst().setting().passPackets();
    line("");
    line(
        String.format(
            Locale.ROOT,
            "%,d distinct packets a pass, rounds of %,d; p5 is the round that is faster than 95"
                + " %%.",
            passPackets,
            Setting.ROUND_PACKETS));
  }

  private static String reached(boolean required, boolean aim) {
    return aim ? "aim reached" : required ? "met" : "MISSED";
  }

  private void lines(List<Measurement> measured) {
    TextTable table = new TextTable();
    table.left("traffic");
    for (LineRate rate : LineRate.values()) {
      for (int gigabits : GIGABITS) {
        table.right(rate == LineRate.SHORTEST ? gigabits + "G " + rate.text() : rate.text());
      }
    }
    for (Measurement one : measured) {
      List<String> cells = new ArrayList<>(List.of(name(one.setting())));
      for (LineRate rate : LineRate.values()) {
        for (int gigabits : GIGABITS) {
          cells.add(
              String.format(Locale.ROOT, "%.0f %%", PERCENT * rate.share(one.mpps(), gigabits)));
        }
      }
      table.row(cells);
    }
    table.lines().forEach(this::line);
    line("");
    line(
        String.format(
            Locale.ROOT,
            "10 Gbit/s are %.2f Mpps of 64 B, %.2f of 256 B, %.2f of IMIX (7 of 64, 4 of 594, 1 of"
                + " 1,518 B);",
            LineRate.SHORTEST.mpps(10),
            LineRate.MIDDLING.mpps(10),
            LineRate.IMIX.mpps(10)));
    line("each frame with 20 B of preamble and gap. A packet costs the same whatever its length.");
  }

  private void outcomes(List<Measurement> measured) {
    TextTable table = new TextTable();
    table.left("traffic").right("attack passed").right("dropped").right("challenged");
    table.right("benign lost").left("");
    for (Measurement one : measured) {
      Outcome outcome = one.outcome();
      table.row(
          name(one.setting()),
          percent(outcome.attackPassed()),
          percent(outcome.attackDropped()),
          percent(outcome.attackChallenged()),
          percent(outcome.benignLost()),
          outcome.isRight(one.setting().kind()) ? "" : "WRONG: other code was measured");
    }
    table.lines().forEach(this::line);
  }

  private void shares(Shares shares) {
    TextTable table = new TextTable();
    table.left("stage").right("share").left("class on top").right("share");
    List<Shares.Share> stages =
        shares.stages().stream().filter(one -> one.share() >= LEAST_SHARE).toList();
    List<Shares.Share> classes = shares.classes().stream().limit(CLASSES).toList();
    for (int k = 0; k < Math.max(stages.size(), classes.size()); k++) {
      List<String> cells = new ArrayList<>();
      for (List<Shares.Share> list : List.of(stages, classes)) {
        cells.add(k < list.size() ? list.get(k).name() : "");
        cells.add(k < list.size() ? percent(list.get(k).share()) : "");
      }
      table.row(cells);
    }
    table.lines().forEach(this::line);
    line("");
    line(
        String.format(
            Locale.ROOT,
            "%,d samples of what was timed, asked for every %d ms.",
            shares.samples(),
            Shares.SAMPLING.toMillis()));
  }

  private void heading(String heading) {
    line("");
    line(style.heading(heading));
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", PERCENT * share);
  }
}
