package org.scrubber.cli.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scrubber.cli.render.Style;

/** Nothing that matters is cut off where numbers are large and names long. */
final class ScreenFitTest {
  private static final long SECOND = 1_000_000_000L;
  private static final String OUTSIDE = "enp129s0f1np1.4";
  private static final String INSIDE = "enp129s0f0np0.4";
  private static final String MODE = "mlx5_core, XDP native, zero-copy, 16 queues, MTU 9000";
  private static final String TARGET = "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff";
  private static final String BAD =
      "NOT WELL: worker 0 has not run for 1:05 min; the bypass is open and nothing is judged;"
          + " enp129s0f1np1.4 is down; queues lose 999.9 kpps; 999.9 kpps find no room to be sent;"
          + " 128 objects under attack, 1,024 mitigations; 3,968 quiet";

  private static Glance.Rate rate(double pps) {
    return new Glance.Rate(123_456_789_012L, 123_456_789_012_345L, pps, 999.9e9);
  }

  private static Glance.Packets packets(long packets, double pps) {
    return new Glance.Packets(packets, pps);
  }

  private static Glance.Side side(String side, String name, boolean down, Glance.Packets kernel) {
    Glance.Packets many = packets(123_456_789_012L, 999_900);
    Glance.Packets lost = packets(12_345_678_901L, 999_900);
    return new Glance.Side(
        side,
        name,
        MODE,
        down,
        many,
        many,
        lost,
        lost,
        many,
        kernel,
        kernel,
        kernel,
        kernel,
        kernel.packets());
  }

  private static Glance.MitigationRow mitigation(int k, String vector, String target) {
    return new Glance.MitigationRow(
        "object-with-a-long-name-" + k,
        vector,
        target,
        0,
        k,
        "",
        0,
        3_599 * SECOND,
        123,
        999_900,
        999_900,
        12_345_678_901L,
        0,
        12_345_678_901L,
        0,
        9_999_999,
        123_456,
        0,
        0,
        0);
  }

  /** Returns a glance of numbers as large as they get. */
  private static Glance glance(String words, Glance.Packets kernel) {
    List<Glance.MitigationRow> mitigations =
        List.of(
            mitigation(0, "steam-remote-play-amplification", "198.18.255.255"),
            mitigation(1, "memcached-amplification", TARGET),
            mitigation(2, "carpet-bombing", "198.18.255.128/25"));
    List<Glance.ObjectRow> objects = new ArrayList<>();
    List<Glance.ReasonRow> reasons = new ArrayList<>();
    for (int k = 0; k < 128; k++) {
      Glance.Rate rate = rate(999_900);
      objects.add(
          new Glance.ObjectRow(
              "object-with-a-long-name-" + k,
              "nameserver",
              "monitor",
              true,
              rate,
              rate,
              rate,
              rate,
              rate));
    }
    for (int k = 0; k < 40; k++) {
      reasons.add(
          new Glance.ReasonRow(
              "syn-flood-unanswered-challenge", "x".repeat(64), 123_456_789_012L, 0, 999_900, 0));
    }
    List<Glance.Table> tables = new ArrayList<>();
    for (String name : List.of("flows", "sources", "syns", "mitigations")) {
      tables.add(new Glance.Table(name, 100, 100, 0));
    }
    return new Glance(
        Glance.SCHEMA,
        words,
        false,
        "",
        1_800_000_000 * SECOND,
        SECOND,
        new Glance.Identity(
            "running",
            4_194_303,
            "1.2.3",
            "/etc/scrubber/policies/of-the-whole-house/scrubber.yaml",
            "",
            "",
            7,
            47 * 3_600 * SECOND,
            0),
        new Glance.Totals(
            rate(999_900), rate(999_900), rate(999_900), rate(999_900), rate(0), rate(0)),
        1_024,
        mitigations,
        objects,
        reasons,
        new Glance.Challenges(999_999_999L, 999_999_999L, 999_999_999L),
        new Glance.Listed(9_999_999, 9_999_999),
        List.of(side("outside", OUTSIDE, true, kernel), side("inside", INSIDE, false, kernel)),
        List.of(
            new Glance.WorkerRow(
                63, 1.0, 0, 65 * SECOND, 659 * SECOND, 3_599 * SECOND, List.copyOf(tables))),
        new Glance.Conductor(
            1_234, 1_234, true, 12, 12_345 * SECOND, true, 12_345, 0, SECOND, 999_900_000, 0));
  }

  private static Glance glance() {
    return glance(BAD, packets(123_456_789_012L, 999_900));
  }

  private static List<String> lines(Glance glance, Section section, int width, int height) {
    History history = new History();
    history.add(glance);
    return new Screen(glance, history, Style.PLAIN, width, height, false).lines(section, 0, false);
  }

  private static void assertShows(List<String> lines, List<String> wanted) {
    String text = String.join("\n", lines);
    for (String part : wanted) {
      assertTrue(text.contains(part), () -> part + " in\n" + text);
    }
  }

  @ParameterizedTest
  @CsvSource({"80,24", "140,50"})
  void shouldKeepTheFirstLineWithinTheScreen(int width, int height) {
    List<String> lines = lines(glance(), Section.OVERVIEW, width, height);
    int end = 0;
    while (!lines.get(end).startsWith(OUTSIDE)) {
      end++;
    }
    String words = String.join(" ", lines.subList(0, end).stream().map(String::strip).toList());
    assertEquals(BAD, words);
    String usual = "NOT WELL: queues lose 1.6 kpps; 1 object under attack, 1 mitigation; 7 quiet";
    Glance lossy = glance(usual, packets(0, 0));
    assertEquals(usual, lines(lossy, Section.OVERVIEW, width, height).getFirst());
  }

  @ParameterizedTest
  @CsvSource({"80", "140"})
  void shouldKeepEveryRowOfEveryTableWithinTheScreen(int width) {
    Tables tables = new Tables(glance(), width);
    List<String> rows = new ArrayList<>(tables.mitigations());
    rows.addAll(tables.objects());
    rows.addAll(tables.reasons());
    rows.addAll(tables.workers());
    rows.addAll(tables.sides());
    rows.addAll(tables.rest());
    rows.addAll(tables.listed());
    for (String row : rows) {
      assertTrue(row.length() <= width, () -> row + " is " + row.length() + " long");
    }
  }

  @ParameterizedTest
  @CsvSource({"80,24", "140,50"})
  void shouldCutNothingThatMattersOnAnyPage(int width, int height) {
    Glance glance = glance();
    for (Section section : Section.values()) {
      List<String> lines = lines(glance, section, width, height);
      for (String line : lines) {
        assertTrue(line.length() <= width, line);
      }
      assertShows(
          lines,
          List.of(
              OUTSIDE + " - " + INSIDE,
              "up 47:00 h   pid 4194303",
              "08:00:00 UTC",
              "PACKETS/S",
              "TO 999.9 kpps",
              "SINCE START",
              "123,456,789,012",
              "q quit",
              "space hold"));
      assertEquals(section != Section.OVERVIEW, lines.getLast().contains("j k scroll"));
    }
    assertShows(
        lines(glance, Section.MITIGATIONS, width, height),
        List.of("999.9 kpps", "59:59 min", "198.18.255.255", TARGET, "198.18.255.128/25"));
    assertShows(
        lines(glance, Section.OBJECTS, width, height),
        List.of("OFFERED", "PASSED", "DROPPED", "CHALLENGED", " of 128", "monitor"));
    assertShows(
        lines(glance, Section.REASONS, width, height),
        List.of("syn-flood-unanswered-challenge  999.9 kpps  123,456,789,012", " of 40"));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "140,50"})
  void shouldShowAllOfTheHealthOnItsPage(int width, int height) {
    List<String> seen = new ArrayList<>();
    Glance glance = glance();
    Screen screen = new Screen(glance, new History(), Style.PLAIN, width, height, false);
    for (int scroll = 0; scroll <= screen.rows(Section.HEALTH); scroll++) {
      seen.addAll(screen.lines(Section.HEALTH, scroll, false));
    }
    assertShows(
        seen,
        List.of(
            "100 %  1:05 min  10:59 min  59:59 min",
            "SYNS  TREATED",
            "DOWN",
            "LOST IN",
            "LOST OUT",
            "outside " + OUTSIDE + ": " + MODE,
            "inside " + INSIDE + ": " + MODE,
            "outside in kernel: 999.9 kpps dropped (123.5 G), 999.9 kpps passed (123.5 G)",
            "challenges 999,999,999 sent, 999,999,999 answered, 999,999,999 SYNs sent on",
            "policy loaded anew 1,234 times, refused 1,234 times",
            "GC 12,345 pauses, longest 1.0 s; heap 999.9 MB"));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "140,50"})
  void shouldShowWhatTheKernelDid(int width, int height) {
    String words = "1 object under attack, 1 mitigation; 7 quiet";
    List<String> lines =
        lines(glance(words, packets(45_678_901, 56_750)), Section.OVERVIEW, width, height);
    String row =
        lines.stream().filter(one -> one.startsWith("in kernel")).findFirst().orElseThrow();
    assertTrue(
        row.matches("in kernel +227\\.0 kpps +113\\.5 kpps of it dropped +182,715,604"), row);
    row = lines.stream().filter(one -> one.startsWith("went past")).findFirst().orElseThrow();
    assertEquals(
        "went past   91,357,802 packets unjudged, in 46 ms altogether", row.stripTrailing());
    row = lines.stream().filter(one -> one.startsWith("late ")).findFirst().orElseThrow();
    assertEquals(
        "late        91,357,802 packets that had waited for more than 250 ms", row.stripTrailing());
    assertShows(lines, List.of(width < 110 ? "IN KERNEL" : "KERNEL DROPPED  KERNEL PASSED"));
    List<String> quiet = lines(glance(words, packets(0, 0)), Section.OVERVIEW, width, height);
    assertFalse(String.join("\n", quiet).contains("of it dropped"));
  }

  @Test
  void shouldWrapAtWordsOnly() {
    assertEquals(List.of("one two", "  three", "  four"), Lines.wrapped("one two three four", 8));
    assertEquals(List.of("abcdefghij"), Lines.wrapped("abcdefghij", 5));
    assertEquals(List.of(""), Lines.wrapped("", 5));
    assertEquals("~.yaml", Lines.ending("/etc/scrubber.yaml", 6));
  }
}
