package org.scrubber.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.cli.report.Records.at;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.classify.Vectors;
import org.scrubber.cli.report.ReportOptions.Stage;
import org.scrubber.cli.report.page.ReportPage;

/** What a report says against the thresholds and deadlines of NIS2. */
final class Nis2Test {
  private static final int FLOOD = Vectors.UDP_FLOOD;
  private static final double HOUR = 3_600;

  private static JsonNode report(Records records, @Nullable Stage stage) throws Exception {
    return records.report(null, stage);
  }

  private static Records lasting(double seconds) throws Exception {
    return new Records()
        .run(true)
        .lasting(seconds)
        .second(10, FLOOD, 915, 900)
        .mitigation(10.5, 1, FLOOD, 1, 20);
  }

  private static JsonNode known(Records records) throws Exception {
    return report(records.incident(FLOOD, 1, 9, 900), Stage.FINAL).at("/nis2/0");
  }

  private static String longer(double seconds) throws Exception {
    StringBuilder text = new StringBuilder();
    known(lasting(seconds))
        .get("thresholds")
        .forEach(one -> text.append(one.get("attackedLonger").asBoolean() ? '1' : '0'));
    return text.toString();
  }

  @Test
  void shouldSayWhichThresholdsAnAttackLastedLongerThan() throws Exception {
    assertEquals("00000", longer(HOUR / 2));
    assertEquals("10100", longer(HOUR / 2 + 1));
    assertEquals("10100", longer(HOUR));
    assertEquals("11110", longer(HOUR + 1));
  }

  @Test
  void shouldNeverClaimThatAThresholdWasPassed() throws Exception {
    Records records =
        lasting(5 * HOUR).note(12, 2, "overload: offered 9 pps, lost 4 pps, shed 7 pps");
    records.note(7_212, 2, "overload ended after 7,200 s: lost 9,000, shed 7,000");
    JsonNode report = report(records.incident(FLOOD, 3, 9, 900), Stage.FINAL);
    for (JsonNode one : report.at("/nis2/0/thresholds")) {
      assertEquals("unknown", one.get("met").asText());
      assertFalse(one.get("toAdd").isEmpty());
    }
    assertEquals(7_200, report.at("/nis2/0/overloadSeconds").asLong());
    for (String language : List.of("en", "fr", "nl")) {
      String text = ReportPage.markdown(report, Stage.FINAL, Locale.of(language));
      assertEquals(5, marks(text), text);
    }
  }

  private static int marks(String text) {
    String part = text.substring(text.indexOf("2024/2690"));
    return part.split("\\*\\*(to be added by a human|à compléter|door een mens)", -1).length - 1;
  }

  private static String indicators(Records records) throws Exception {
    String text = ReportPage.markdown(report(records, Stage.FINAL), Stage.FINAL, Locale.ENGLISH);
    return text.lines().filter(one -> one.startsWith("| Indic")).findFirst().orElseThrow();
  }

  @Test
  void shouldCallNobodyAReflectorWhoMayHaveSentAFlood() throws Exception {
    int reflected =
        Vectors.ids().stream().filter(Vectors::isAmplification).findFirst().orElseThrow();
    Records pure = lasting(10).incident(reflected, 3, 631, 900);
    String reflectors = indicators(pure.source("203.0.113.5", 29, at(10), at(12), 0));
    assertTrue(reflectors.contains("| 1 of about 631 reflectors (hosts of others"), reflectors);
    Records both = lasting(10).incident(reflected, 3, 631, 900).also(FLOOD, 90);
    String mixed = indicators(both.source("203.0.113.5", 29, at(10), at(12), 0));
    assertTrue(mixed.contains("sources, some of them reflectors (hosts of others"), mixed);
    Records flood = lasting(10).incident(FLOOD, 3, 9, 900);
    String direct = indicators(flood.source("203.0.113.5", 29, at(10), at(12), 0));
    assertTrue(direct.contains("| 1 of 9 sources: 203.0.113.5"), direct);
  }

  @Test
  void shouldCountDeadlinesFromDetection() throws Exception {
    JsonNode known = known(lasting(10));
    assertEquals(at(10), known.get("awarenessNs").asLong());
    assertEquals("2021-05-05T11:00:10.000000000Z", known.get("earlyWarningBy").asText());
    assertEquals("2021-05-07T11:00:10.000000000Z", known.get("notificationBy").asText());
    assertEquals("2021-06-07T11:00:10.000000000Z", known.get("finalReportBy").asText());
  }

  @Test
  void shouldSayHowADnsServiceIsKnown() throws Exception {
    assertEquals("none-seen", known(lasting(10)).get("dnsService").asText());
    Records resolver = new Records().profile("resolver").run(true);
    assertEquals("profile", known(resolver).get("dnsService").asText());
    byte[] query =
        PacketBuilder.ethernet().ipv4("203.0.113.5", "198.51.100.7").udp(4_444, 53).build();
    Records sampled = lasting(10).sample(11, FLOOD, query);
    assertEquals("sampled", known(sampled).get("dnsService").asText());
    byte[] other =
        PacketBuilder.ethernet().ipv4("203.0.113.5", "198.51.100.7").udp(4_444, 80).build();
    for (int k = 0; k < 99; k++) {
      sampled.sample(12, FLOOD, other);
    }
    assertEquals("none-seen", known(sampled).get("dnsService").asText());
  }

  @Test
  void shouldSayThatAReplayMeasuresNeitherOverloadNorAnswers() throws Exception {
    Records records = new Records().run(false).mitigation(10.5, 1, FLOOD, 1, 20);
    records.lasting(19).incident(FLOOD, 1, 9, 900, true);
    JsonNode report = report(records.end(30), Stage.FINAL);
    JsonNode known = report.at("/nis2/0");
    assertFalse(known.get("overloadMeasured").asBoolean());
    assertTrue(known.get("running").asBoolean());
    String text = ReportPage.markdown(report, Stage.FINAL, Locale.ENGLISH);
    assertTrue(text.contains("at least: not seen to end"), text);
    assertTrue(text.contains("| not measured | not sent (replay) | no sign of one |"), text);
    assertTrue(text.contains("Addresses of sources are personal data: hand on no more"), text);
  }

  @Test
  void shouldNotCallAnAttackWhatOnlyItsRateSpeaksFor() throws Exception {
    Records weak = new Records().run(false).mitigation(10.5, 1, Vectors.ICMP_FLOOD, 1, 20);
    JsonNode report = report(weak.incident(Vectors.ICMP_FLOOD, 1, 9, 900), Stage.EARLY_WARNING);
    assertEquals("low", report.at("/incidents/0/confidence/level").asText());
    String text = ReportPage.markdown(report, Stage.NOTIFICATION, Locale.ENGLISH);
    assertTrue(text.contains("| Suspected malicious | not certain: little but the rate"), text);
    assertTrue(text.contains("(before: not observed)"), "nothing was seen before");
  }

  @Test
  void shouldSayOfWhichIncidentOnlyWhereThereAreSeveral() throws Exception {
    ObjectNode report = (ObjectNode) report(lasting(10).incident(FLOOD, 1, 9, 900), Stage.FINAL);
    String one = ReportPage.markdown(report, Stage.FINAL, Locale.ENGLISH);
    assertTrue(one.contains("| 2021-05-04 11:00:10 UTC at the earliest |"), one);
    String severity = report.at("/incidents/0/severity").asText();
    assertTrue(one.contains("| Severity, first assessment | " + severity + " |"), one);
    assertTrue(one.contains("did not last longer than that. No sign of a DNS service. |"), one);
    ArrayNode incidents = (ArrayNode) report.get("incidents");
    ObjectNode second = incidents.get(0).deepCopy();
    incidents.add(second.put("named", "mail"));
    ArrayNode known = (ArrayNode) report.get("nis2");
    ObjectNode other = known.get(0).deepCopy();
    known.add(other.put("named", "mail"));
    String two = ReportPage.markdown(report, Stage.FINAL, Locale.ENGLISH);
    assertTrue(two.contains("shop: 2021-05-04 11:00:10 UTC at the earliest"), two);
    assertTrue(two.contains("mail: " + severity), two);
    assertTrue(two.contains("did not last longer than that: shop; mail."), two);
    assertTrue(two.contains("| mail | 2021-05-05 11:00:10 |"), two);
  }

  @Test
  void shouldNameEvidenceWithoutSayingWhereItLies() throws Exception {
    Records records = lasting(10).evidence("/var/log/attack.pcapng", 0);
    JsonNode report = report(records.incident(FLOOD, 1, 9, 900), Stage.FINAL);
    String hash = report.at("/evidence/0/sha256").asText();
    String text = ReportPage.markdown(report, Stage.FINAL, Locale.ENGLISH);
    assertTrue(text.contains("| Evidence | files, listed below: 1 |"), text);
    assertTrue(text.contains("- attack.pcapng (SHA-256 " + hash + ")"), text);
  }

  @Test
  void shouldNotNotifyWhatNeverHappened() throws Exception {
    Records quiet = new Records().run(true).end(30);
    assertEquals(
        "there is no incident, so nothing to notify",
        assertThrows(IOException.class, () -> report(quiet, Stage.EARLY_WARNING)).getMessage());
    assertTrue(report(quiet, null).get("incidents").isEmpty());
  }

  @Test
  void shouldSayNothingOfItUnlessAsked() throws Exception {
    JsonNode report = report(lasting(10).incident(FLOOD, 1, 9, 900), null);
    assertTrue(report.get("nis2").isEmpty());
    assertFalse(ReportPage.markdown(report, null, Locale.ENGLISH).contains("2024/2690"));
  }
}
