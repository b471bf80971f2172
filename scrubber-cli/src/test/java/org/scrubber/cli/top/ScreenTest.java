package org.scrubber.cli.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scrubber.cli.render.Style;

final class ScreenTest {
  private static final long SECOND = 1_000_000_000L;

  private static Glance.Rate rate(double pps) {
    return new Glance.Rate(Math.round(pps) * 60, Math.round(pps) * 6_000, pps, pps * 800);
  }

  private static Glance.Packets packets(double pps) {
    return new Glance.Packets(Math.round(pps) * 60, pps);
  }

  /** A glance with so many mitigations, on as many objects, of so many reasons. */
  static Glance glance(int attacks, int objects, int reasons) {
    return glance(attacks, objects, reasons, new Glance.Listed(0, 0));
  }

  private static Glance glance(int attacks, int objects, int reasons, Glance.Listed listed) {
    List<Glance.MitigationRow> mitigations = new ArrayList<>();
    for (int k = 0; k < attacks; k++) {
      mitigations.add(
          new Glance.MitigationRow(
              "object-with-a-long-name-" + k,
              "memcached-amplification",
              k % 2 == 0 ? "198.18.255." + k : "2001:db8:ffff:ffff:ffff:ffff:ffff:" + (1000 + k),
              0,
              k,
              "",
              0,
              (k + 1) * 65 * SECOND,
              2,
              24_100 - k,
              30,
              402_118,
              402_118_000,
              0,
              0,
              0,
              0,
              0,
              25_000,
              25_000_000));
    }
    List<Glance.ObjectRow> rows = new ArrayList<>();
    for (int k = 0; k < objects; k++) {
      rows.add(
          new Glance.ObjectRow(
              "object-with-a-long-name-" + k,
              "web",
              "enforce",
              k < attacks,
              rate(9_999),
              rate(1_000),
              rate(8_999),
              rate(0),
              rate(0)));
    }
    List<Glance.ReasonRow> why = new ArrayList<>();
    for (int k = 0; k < reasons; k++) {
      why.add(new Glance.ReasonRow("reason-" + k, "a reason of some length", 100 - k, 0, 5, 0));
    }
    Glance.Packets none = packets(0);
    Glance.Packets some = packets(41_200);
    Glance.Side side =
        new Glance.Side(
            "outside", "eth0", "AF_XDP", false, some, some, none, none, none, none, none, none,
            none, 0);
    List<Glance.Table> tables =
        Collections.nCopies(4, new Glance.Table("flows", 300_000, 1 << 20, 0));
    return new Glance(
        Glance.SCHEMA,
        attacks == 0 ? "all is well: nobody is under attack" : "objects are under attack",
        true,
        "",
        1_800_000_000 * SECOND,
        SECOND,
        new Glance.Identity("running", 4_242, "1.2.3", "shop.yaml", "", "", 7, 8_040 * SECOND, 0),
        new Glance.Totals(rate(41_200), rate(9_000), rate(30_000), rate(2_200), rate(0), rate(0)),
        attacks,
        mitigations,
        rows,
        why,
        new Glance.Challenges(9_000_000, 12_345, 12_000),
        listed,
        List.of(side, side),
        List.of(new Glance.WorkerRow(0, 0.66, 0, 100_000, 800_000, 2_100_000, tables)),
        new Glance.Conductor(0, 0, false, 0, 0, false, 3, 0, 0, 61_000_000, 0));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40", "60,10", "200,60", "81,11", "40,5"})
  void shouldFillScreensOfAnySizeAndNeverMore(int width, int height) {
    for (int size : new int[] {0, 1, 3, 200}) {
      Glance glance = glance(Math.min(size, 100), size, size, new Glance.Listed(size, 0));
      History history = new History();
      for (int k = 0; k < 300; k++) {
        history.add(glance);
      }
      for (Section section : Section.values()) {
        Screen screen = new Screen(glance, history, Style.PLAIN, width, height, false);
        List<String> lines = screen.lines(section, 0, true);
        assertEquals(Math.max(Screen.LEAST_HEIGHT, height), lines.size(), section + " " + size);
        int widest = lines.stream().mapToInt(String::length).max().orElseThrow();
        assertTrue(widest <= Math.max(Screen.LEAST_WIDTH, width), () -> section + ": " + lines);
      }
    }
  }

  @Test
  void shouldSayWhetherAnybodyMetListedAddresses() {
    Glance met = glance(0, 3, 0, new Glance.Listed(1, 1_200));
    String text = String.join("\n", lines(met));
    assertTrue(
        text.contains("listed      1 packet sent to listed addresses, 1,200 received"), text);
    assertFalse(String.join("\n", lines(glance(0, 3, 0))).contains("listed"));
  }

  private static List<String> lines(Glance glance) {
    return new Screen(glance, new History(), Style.PLAIN, 80, 24, false)
        .lines(Section.OVERVIEW, 0, false);
  }

  @Test
  void shouldShowSomethingOfEveryPartAtEightyByTwentyFour() {
    Screen screen = new Screen(glance(20, 40, 12), new History(), Style.PLAIN, 80, 24, false);
    String text = String.join("\n", screen.lines(Section.OVERVIEW, 0, false));
    for (String part :
        List.of(
            "objects are under attack",
            "eth0 - eth0   policy shop.yaml   up 2:14 h   pid 4242",
            "08:00:00 UTC",
            "offered     41.2 kpps",
            "UNDER ATTACK",
            "memcached-amp   1:05 min  24.1 kpps  402,118  198.18.255.0",
            "OBJECT  ",
            "REASON ",
            "reason-0",
            "WORKER  HEADROOM",
            "66 %",
            "(1 to 2 of 20)",
            "q quit")) {
      assertTrue(text.contains(part), () -> part + " in\n" + text);
    }
  }

  @Test
  void shouldScrollThroughASectionToItsEnd() {
    Screen screen = new Screen(glance(0, 40, 0), new History(), Style.PLAIN, 80, 24, false);
    List<String> top = screen.lines(Section.OBJECTS, 0, false);
    assertTrue(top.get(8).startsWith("object-with-a-lon~"), top.toString());
    assertTrue(top.get(7).contains("(1 to 15 of 40)"), top.toString());
    List<String> bottom = screen.lines(Section.OBJECTS, 1_000, false);
    assertTrue(bottom.get(7).contains("(26 to 40 of 40)"), bottom.toString());
  }

  @Test
  void shouldDrawRatesToOneScale() {
    assertEquals(" ▁▄█", Sparkline.of(new double[] {0, 1, 50, 100}, 100, false));
    assertEquals(" .=@", Sparkline.of(new double[] {0, 1, 50, 100}, 100, true));
    assertEquals("", Sparkline.of(new double[0], 0, false));
  }

  @Test
  void shouldRememberTheLatestRatesOnly() {
    History history = new History();
    for (int k = 0; k < History.LENGTH + 10; k++) {
      history.add(glance(0, 1, 0));
    }
    assertEquals(History.LENGTH, history.size(1_000));
    assertEquals(5, history.last(0, 5).length);
    assertEquals(41_200, history.highest(5));
    history.clear();
    assertEquals(0, history.last(0, 5).length);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 s",
    "40000000,40 ms",
    "400000000,0.4 s",
    "12900000000,12 s",
    "185000000000,3:05 min",
    "8050000000000,2:14 h",
    "1036800000000000,12 d"
  })
  void shouldWriteAgesShortly(long durationNs, String expected) {
    assertEquals(expected, Age.of(durationNs));
  }
}
