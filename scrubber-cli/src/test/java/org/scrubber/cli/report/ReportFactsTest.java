package org.scrubber.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.cli.report.Records.at;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.classify.Reflectors;
import org.scrubber.classify.Vectors;
import org.scrubber.cli.render.Schemas;
import org.scrubber.cli.report.geo.GeoDatabases;
import org.scrubber.cli.report.geo.MmdbWriter;
import org.scrubber.cli.report.page.ReportPage;
import org.scrubber.journal.LiveNotes;
import org.scrubber.live.event.LiveEvent;

/** What a report says of a flood in seconds 10 to 20, at 15 pps of what is normal. */
final class ReportFactsTest {
  private static final Path SCHEMA = Path.of("..", "docs", "incident.schema.json");
  private static final int DNS = Vectors.FIRST_AMPLIFICATION + Reflectors.names().indexOf("dns");
  private static final int POLICY = 1;

  private static Records flood(boolean live, int vector) throws Exception {
    Records records = new Records().run(live);
    for (int second = 0; second < 40; second++) {
      boolean flooded = second >= 10 && second < 20;
      records.second(second, vector, flooded ? 915 : 15, flooded ? 900 : 0);
    }
    records.mitigation(10.5, 1, vector, 1, 20);
    return records;
  }

  private static JsonNode report(Records records, @Nullable String object) throws Exception {
    return records.report(object, null);
  }

  private static JsonNode incident(Records records) throws Exception {
    return report(records, null).at("/incidents/0");
  }

  private static List<String> codes(JsonNode incident) {
    List<String> codes = new ArrayList<>();
    incident.get("recommendations").forEach(one -> codes.add(one.get("code").asText()));
    return codes;
  }

  @Test
  void shouldAddUpNetworksAndCountriesOfBothFamilies(@TempDir Path folder) throws Exception {
    Path database = folder.resolve("both.mmdb");
    Map<String, Object> six = Map.of("asn", "AS64496", "as_name", "Example", "country", "BE");
    Map<String, Object> four = Map.of("asn", "AS64496", "as_name", "Example", "country", "NL");
    new MmdbWriter("Both")
        .add("203.0.113.0/24", four)
        .add("2001:db8:1:2::/64", six)
        .add("2001:db8:1:3::/64", six)
        .write(database);
    Records records = flood(false, Vectors.UDP_FLOOD).source("203.0.113.5", 9, at(10), at(15), 0);
    records.sourceOfSix("2001:db8:1:2::/64", 20).sourceOfSix("2001:db8:1:3::/64", 5);
    records.sourceOfSix("2001:db8:9:9::/64", 2).incident(Vectors.UDP_FLOOD, 1, 4, 900);
    try (GeoDatabases geo = GeoDatabases.open(List.of(database))) {
      ReportOptions options = new ReportOptions(null, null, null, Locale.ENGLISH, geo);
      JsonNode report = ReportTree.of(records.facts(), options);
      Schemas.assertConforms(SCHEMA, report);
      JsonNode incident = report.at("/incidents/0");
      assertEquals("2001:db8:1:2::/64", incident.at("/topSources/0/source").asText());
      assertEquals("BE", incident.at("/topSources/0/country").asText());
      assertEquals(64496, incident.at("/topNetworks/0/asn").asLong());
      assertEquals(34, incident.at("/topNetworks/0/packets").asLong());
      assertEquals(3, incident.at("/topNetworks/0/sources").asLong());
      assertEquals("BE", incident.at("/topCountries/0/country").asText());
      assertEquals(25, incident.at("/topCountries/0/packets").asLong());
      String text = ReportPage.markdown(report, null, Locale.ENGLISH);
      assertTrue(text.contains("| AS64496 Example | 3 | 34 |"), text);
      assertTrue(text.contains("| Belgium (BE) | 2 | 25 |"), text);
      assertTrue(text.contains("| Netherlands (NL) | 1 | 9 |"), text);
    }
  }

  @Test
  void shouldSayWhatEachActionChanged() throws Exception {
    Records records = flood(false, Vectors.UDP_FLOOD).mitigation(30.2, 3, Vectors.UDP_FLOOD, 1, 9);
    JsonNode actions = incident(records.incident(Vectors.UDP_FLOOD, 1, 9, 9_000)).get("actions");
    JsonNode raised = actions.get(0);
    assertEquals("machine", raised.get("actorKind").asText());
    assertEquals("shop", raised.get("object").asText());
    assertEquals("198.51.100.7/32", raised.get("target").asText());
    assertEquals("above-threshold", raised.get("reason").asText());
    assertEquals(250, raised.get("ratePps").asLong());
    assertEquals(100, raised.get("thresholdPps").asLong());
    assertEquals(25, raised.get("burstPackets").asLong());
    assertEquals(15, raised.at("/before/offeredPps").asLong());
    assertEquals(0, raised.at("/before/stoppedPps").asLong());
    assertEquals(915, raised.at("/after/offeredPps").asLong());
    assertEquals(15, raised.at("/after/passedPps").asLong());
    assertEquals(900, raised.get("effectPps").asLong());
    JsonNode ended = actions.get(1);
    assertEquals("below-threshold", ended.get("reason").asText());
    assertEquals(0, ended.get("effectPps").asLong());
  }

  @Test
  void shouldSayWhyAMitigationChanged() throws Exception {
    Records records =
        flood(false, Vectors.UDP_FLOOD)
            .mitigation(12, 2, Vectors.UDP_FLOOD, 2, 100)
            .mitigation(13, 2, DNS, 2, 200)
            .mitigation(19, 2, DNS, 2, 300)
            .end(19);
    JsonNode actions = incident(records.incident(Vectors.UDP_FLOOD, 1, 9, 9_000)).get("actions");
    assertEquals("above-threshold-again", actions.at("/1/reason").asText());
    assertEquals("other-vectors", actions.at("/2/reason").asText());
    assertEquals("dns-amplification", actions.at("/2/treats/0").asText());
    assertEquals("end-of-run", actions.at("/3/reason").asText());
  }

  @Test
  void shouldNotClaimAnEffectWhereTheSecondsBeforeWereNotSeen() throws Exception {
    Records records = new Records().run(false);
    for (int second = 10; second < 40; second++) {
      records.second(second, Vectors.UDP_FLOOD, 900, 900);
    }
    records.mitigation(10.1, 1, Vectors.UDP_FLOOD, 1, 20);
    JsonNode raised = incident(records.incident(Vectors.UDP_FLOOD, 1, 9, 9_000)).at("/actions/0");
    assertEquals(0, raised.at("/before/observedSeconds").asLong());
    assertEquals(3, raised.at("/after/observedSeconds").asLong());
    assertEquals(0, raised.get("effectPps").asLong());
  }

  @Test
  void shouldNotCountWhatAReloadHandsOverAsDoneAgain() throws Exception {
    Records records =
        flood(true, Vectors.UDP_FLOOD)
            .mitigation(10.5, 1, Vectors.UDP_FLOOD, 1, 500)
            .mitigation(30, 3, Vectors.UDP_FLOOD, 1, 900);
    JsonNode actions = incident(records.incident(Vectors.UDP_FLOOD, 1, 9, 9_000)).get("actions");
    assertEquals(2, actions.size());
    assertEquals("ended", actions.at("/1/action").asText());
  }

  @Test
  void shouldKnowThatNothingCameBeforeTheFirstPacketOfALiveRun() throws Exception {
    Records records = new Records().run(true);
    for (int second = 10; second < 40; second++) {
      records.second(second, Vectors.UDP_FLOOD, 900, 900);
    }
    records.mitigation(10.1, 1, Vectors.UDP_FLOOD, 1, 20);
    JsonNode raised = incident(records.incident(Vectors.UDP_FLOOD, 1, 9, 9_000)).at("/actions/0");
    assertEquals(3, raised.at("/before/observedSeconds").asLong());
    assertEquals(0, raised.at("/before/offeredPps").asLong());
    assertEquals(900, raised.get("effectPps").asLong());
  }

  @Test
  void shouldListWhatAHumanDidButNotToOthers() throws Exception {
    Records records =
        flood(true, Vectors.UDP_FLOOD)
            .note(15, POLICY, "shop: udp-pps 100 to 50")
            .incident(Vectors.UDP_FLOOD, 1, 9, 9_000);
    JsonNode human = incident(records).at("/actions/1");
    assertEquals("human", human.get("actorKind").asText());
    assertEquals("policy", human.get("action").asText());
    assertEquals("shop: udp-pps 100 to 50", human.get("text").asText());
    assertEquals(900, human.at("/before/stoppedPps").asLong());
    assertEquals(1, report(records, "shop").at("/incidents/0/actions").size());
  }

  @Test
  void shouldSayWhenEachSourceWasFirstSeen() throws Exception {
    Records records =
        flood(false, Vectors.UDP_FLOOD)
            .incident(Vectors.UDP_FLOOD, 1, 9, 9_000)
            .source("203.0.113.5", 700, at(10.25), at(19.5), 0)
            .source("203.0.113.6", 90, at(11), at(12), 1)
            .source("203.0.113.7", 80, at(11), at(12), 2)
            .source("203.0.113.8", 70, 0, 0, 0);
    JsonNode sources = incident(records).get("topSources");
    assertEquals(at(10.25), sources.at("/0/firstNs").asLong());
    assertEquals("2021-05-04T11:00:19.500000000Z", sources.at("/0/last").asText());
    assertEquals("packets", sources.at("/0/timesOf").asText());
    assertEquals("stranger", sources.at("/0/standing").asText());
    assertEquals("proven", sources.at("/1/standing").asText());
    assertEquals("acquainted", sources.at("/2/standing").asText());
    assertEquals("unknown", sources.at("/3/standing").asText());
    assertEquals("", sources.at("/3/first").asText());
  }

  @Test
  void shouldAddASourceUpOverRunsAndLeaveOutWhoCameAtAnotherTime() throws Exception {
    Records records =
        flood(true, Vectors.UDP_FLOOD)
            .incident(Vectors.UDP_FLOOD, 1, 9, 9_000)
            .source("203.0.113.6", 90, at(10), at(12), 0)
            .source("203.0.113.5", 70, at(11), at(12), 0)
            .source("203.0.113.5", 60, at(14), at(19), 1)
            .source("203.0.113.9", 5_000, at(300), at(400), 0);
    JsonNode sources = incident(records).get("topSources");
    assertEquals(2, sources.size());
    assertEquals("203.0.113.5", sources.at("/0/source").asText());
    assertEquals(130, sources.at("/0/packets").asLong());
    assertEquals(at(11), sources.at("/0/firstNs").asLong());
    assertEquals(at(19), sources.at("/0/lastNs").asLong());
    assertEquals("proven", sources.at("/0/standing").asText());
  }

  /** Thirty samples: of 203.0.113.5 from second 10 to 12.9, to one service. */
  private static Records sampled(Records records, int vector) {
    for (int k = 0; k < 30; k++) {
      byte[] frame =
          PacketBuilder.ethernet()
              .ipv4("203.0.113.5", "198.51.100.7")
              .ttl(40 + k % 3)
              .udp(4_444, 8_080)
              .payload(100 + k % 2, 1)
              .build();
      records.sample(10 + k / 10.0, vector, frame);
    }
    return records;
  }

  @Test
  void shouldSayThatTimesAreOfSamplesWhereNoOthersAreKnown() throws Exception {
    Records records =
        sampled(flood(false, Vectors.UDP_FLOOD), Vectors.UDP_FLOOD)
            .incident(Vectors.UDP_FLOOD, 1, 9, 9_000)
            .source("203.0.113.5", 700, 0, 0, 0);
    JsonNode report = report(records, null);
    JsonNode source = report.at("/incidents/0/topSources/0");
    assertEquals("samples", source.get("timesOf").asText());
    assertEquals(at(10), source.get("firstNs").asLong());
    assertEquals(at(12.9), source.get("lastNs").asLong());
    assertEquals("unknown", source.get("standing").asText());
    String text = ReportPage.markdown(report, null, Locale.ENGLISH);
    assertTrue(text.contains("11:00:10, 11:00:12, of sampled packets"), text);
  }

  @Test
  void shouldCountEveryLengthAndTimeToLiveAndService() throws Exception {
    Records records =
        sampled(flood(false, Vectors.UDP_FLOOD), Vectors.UDP_FLOOD)
            .incident(Vectors.UDP_FLOOD, 1, 9, 9_000);
    JsonNode incident = incident(records);
    JsonNode vector = incident.at("/vectors/0");
    assertEquals(
        "[{\"value\":142,\"samples\":15},{\"value\":143,\"samples\":15}]",
        vector.get("lengthHistogram").toString());
    assertEquals(3, vector.get("timeToLiveHistogram").size());
    assertEquals(40, vector.at("/timeToLiveHistogram/0/value").asLong());
    assertEquals(10, vector.at("/timeToLiveHistogram/0/samples").asLong());
    assertEquals(
        "[{\"target\":\"198.51.100.7\",\"protocol\":\"udp\",\"port\":8080,\"samples\":30,"
            + "\"percent\":100}]",
        incident.get("targetServices").toString());
  }

  @Test
  void shouldNameThePortsThatAFloodHasInCommonToThoseUpstream() throws Exception {
    Records records = sampled(flood(true, Vectors.UDP_FLOOD), Vectors.UDP_FLOOD);
    new LiveNotes(records.list(), (timeNs, event) -> {})
        .hear(at(12), new LiveEvent.Overloaded(true, 90_000, 4_000, 700, List.of()));
    JsonNode incident = incident(records.incident(Vectors.UDP_FLOOD, 1, 9, 9_000));
    String rule = incident.at("/upstreamActions/0/text").asText();
    assertTrue(
        rule.startsWith("to 198.51.100.7/32 udp to port 8080 from port 4444: limit to"), rule);
  }

  @Test
  void shouldSayWhatEachFileOfEvidenceHolds() throws Exception {
    Records records =
        flood(false, Vectors.UDP_FLOOD)
            .incident(Vectors.UDP_FLOOD, 1, 9, 9_000)
            .evidence("ev/shop-udp-flood-1.pcapng", 0)
            .evidence("dropped.pcapng", 2)
            .evidence("old.pcapng", -1);
    JsonNode files = report(records, null).get("evidence");
    JsonNode samples = files.get(0);
    assertEquals("samples", samples.get("content").asText());
    assertEquals(12, samples.get("packets").asLong());
    assertEquals(at(10), samples.get("fromNs").asLong());
    assertEquals(at(19), samples.get("toNs").asLong());
    assertEquals(170, samples.get("truncatedAtBytes").asLong());
    assertEquals("udp-flood", samples.at("/vectors/0").asText());
    assertEquals("all", files.at("/1/sampling").asText());
    assertEquals("udp-flood", files.at("/1/vectors/0").asText());
    assertEquals("unknown", files.at("/2/content").asText());
    String text = ReportPage.markdown(report(records, null), null, Locale.ENGLISH);
    assertTrue(text.contains("| not noted | unknown | unknown | not noted, unknown |"), text);
    assertEquals(1, report(records, "shop").get("evidence").size());
  }

  @Test
  void shouldCountOverloadAndProposeRulesUpstream() throws Exception {
    Records records = flood(true, DNS);
    LiveNotes notes = new LiveNotes(records.list(), (timeNs, event) -> {});
    notes.hear(at(12), new LiveEvent.Overloaded(true, 90_000, 4_000, 700, List.of()));
    notes.hear(at(14), new LiveEvent.Overloaded(false, 120_000, 4_000, 700, List.of()));
    notes.hear(at(17), new LiveEvent.OverloadEnded(5_000_000_000L, 20_000, 3_500));
    JsonNode incident = incident(records.incident(DNS, 2, 400, 9_000));
    JsonNode capacity = incident.get("capacity");
    assertTrue(capacity.get("overloadMeasured").asBoolean());
    assertEquals(1, capacity.get("overloads").asLong());
    assertEquals(5, capacity.get("overloadSeconds").asLong());
    assertEquals(120_000, capacity.get("maxOfferedPps").asLong());
    assertEquals(20_000, capacity.get("queueDrops").asLong());
    assertEquals(3_500, capacity.get("shedPackets").asLong());
    JsonNode rule = incident.at("/upstreamActions/0");
    assertEquals("flowspec", rule.get("kind").asText());
    assertTrue(rule.get("text").asText().startsWith("to 198.51.100.7/32 udp from port 53"));
    assertFalse(rule.get("sent").asBoolean());
    assertEquals("rtbh", incident.at("/upstreamActions/1/kind").asText());
    assertEquals("overload", incident.at("/actions/1/action").asText());
    assertTrue(codes(incident).containsAll(List.of("ask-upstream", "capacity")));
  }

  @Test
  void shouldSayThatAReplayMeasuresNoOverload() throws Exception {
    JsonNode report = report(flood(false, DNS).incident(DNS, 1, 400, 9_000), null);
    JsonNode incident = report.at("/incidents/0");
    assertFalse(incident.at("/capacity/overloadMeasured").asBoolean());
    assertEquals(0, incident.get("upstreamActions").size());
    String text = ReportPage.markdown(report, null, Locale.ENGLISH);
    assertTrue(text.contains("Overloaded, seconds: not measured"), text);
    assertTrue(text.contains("Nothing was proposed"), text);
  }

  @Test
  void shouldRecommendWhatFollowsFromTheFacts() throws Exception {
    JsonNode strong = incident(flood(false, DNS).incident(DNS, 2, 400, 9_000));
    assertEquals(List.of("ask-upstream", "tell-reflectors", "keep-evidence"), codes(strong));
    assertEquals("high", strong.at("/confidence/level").asText());
    JsonNode weak =
        incident(
            flood(false, Vectors.ICMP_FLOOD)
                .incident(Vectors.ICMP_FLOOD, 1, 9, 9_000)
                .source("203.0.113.5", 7_000, at(10), at(19), 0)
                .evidence("dropped.pcapng", 2));
    assertEquals(List.of("check-threshold", "few-sources"), codes(weak));
    assertEquals("low", weak.at("/confidence/level").asText());
    JsonNode forged = incident(flood(false, Vectors.SYN_FLOOD).incident(1, 1, 8_000, 9_000));
    assertEquals(List.of("no-block-by-source", "keep-evidence"), codes(forged));
    assertEquals("origin", forged.at("/openQuestions/4").asText());
  }

  @Test
  void shouldSayTheSameInMarkdownAsInHtml() throws Exception {
    Records records =
        flood(false, DNS)
            .incident(DNS, 2, 400, 9_000)
            .source("203.0.113.5", 700, at(10.25), at(19.5), 0)
            .evidence("dropped.pcapng", 2);
    JsonNode report = report(records, null);
    for (String language : List.of("en", "fr", "nl")) {
      Locale locale = Locale.of(language);
      String html = ReportPage.html(report, null, locale);
      String markdown = ReportPage.markdown(report, null, locale);
      for (String piece :
          html.substring(html.indexOf("<main>")).split("<svg.*?</figure>|<[^>]*>")) {
        String text = unescaped(piece).strip();
        boolean inPicture = html.contains(">" + piece + "</text>") || html.contains("</i>" + piece);
        if (!text.isEmpty() && !inPicture) {
          assertTrue(
              markdown.contains(text.replace("|", "\\|"))
                  || text.startsWith("Packets a second")
                  || text.startsWith("Paquets par seconde")
                  || text.startsWith("Pakketten per seconde"),
              text);
        }
      }
    }
  }

  private static String unescaped(String html) {
    return html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }
}
