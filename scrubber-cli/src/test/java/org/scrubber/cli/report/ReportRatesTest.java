package org.scrubber.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.classify.Vectors;
import org.scrubber.cli.report.ReportOptions.Stage;
import org.scrubber.cli.report.page.ReportPage;

/** That numbers which differ say why: other windows, other filters, what is not of the attack. */
final class ReportRatesTest {
  private static final int FLOOD = Vectors.UDP_FLOOD;

  private static Records flood() {
    Records records = new Records().run(false);
    for (int second = 0; second < 40; second++) {
      boolean flooded = second >= 10 && second < 20;
      records.second(second, FLOOD, flooded ? 915 : 15, flooded ? 900 : 0);
    }
    return records;
  }

  private static JsonNode report(Records records) throws Exception {
    return records.report(null, Stage.FINAL);
  }

  private static String text(JsonNode report, String language) {
    return ReportPage.markdown(report, Stage.FINAL, Locale.of(language));
  }

  @Test
  void shouldSayWhatStoppedPacketsBeforeThereWasAnythingToDetect() throws Exception {
    byte[] frame = PacketBuilder.ethernet().ipv4("203.0.113.5", "198.51.100.7").udp(53, 80).build();
    Records always = flood().sample(10, FLOOD, frame).mitigation(10.068, 1, FLOOD, 1, 20);
    JsonNode report = report(always.incident(FLOOD, 1, 9, 9_000));
    assertEquals(
        "mitigation",
        report(flood().mitigation(10, 1, FLOOD, 1, 20).incident(FLOOD, 1, 9, 9_000))
            .at("/incidents/0/mitigatedBy")
            .asText());
    JsonNode nothing = report(flood().incident(FLOOD, 1, 9, 9_000));
    assertEquals("nothing", nothing.at("/incidents/0/mitigatedBy").asText());
    assertEquals("mitigation", report.at("/incidents/0/mitigatedBy").asText());
    Records late = flood().sample(9.99, FLOOD, frame).sample(10, FLOOD, frame);
    late.raisedAt(10.068).mitigation(10.068, 1, FLOOD, 1, 20);
    JsonNode early = report(late.stoppedFirstAt(10.068).incident(FLOOD, 1, 9, 9_000));
    assertEquals("always-on", early.at("/incidents/0/mitigatedBy").asText());
    String text = text(early, "en");
    assertTrue(text.contains("Time to mitigate: 0 s, stopped by a filter that is always on"), text);
    assertTrue(text.contains("a filter that is always on stopped it from then on"), text);
  }

  @Test
  void shouldSayThatARateAboveThePeakIsOfLessThanASecond() throws Exception {
    Records brief = flood().rate(42_000).mitigation(10.5, 1, FLOOD, 1, 20).lasting(0.6);
    String text = text(report(brief.incident(FLOOD, 1, 9, 900)), "en");
    assertTrue(text.contains("42.0 kpps over 0.1 s, that nothing spoke for"), text);
    assertTrue(text.contains("Peak and mean are of a whole second"), text);
    String long10 =
        text(report(flood().mitigation(10.5, 1, FLOOD, 1, 20).incident(FLOOD, 1, 9, 9_000)), "en");
    assertTrue(long10.contains("250 pps that nothing spoke for"), long10);
    assertFalse(long10.contains("Peak and mean are of a whole second"), long10);
  }

  @Test
  void shouldNameInThePictureWhatIsNotOfTheAttack() throws Exception {
    Records records = flood().second(12, Vectors.BOGON_SOURCE, 4, 4);
    JsonNode report = report(records.incident(FLOOD, 1, 9, 9_000));
    String html = ReportPage.html(report, null, Locale.ENGLISH);
    assertTrue(html.contains("</i>bogon-source (not of the attack)</li>"), html);
    assertTrue(html.contains("</i>udp-flood</li>"), html);
    assertTrue(html.contains("nor in the peak: bogon-source (4) packets."), html);
  }

  @Test
  void shouldNameServicesByWeightAndLeaveZerosOut() throws Exception {
    ObjectNode report =
        (ObjectNode) report(flood().mitigation(10.5, 1, FLOOD, 1, 20).incident(FLOOD, 1, 9, 900));
    ArrayNode targets = (ArrayNode) report.at("/incidents/0/targets");
    targets.insert(0, "192.0.2.1/32");
    String text = text(report, "en");
    assertTrue(text.contains("| Services hit | shop: 198.51.100.7/32, 192.0.2.1/32 |"), text);
    assertTrue(text.contains("| 20 would have been dropped |"), text);
    assertFalse(text.contains("| Would have been challenged |"), text);
  }

  @Test
  void shouldSetSemicolonsAsFrenchDoes() throws Exception {
    JsonNode report = report(flood().mitigation(10.5, 1, FLOOD, 1, 20).incident(FLOOD, 1, 9, 900));
    String text = text(report, "fr");
    assertFalse(text.replace("\u00a0;", "").contains("; "), text);
    assertTrue(text.contains("auraient été rejetés"), text);
  }

  @Test
  void shouldGiveEachColourToOneVectorAndSumUpTheSmallest() throws Exception {
    Records records = new Records().run(false).second(9, FLOOD, 15, 0);
    for (int k = 0; k < 9; k++) {
      records.second(10 + k, Vectors.FIRST_AMPLIFICATION + k, 915, 100 + 10 * k);
    }
    records.second(19, FLOOD, 15, 0).mitigation(10, 1, Vectors.FIRST_AMPLIFICATION, 1, 20);
    records.incident(Vectors.FIRST_AMPLIFICATION, 1, 9, 9_000);
    for (int k = 1; k < 9; k++) {
      records.also(Vectors.FIRST_AMPLIFICATION + k, 9);
    }
    JsonNode report = report(records.end(40));
    String page = ReportPage.html(report, Stage.FINAL, Locale.ENGLISH);
    String legend = page.substring(page.indexOf("<ul class=\"legend\">"));
    legend = legend.substring(0, legend.indexOf("</ul>"));
    for (int colour = 0; colour < 6; colour++) {
      String mark = "class=\"v" + colour + "\"";
      assertEquals(legend.indexOf(mark), legend.lastIndexOf(mark), legend);
      assertTrue(legend.contains(mark), legend);
    }
    String largest = Vectors.name(Vectors.FIRST_AMPLIFICATION + 8);
    assertTrue(legend.contains("<i class=\"v0\"></i>" + largest), legend);
    assertTrue(legend.contains("<i class=\"v5\"></i>4 other vectors"), legend);
    String first = Vectors.name(Vectors.FIRST_AMPLIFICATION);
    String text = text(report, "en");
    assertTrue(text.contains(", by " + first + ", "), text);
    assertTrue(text.contains(" and 4 other vectors. At its peak"), text);
  }
}
