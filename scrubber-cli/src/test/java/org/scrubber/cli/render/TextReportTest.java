package org.scrubber.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.scrubber.report.Report;

final class TextReportTest {

  @Test
  void shouldRenderAnAfternoonOfAttacks() throws IOException {
    assertGolden("afternoon.txt", Reports.afternoon(), List.of("wrote clean.pcapng: 3 packets"));
  }

  @Test
  void shouldSayInOneLineThatNothingWasDropped() throws IOException {
    assertGolden("quiet.txt", Reports.quiet(), List.of());
  }

  @Test
  void shouldSayWhatWasStoppedBesideTheCountedPacketsOfAVector() {
    VectorBuilder flood = Reports.vector("web", "syn-flood", "198.18.7.1/32", 225, 35);
    String beside = table(flood.lost(580, 5_765).counted(5_765));
    assertTrue(beside.contains("5,765 packets counted; 580 more stopped beside them"), beside);
    assertTrue(table(flood.counted(6_400)).contains("6,400 packets offered"));
    assertFalse(table(flood.counted(6_345)).contains("6,345"));
  }

  @Test
  void shouldTellAnAttackThatGoesOnFromOneWhoseMitigationIsHeld() {
    long stopNs = 1_000_000_000_000L;
    assertEquals(
        List.of("still on at the end"), IncidentTable.state(true, stopNs, stopNs + 1_999_000_000));
    assertEquals(
        List.of("quiet for 7.0 s at the end, mitigation still held"),
        IncidentTable.state(true, stopNs, stopNs + 7_000_000_000L));
    assertEquals(List.of(), IncidentTable.state(false, stopNs, stopNs));
  }

  private static String table(VectorBuilder flood) {
    return String.join("\n", VectorTable.lines(false, List.of(flood.row()), 0));
  }

  @Test
  void shouldRenderACaptureWithoutPackets() throws IOException {
    assertGolden("empty.txt", Reports.empty(), List.of());
  }

  @Test
  void shouldKeepColumnsAlignedWithLongAddressesAndNames() throws IOException {
    assertGolden("monitored.txt", Reports.monitored(), List.of());
  }

  @Test
  void shouldShowTheLargestVectorsInOrderAndSayHowManyAreHidden() throws IOException {
    assertGolden("crowded.txt", Reports.crowded(), List.of());
  }

  @Test
  void shouldShowWhoMetWhomOnAFeed() {
    String text = TextReport.render(Reports.called(), List.of(), Style.PLAIN);
    String expected =
        """
        CONTACT      OBJECT     WAY  LISTED                LIST     PACKETS  OUTCOME
        198.18.0.77  my-minfin  out  203.0.113.9           botnets      120  would drop
            9.6 kB; from 2026-11-22 11:00:00 to 11:01:01 UTC; first frame 120
        198.18.0.78  my-minfin  out  2001:db8:bad:c0de::9  botnets       12  reported
            960 B; from 2026-11-22 11:00:00 to 11:01:01 UTC; first frame 12
        198.18.7.1   vaccines   in   203.0.113.9           botnets        3  partly dropped
            240 B; from 2026-11-22 11:00:00 to 11:01:01 UTC; first frame 3; 1 packet of them dropped
        """;
    assertTrue(text.contains(expected), text);
  }

  @Test
  void shouldShowTheFirstOfManyCaptures() {
    String text = TextReport.render(Reports.capturedIn(12), List.of(), Style.PLAIN);
    List<String> lines = text.lines().toList();
    assertTrue(lines.get(9).startsWith("10.pcap "), text);
    assertEquals("    2 captures more; --json lists all", lines.get(10));
    assertTrue(lines.get(11).startsWith("12 captures "), text);
  }

  @Test
  void shouldFitOrdinaryValuesIntoAHundredColumns() {
    List<Report> all =
        List.of(Reports.afternoon(), Reports.quiet(), Reports.empty(), Reports.crowded());
    for (Report report : all) {
      TextReport.render(report, List.of(), Style.PLAIN)
          .lines()
          .forEach(line -> assertTrue(line.length() <= TextReport.WIDTH, line));
    }
  }

  @Test
  void shouldSayTheSameWithAndWithoutColour() {
    String plain = TextReport.render(Reports.afternoon(), List.of(), Style.PLAIN);
    String colour = TextReport.render(Reports.afternoon(), List.of(), Style.COLOUR);
    assertFalse(plain.contains("\u001b"), "no escapes in plain text");
    assertTrue(colour.contains("\u001b[31m"), "drops are red");
    assertEquals(plain, colour.replaceAll("\u001b\\[[0-9]+m", ""));
  }

  @Test
  void shouldNotDependOnLocaleOrTimeZone() {
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    String expected = TextReport.render(Reports.afternoon(), List.of(), Style.PLAIN);
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      assertEquals(expected, TextReport.render(Reports.afternoon(), List.of(), Style.PLAIN));
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  private static void assertGolden(String name, Report report, List<String> closing)
      throws IOException {
    assertEquals(Golden.read(name), TextReport.render(report, closing, Style.PLAIN));
  }

  /** Expected outputs, beside this test among the resources. */
  static final class Golden {
    private Golden() {}

    static String read(String name) throws IOException {
      try (InputStream in = TextReportTest.class.getResourceAsStream(name)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }
}
