package org.scrubber.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.cli.report.Records.at;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.classify.Vectors;
import org.scrubber.cli.report.page.ReportPage;

/** That a report claims nothing that did not happen: monitor mode, replays, reloads. */
final class ReportWordingTest {
  private static final int POLICY = 1;
  private static final int FLOOD = Vectors.UDP_FLOOD;

  private static Records flood(boolean live) throws Exception {
    Records records = new Records().run(live);
    for (int second = 0; second < 40; second++) {
      boolean flooded = second >= 10 && second < 20;
      records.second(second, FLOOD, flooded ? 915 : 15, flooded ? 900 : 0);
    }
    return records.mitigation(10.5, 1, FLOOD, 1, 20);
  }

  private static JsonNode report(Records records) throws Exception {
    return report(records, null);
  }

  private static JsonNode report(Records records, @Nullable String object) throws Exception {
    return records.report(object, null);
  }

  private static String text(JsonNode report) {
    return ReportPage.markdown(report, null, Locale.ENGLISH);
  }

  private static String nis2(JsonNode report, ReportOptions.Stage stage, String language) {
    return ReportPage.markdown(report, stage, Locale.of(language));
  }

  @Test
  void shouldNotSayWhatALostPartOfTheJournalWouldHaveTold() throws Exception {
    for (String language : new String[] {"en", "fr", "nl"}) {
      Records records = new Records().run(true).mitigation(10.5, 1, FLOOD, 1, 20);
      records.lost(12, 868).incident(FLOOD, 1, 9, 9_000).end(40);
      JsonNode report = report(records);
      assertFalse(report.at("/incidents/0/totals/complete").asBoolean());
      String text = ReportPage.markdown(report, null, Locale.of(language));
      String said = text.lines().filter(line -> line.contains("shop ")).findFirst().orElseThrow();
      assertTrue(said.matches(".*(lacks events|manque des|ontbreken).*"), said);
      assertFalse(said.matches(".* 0 .*"), said);
    }
  }

  @Test
  void shouldSayThatABurstRaisedAMitigationAndNotARateBelowTheThreshold() throws Exception {
    String above = text(report(flood(true).incident(FLOOD, 1, 9, 9_000).end(40)));
    assertTrue(above.contains("250 pps that nothing spoke for; threshold 100 pps"), above);
    Records burst = new Records().run(true).second(10, FLOOD, 915, 900).rate(10);
    burst.mitigation(10.5, 1, FLOOD, 1, 20);
    String text = text(report(burst.incident(FLOOD, 1, 9, 900).end(40)));
    assertTrue(
        text.contains("a burst of more than 25 packets that nothing spoke for, above 100 pps"),
        text);
  }

  @Test
  void shouldSayThatAFileHoldsNoPacket() throws Exception {
    JsonNode report = report(flood(false).incident(FLOOD, 1, 9, 9_000).emptyEvidence("d.pcapng"));
    String row = text(report).lines().filter(one -> one.contains("d.pcapng")).findFirst().get();
    assertTrue(row.endsWith("| 0 | – | every packet |"), row);
  }

  private static String until(int second) throws Exception {
    Records records = new Records().run(false);
    for (int k = 0; k <= second; k++) {
      records.second(k, FLOOD, k < 10 ? 15 : 915, k < 10 ? 0 : 900);
    }
    records.mitigation(10.5, 1, FLOOD, 1, 20);
    return text(report(records.incident(FLOOD, 1, 9, 9_000, true).end(30)));
  }

  @Test
  void shouldSayThatTheLastSecondIsShownAsARate() throws Exception {
    String whole = until(29);
    assertFalse(whole.contains("shown as a rate"), whole);
    String cut = until(30);
    assertTrue(cut.contains("The last second is not whole ("), cut);
  }

  @Test
  void shouldNameWhatElseWasStopped() throws Exception {
    Records records = flood(true);
    for (int second = 12; second < 15; second++) {
      records.second(second, Vectors.SYN_FLOOD, 4, 4);
    }
    JsonNode report = report(records.incident(FLOOD, 1, 9, 9_000).end(40));
    assertEquals("syn-flood", report.at("/incidents/0/alsoStopped/0/vector").asText());
    assertEquals(12, report.at("/incidents/0/alsoStopped/0/packets").asLong());
    assertTrue(text(report).contains("of none of these vectors nor in the peak: syn-flood (12)"));
  }

  @Test
  void shouldTellInMonitorModeWhatWouldHaveBeen() throws Exception {
    Records records = new Records().run(true);
    for (int second = 0; second < 40; second++) {
      boolean flooded = second >= 10 && second < 20;
      records.monitored(second, FLOOD, flooded ? 915 : 15, flooded ? 900 : 0);
    }
    records.mitigation(10.5, 1, FLOOD, 1, 20).incident(FLOOD, 1, 9, 9_000).end(40);
    JsonNode report = report(records);
    JsonNode incident = report.at("/incidents/0");
    JsonNode point = incident.get("timeline").get(12);
    assertEquals(900, point.get("monitored").asLong());
    assertEquals("udp-flood", point.at("/monitoredByVector/0/vector").asText());
    assertEquals(900, point.at("/monitoredByVector/0/packets").asLong());
    assertEquals(0, point.get("lostByVector").size());
    JsonNode raised = incident.at("/actions/0");
    assertEquals(0, raised.get("effectPps").asLong());
    assertEquals(900, raised.get("monitoredEffectPps").asLong());
    String text = text(report);
    assertTrue(text.contains("9,000 of them would have been dropped or challenged"), text);
    assertTrue(text.contains("900 pps would have been stopped"), text);
    assertTrue(text.contains("Effect that there would have been"), text);
    assertTrue(text.contains("Challenges sent: not sent (monitor mode)"), text);
    assertFalse(text.contains("| Challenged |"), text);
    String html = ReportPage.html(report, null, Locale.ENGLISH);
    assertTrue(html.contains("<i class=\"v0\"></i>udp-flood"), "no vector in the picture");
    assertTrue(html.contains("would have passed"));
  }

  @Test
  void shouldNotClaimThatAReplayChallengedAnybody() throws Exception {
    String replayed = text(report(flood(false).incident(FLOOD, 1, 9, 9_000).end(40)));
    assertTrue(
        replayed.contains("9,000 would have been dropped and 165 would have passed"), replayed);
    assertFalse(replayed.matches("(?s).*\\b0 would have been (dropped|challenged).*"), replayed);
    assertTrue(replayed.contains("Challenges sent: not sent (replay)"), replayed);
    assertTrue(replayed.contains("The first packet would have been stopped 0 s after"), replayed);
    assertFalse(replayed.contains(" 0 challenged"), replayed);
    String live = text(report(flood(true).incident(FLOOD, 1, 9, 9_000).end(40)));
    assertTrue(live.contains("9,000 were dropped and 165 passed"), live);
    assertTrue(live.contains("Challenges sent: 0"), live);
  }

  @Test
  void shouldSayThatAnIncidentOutlastedItsCapture() throws Exception {
    Records outlasting = flood(false).lasting(19).incident(FLOOD, 1, 9, 9_000, true);
    JsonNode report = report(outlasting.end(30));
    assertTrue(report.at("/incidents/0/runEnded").asBoolean());
    assertEquals(at(30), report.get("asOfNs").asLong());
    String text = text(report);
    String state = "still under way when the capture ended at 2021-05-04 11:00:30 UTC";
    assertTrue(text.contains("- State: " + state), text);
    assertTrue(text.contains("The attack was " + state + "."), text);
    assertFalse(text.contains("has been under attack"), text);
    assertTrue(
        text.contains("As of 2021-05-04 11:00:30 UTC, the last packet of the capture"), text);
    String warning = nis2(report, ReportOptions.Stage.EARLY_WARNING, "en");
    assertTrue(warning.contains("| Still under way | not known, " + state + " |"), warning);
    JsonNode held = report(flood(false).incident(FLOOD, 1, 9, 9_000, true).end(30));
    assertEquals("held", held.at("/incidents/0/state").asText());
    String quiet = text(held);
    String since = "quiet for 10 s when the capture ended at 2021-05-04 11:00:30 UTC";
    assertTrue(quiet.contains(since + "; the mitigation was still held"), quiet);
    assertFalse(quiet.contains("under way"), quiet);
    String early = nis2(held, ReportOptions.Stage.EARLY_WARNING, "en");
    assertTrue(early.contains("| Still under way | no, " + since), early);
    assertFalse(early.contains("at least: not seen to end"), early);
    JsonNode live = report(flood(true).lasting(19).incident(FLOOD, 1, 9, 9_000, true));
    assertTrue(text(live).contains("shop has been under attack since"), text(live));
    assertTrue(text(live).contains("State: under way at 2021-05-04 11:00:30 UTC"), text(live));
  }

  @Test
  void shouldNotGiveARefusedPolicyAnEffect() throws Exception {
    Records records =
        flood(true)
            .note(10.6, POLICY, "policy refused: scrubber.yaml:3: unknown key")
            .incident(FLOOD, 1, 9, 9_000);
    JsonNode report = report(records);
    JsonNode refused = report.at("/incidents/0/actions/1");
    assertEquals("refused", refused.get("action").asText());
    assertEquals("scrubber.yaml:3: unknown key", refused.get("text").asText());
    assertEquals(0, refused.get("effectPps").asLong());
    assertEquals(0, refused.at("/after/observedSeconds").asLong());
    assertTrue(text(report).contains("**policy refused** | scrubber.yaml:3"), text(report));
  }

  @Test
  void shouldJoinWhatAReloadCarriesOver() throws Exception {
    Records records =
        flood(true)
            .mitigation(14, 2, FLOOD, 1, 300)
            .end(14)
            .mitigation(14.1, 2, FLOOD, 1, 310)
            .mitigation(16, 2, FLOOD, 1, 500)
            .end(16)
            .mitigation(16.1, 2, FLOOD, 1, 510)
            .mitigation(30, 3, FLOOD, 1, 900)
            .mitigation(30, 3, FLOOD, 1, 900);
    JsonNode actions = report(records.incident(FLOOD, 1, 9, 9_000)).at("/incidents/0/actions");
    assertEquals(2, actions.size(), actions::toString);
    assertEquals("raised", actions.at("/0/action").asText());
    assertEquals("ended", actions.at("/1/action").asText());
  }

  @Test
  void shouldTellTheReaderOfOneObjectOfAnOverloadWithoutNumbersOfAll() throws Exception {
    Records records =
        flood(true)
            .note(12, 2, "overload: offered 90,000 pps, lost 4,000 pps, shed 700 pps")
            .note(13, 0, "started: policy /etc/hospital.yaml")
            .note(13, 5, "mitigation restored: hospital udp-flood 192.0.2.1/32")
            .incident(FLOOD, 1, 9, 9_000);
    JsonNode report = report(records, "shop");
    assertEquals("overload", report.at("/notes/0/text").asText());
    assertEquals(1, report.get("notes").size());
    assertEquals("overload", report.at("/incidents/0/actions/1/text").asText());
    assertEquals(1, report.at("/incidents/0/capacity/overloads").asLong());
    assertFalse(report.toString().contains("hospital"));
    assertFalse(report.toString().contains("90,000"));
  }

  @Test
  void shouldMakeOneActionOfAReloadWithALineForEachStatement() throws Exception {
    String who = "policy b.yaml: sha256 0123 in place of 4567, loaded by root";
    Records records = flood(true).note(11, POLICY, who);
    for (int k = 1; k <= 20; k++) {
      records.note(11, POLICY, "objects.shop.thresholds.t%02d: 1 -> 2".formatted(k));
    }
    records.note(14, POLICY, "policy loaded: b.yaml, 1 object");
    records.note(16, POLICY, "policy c.yaml: sha256 89ab in place of 0123, loaded by root");
    records.note(16, POLICY, "version: 1 -> 2");
    records.note(17, POLICY, "policy refused: c.yaml: version: expected 1");
    JsonNode report = report(records.incident(FLOOD, 1, 9, 9_000));
    JsonNode actions = report.at("/incidents/0/actions");
    assertEquals(3, actions.size(), actions::toString);
    JsonNode loaded = actions.get(1);
    assertEquals("policy", loaded.get("action").asText());
    assertEquals(at(14), loaded.get("timeNs").asLong(), "when it was in force");
    assertEquals("policy loaded: b.yaml, 1 object", loaded.get("text").asText());
    assertEquals(21, loaded.get("lines").size());
    assertEquals(who, loaded.at("/lines/0").asText());
    JsonNode refused = actions.get(2);
    assertEquals("refused", refused.get("action").asText());
    assertEquals("version: 1 -> 2", refused.at("/lines/1").asText());
    String text = text(report);
    String actionList = text.substring(text.indexOf("### Actions"), text.indexOf("### Upstream"));
    assertTrue(actionList.contains("thresholds.t11: 1 -> 2; and 9 more"), actionList);
    assertFalse(report(records, "shop").toString().contains("in place of"));
  }

  @Test
  void shouldTellEachIncidentByTheRunThatMetIt() throws Exception {
    Records records = flood(true).incident(FLOOD, 1, 9, 9_000).end(40).run(false);
    JsonNode report = report(records.second(5_000, FLOOD, 9, 0).end(5_001));
    assertEquals("replay", report.at("/run/kind").asText());
    assertEquals("run", report.at("/incidents/0/runKind").asText());
    assertTrue(report.at("/incidents/0/capacity/overloadMeasured").asBoolean());
    String text = text(report);
    assertTrue(text.contains("Challenges sent: 0"), text);
    assertFalse(text.contains("would have been challenged"), text);
  }

  @Test
  void shouldSayThatNoSourceStandsOutOfASpoofedFlood() throws Exception {
    Records records =
        flood(false).incident(FLOOD, 1, 9_000, 9_000).source("203.0.113.5", 2, at(11), at(12), 0);
    String text = text(report(records));
    assertTrue(text.contains("No source stands out"), text);
    assertFalse(text.contains("203.0.113.5"), text);
  }

  @Test
  void shouldSayWhenIndicatorsAreAPart() throws Exception {
    Records records = flood(false).incident(FLOOD, 1, 9, 9_000);
    for (int k = 1; k <= 12; k++) {
      records.source("203.0.113." + k, 700 - k, at(11), at(12), 0);
    }
    JsonNode report = report(records);
    String english = nis2(report, ReportOptions.Stage.NOTIFICATION, "en");
    assertTrue(english.contains("## NIS2: notification, within 72 hours"), english);
    assertTrue(english.contains("| 10 of 12 sources: 203.0.113.1, "), english);
    String french = nis2(report, ReportOptions.Stage.NOTIFICATION, "fr");
    assertTrue(french.contains("## NIS2\u00a0: notification, dans les 72 heures"), french);
    assertTrue(french.contains("- Durée\u00a0: 10"), french);
    assertFalse(french.contains("kB") || french.contains("MB"), french);
    assertTrue(french.contains("ko |"), french);
  }

  @Test
  void shouldSayWhatMayBeStoppedBesideThePacketsOfAVector() throws Exception {
    Records records = flood(false).incident(FLOOD, 1, 9, 9_000).mitigation(30, 3, FLOOD, 1, 9_000);
    assertFalse(text(report(records)).contains("Stopped beside them"));
    records.mitigation(31, 3, FLOOD, 1, 9_001);
    assertTrue(text(report(records)).contains("Stopped beside them"), text(report(records)));
  }

  @Test
  void shouldTellOfTheFirstPacketThatAnyFilterStopped() throws Exception {
    byte[] frame = PacketBuilder.ethernet().ipv4("203.0.113.5", "198.51.100.7").udp(53, 80).build();
    Records treated = new Records().run(false).stoppedFirstAt(10.06).second(10, FLOOD, 900, 900);
    treated.mitigation(10.5, 1, FLOOD, 1, 20);
    JsonNode late =
        report(treated.sample(9, FLOOD, frame).incident(FLOOD, 1, 9, 9_000)).at("/incidents/0");
    assertEquals(60_000_000, late.get("timeToMitigateNs").asLong());
    treated.sample(10.001, Vectors.BOGON_SOURCE, frame).sample(10.002, FLOOD, frame);
    JsonNode early = report(treated).at("/incidents/0");
    assertEquals(at(10.002), early.get("mitigatedNs").asLong());
    assertEquals(2_000_000, early.get("timeToMitigateNs").asLong());
  }

  @Test
  void shouldTellNoPercentilesOfAFewSeconds() throws Exception {
    String brief = text(report(flood(false).lasting(1).incident(FLOOD, 1, 9, 900)));
    assertFalse(brief.contains("median") || brief.contains("of a hundred seconds"), brief);
    String ten = text(report(flood(false).incident(FLOOD, 1, 9, 9_000)));
    assertTrue(ten.contains("All packets to it in 11 seconds: median a second: 915 pps"), ten);
    assertFalse(ten.contains("95 % of the seconds"), ten);
    String long95 = text(report(flood(false).lasting(25).incident(FLOOD, 1, 9, 9_000)));
    assertTrue(long95.contains("95 % of the seconds"), long95);
    assertFalse(long95.contains("99 % of the seconds"), long95);
  }

  @Test
  void shouldTellMomentsOfOneSecondApart() throws Exception {
    String text = text(report(flood(false).incident(FLOOD, 1, 9, 9_000)));
    assertTrue(text.contains("- First packet: 2021-05-04 11:00:10.000"), text);
    assertTrue(text.startsWith("# Incident report: shop, 2021-05-04 11:00:10 to 11:00:20 UTC"));
  }
}
