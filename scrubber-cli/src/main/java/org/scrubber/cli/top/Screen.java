package org.scrubber.cli.top;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.scrubber.cli.render.Printable;
import org.scrubber.cli.render.Quantity;
import org.scrubber.cli.render.Style;

/**
 * A glance as lines of a screen of some size: what matters most comes first, and gets a row before
 * what matters less gets a second one.
 */
final class Screen {
  /** The least that a screen may have. */
  static final int LEAST_HEIGHT = 10;

  static final int LEAST_WIDTH = 60;

  private static final String GAP = "  ";
  private static final int LEAST_POLICY = 8;
  private static final int LABEL = 10;
  private static final int RATE = 11;
  private static final int BITS = 14;
  private static final int TOTAL = 16;
  private static final String[] VERDICTS = {"offered", "passed", "dropped", "challenged"};

  private final Glance glance;
  private final History history;
  private final Tables tables;
  private final Style style;
  private final int width;
  private final int height;
  private final boolean ascii;

  /**
   * Creates a screen.
   *
   * @param ascii for terminals without block characters
   */
  Screen(Glance glance, History history, Style style, int width, int height, boolean ascii) {
    this.glance = glance;
    this.history = history;
    this.style = style;
    this.width = Math.max(LEAST_WIDTH, width);
    this.height = Math.max(LEAST_HEIGHT, height);
    this.ascii = ascii;
    tables = new Tables(glance, this.width);
  }

  /**
   * Returns exactly as many lines as the screen has, none wider than it is.
   *
   * @param scroll rows of a section to leave out at its top
   * @param held whether it is kept as it is
   */
  List<String> lines(Section section, int scroll, boolean held) {
    List<String> lines = new ArrayList<>(head());
    int room = height - lines.size() - 1;
    switch (section) {
      case OVERVIEW -> lines.addAll(overview(room));
      case MITIGATIONS -> lines.addAll(part(mitigations(), room, scroll));
      case OBJECTS -> lines.addAll(part(tables.objects(), room, scroll));
      case REASONS -> lines.addAll(part(reasons(), room, scroll));
      case HEALTH -> lines.addAll(part(health(), room, scroll));
    }
    while (lines.size() < height - 1) {
      lines.add("");
    }
    List<String> screen = new ArrayList<>(lines.subList(0, height - 1));
    screen.add(style.faint(cut(keys(section, held))));
    return screen;
  }

  /** Returns how many rows a section has, to scroll in. */
  int rows(Section section) {
    return switch (section) {
      case OVERVIEW -> 0;
      case MITIGATIONS -> mitigations().size() - 1;
      case OBJECTS -> tables.objects().size() - 1;
      case REASONS -> reasons().size() - 1;
      case HEALTH -> health().size() - 1;
    };
  }

  private List<String> head() {
    List<String> lines = new ArrayList<>();
    for (String words : Lines.wrapped(glance.words(), width)) {
      lines.add(
          !glance.well()
              ? style.bad(cut(words))
              : glance.mitigationsActive() > 0
                  ? style.attention(cut(words))
                  : style.heading(cut(words)));
    }
    lines.add(identity(Quantity.time(glance.timeNs()) + " UTC"));
    int bars = bars();
    lines.add(
        style.faint(
            cut(
                row(
                    "",
                    "PACKETS/S",
                    "BITS/S",
                    history.size(bars) == 0 ? "" : "TO " + highest(bars),
                    "SINCE START"))));
    Glance.Totals totals = glance.totals();
    Glance.Rate[] rates = {
      totals.offered(), totals.passed(), totals.dropped(), totals.challenged()
    };
    for (int k = 0; k < rates.length; k++) {
      lines.add(
          cut(
              row(
                  VERDICTS[k],
                  Quantity.packetRate(rates[k].packetsPerSecond()),
                  Quantity.bitRate(rates[k].bitsPerSecond()),
                  Sparkline.of(history.last(k, bars), history.highest(bars), ascii),
                  Quantity.count(rates[k].packets()))));
    }
    lines.addAll(inKernel());
    for (String past : tables.wentPast()) {
      lines.add(style.attention(cut(past)));
    }
    for (String listed : tables.listed()) {
      lines.add(style.attention(cut(listed)));
    }
    return lines;
  }

  /** Returns a row of what never comes to a worker, none where the kernel did nothing. */
  private List<String> inKernel() {
    Kernel kernel = Kernel.of(glance);
    String dropped = Quantity.packetRate(kernel.droppedPerSecond()) + " of it dropped";
    return kernel.packets() == 0
        ? List.of()
        : List.of(
            cut(
                row(
                    Kernel.LABEL,
                    Quantity.packetRate(kernel.packetsPerSecond()),
                    "",
                    dropped,
                    Quantity.count(kernel.packets()))));
  }

  private int bars() {
    return Math.min(History.LENGTH, width - LABEL - RATE - BITS - TOTAL - 2);
  }

  private String highest(int bars) {
    return Quantity.packetRate(history.highest(bars));
  }

  private String row(String label, String rate, String bits, String line, String total) {
    int bars = bars();
    return String.format(
        Locale.ROOT,
        "%-" + LABEL + "s%" + RATE + "s%" + BITS + "s  %-" + bars + "s%" + TOTAL + "s",
        label,
        rate,
        bits,
        line.length() > bars ? line.substring(0, bars) : line,
        total);
  }

  /** Returns who it is; of a policy's path, as much of its end as there is room for. */
  private String identity(String time) {
    Glance.Identity who = glance.instance();
    String names =
        "%s - %s"
            .formatted(
                Printable.line(glance.sides().get(0).name()),
                Printable.line(glance.sides().get(1).name()));
    String process = "   up %s   pid %d".formatted(Age.of(who.upNs()), who.pid());
    String label = "   policy ";
    int room =
        width - names.length() - label.length() - process.length() - GAP.length() - time.length();
    String policy =
        room < LEAST_POLICY ? "" : label + Lines.ending(Printable.line(who.policy()), room);
    String left = names + policy + process;
    int blanks = width - left.length() - time.length();
    return blanks < 1 ? cut(left) : left + " ".repeat(blanks) + time;
  }

  private List<String> mitigations() {
    return glance.mitigations().isEmpty()
        ? List.of("no mitigation is active")
        : tables.mitigations();
  }

  private List<String> reasons() {
    return glance.reasons().isEmpty()
        ? List.of("no packet was dropped or challenged yet")
        : tables.reasons();
  }

  private List<String> health() {
    List<String> lines = new ArrayList<>(tables.workers());
    lines.add("");
    lines.addAll(tables.sides());
    lines.add("");
    lines.addAll(tables.rest());
    return lines;
  }

  /** Shares the room out: health first, as it is short, then a row for each part in turn. */
  private List<String> overview(int room) {
    List<List<String>> parts = List.of(mitigations(), tables.objects(), reasons());
    List<String> health = new ArrayList<>(tables.workers());
    health.addAll(tables.sides());
    health.addAll(tables.rest());
    int forHealth = Math.min(health.size(), Math.max(2, room / 3));
    int[] given = new int[parts.size()];
    int left = room - forHealth;
    boolean grown = true;
    while (left > 0 && grown) {
      grown = false;
      for (int k = 0; k < given.length && left > 0; k++) {
        if (given[k] < parts.get(k).size()) {
          given[k]++;
          left--;
          grown = true;
        }
      }
    }
    List<String> lines = new ArrayList<>();
    int gaps = left;
    for (int k = 0; k < given.length; k++) {
      lines.addAll(part(parts.get(k), given[k], 0));
      if (gaps > 0) {
        lines.add("");
        gaps--;
      }
    }
    lines.addAll(part(health, forHealth + gaps, 0));
    return lines;
  }

  /** Returns as much of a table as there is room for, and says in its title how much is missing. */
  private List<String> part(List<String> table, int room, int scroll) {
    if (room <= 0) {
      return List.of();
    }
    int rows = table.size() - 1;
    int from = Math.clamp(scroll, 0, Math.max(0, rows - (room - 1)));
    int to = Math.min(rows, from + room - 1);
    String title = table.getFirst();
    if (to - from < rows && to > from && !isTitle(title)) {
      int before = Lines.rows(table.subList(1, 1 + from));
      int shown = Lines.rows(table.subList(1 + from, 1 + to));
      int all = Lines.rows(table.subList(1, table.size()));
      title = titled(title, before + Math.min(1, shown), before + shown, all);
    }
    List<String> lines = new ArrayList<>();
    lines.add(style.faint(cut(title)));
    for (String row : table.subList(1 + from, 1 + to)) {
      lines.add(isTitle(row) ? style.faint(cut(row)) : cut(row));
    }
    return lines;
  }

  /** Tells whether it begins one of the tables of health, which stand one below the other. */
  private static boolean isTitle(String row) {
    return row.startsWith("SIDE ") || row.startsWith("WORKER ");
  }

  /** Returns a title that says which rows are to be seen, for want of room in its last column. */
  private String titled(String title, int from, int to, int all) {
    String rows = "(%d to %d of %d)".formatted(from, to, all);
    String whole = title + GAP + rows;
    if (whole.length() <= width) {
      return whole;
    }
    String others = title.substring(0, title.lastIndexOf(GAP)).stripTrailing();
    String shorter = others + GAP + rows;
    return shorter.length() <= width ? shorter : others + GAP + to + " of " + all;
  }

  /** Returns the keys that lead somewhere else from here. */
  private static String keys(Section section, boolean held) {
    StringBuilder keys = new StringBuilder("q quit");
    for (Section other : Section.values()) {
      if (other != section) {
        keys.append(GAP).append(other.key());
      }
    }
    keys.append(section == Section.OVERVIEW ? "" : "  j k scroll");
    return keys.append(held ? "  space HELD" : "  space hold").toString();
  }

  private String cut(String line) {
    return line.length() <= width ? line : line.substring(0, width);
  }
}
