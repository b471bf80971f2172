package org.scrubber.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scrubber.cli.render.Schemas;

final class ReportCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SCHEMA = Path.of("..", "docs", "incident.schema.json");
  private static final String SAMPLE = "../captures/belnet-afternoon.pcapng";
  private static final String POLICY = "../captures/policy.yaml";
  private static final List<String> OTHERS =
      List.of("vaccine-booking", "university", "parliament", "198.18.4.10", "198.18.33.10");

  @TempDir static Path folder;
  private static Path journal;
  private static Path page;
  private static JsonNode replayed;

  @BeforeAll
  static void replay() throws IOException {
    journal = folder.resolve("journal");
    page = folder.resolve("replay.html");
    Shell shell =
        Shell.run(
                "replay",
                SAMPLE,
                "--policy",
                POLICY,
                "--json",
                "--journal",
                journal,
                "--report",
                page,
                "--evidence",
                folder.resolve("evidence"))
            .assertOk();
    replayed = JSON.readTree(shell.out());
  }

  private static String report(String name, Object... more) throws IOException {
    return Shell.report(journal, folder.resolve(name), more);
  }

  @Test
  void shouldCountNoFewerSourcesThanItLists() throws IOException {
    int compared = 0;
    for (JsonNode one : JSON.readTree(report("sources.json")).get("incidents")) {
      if (one.get("alsoStopped").isEmpty()) {
        int listed = one.get("topSources").size();
        assertTrue(one.get("sources").asLong() >= listed, one.get("id").asText());
        compared++;
      }
    }
    assertTrue(compared >= 3, "compared: " + compared);
  }

  @Test
  void shouldHoldTheNumbersOfTheReplay() throws IOException {
    JsonNode report = JSON.readTree(report("all.json"));
    Schemas.assertConforms(SCHEMA, report);
    assertEquals(replayed.get("incidents").size(), report.get("incidents").size());
    for (int k = 0; k < report.get("incidents").size(); k++) {
      JsonNode one = report.get("incidents").get(k);
      JsonNode expected = replayed.get("incidents").get(k);
      for (String field :
          List.of(
              "id",
              "campaignId",
              "object",
              "severity",
              "startNs",
              "stopNs",
              "peakPps",
              "peakBps",
              "packets",
              "bytes",
              "sources",
              "targets")) {
        assertEquals(expected.get(field), one.get(field), field);
      }
      assertEquals(expected.get("vectors").size(), one.get("vectors").size());
      long offered = one.at("/totals/offered/packets").asLong();
      assertEquals(
          offered,
          one.at("/totals/passed/packets").asLong()
              + one.at("/totals/dropped/packets").asLong()
              + one.at("/totals/challenged/packets").asLong());
      assertTrue(one.get("timeline").size() > 10);
      assertTrue(one.at("/vectors/0/samples").asInt() >= 50);
      assertTrue(one.get("timeToDetectNs").asLong() < 1_000_000_000L);
      assertEquals(0, one.at("/collateral/spokenForLost").asLong());
    }
    JsonNode syn = report.at("/incidents/0/vectors/0");
    assertEquals("syn-flood", syn.get("vector").asText());
    assertEquals("state-exhaustion", syn.get("class").asText());
    assertEquals("443", syn.at("/targetPorts/0/value").asText());
    assertEquals("S", syn.at("/tcpFlags/0/value").asText());
    assertTrue(syn.get("spoofed").asBoolean());
    JsonNode dns = report.at("/incidents/1/vectors/1");
    assertEquals("53", dns.at("/sourcePorts/0/value").asText());
    assertTrue(dns.get("reflectors").asLong() > 100);
  }

  @Test
  void shouldNameEvidenceWithItsHash() throws Exception {
    JsonNode report = JSON.readTree(report("evidence.json"));
    assertTrue(report.get("evidence").size() >= 4);
    JsonNode capture = report.at("/evidence/0");
    assertEquals("read", capture.get("content").asText());
    assertEquals(SAMPLE, capture.get("file").asText());
    assertEquals(replayed.at("/totals/offered/packets"), capture.get("packets"));
    assertEquals(replayed.at("/traffic/firstPacketNs"), capture.get("fromNs"));
    long startNs = report.at("/incidents/0/startNs").asLong();
    for (JsonNode one : report.get("evidence")) {
      Path file = Path.of(one.get("file").asText());
      byte[] bytes = Files.readAllBytes(file);
      assertEquals(bytes.length, one.get("bytes").asInt());
      byte[] hash = java.security.MessageDigest.getInstance("SHA-256").digest(bytes);
      assertEquals(java.util.HexFormat.of().formatHex(hash), one.get("sha256").asText());
      if (one.equals(capture)) {
        continue;
      }
      assertEquals("samples", one.get("content").asText());
      assertTrue(one.get("packets").asLong() > 0, one::toString);
      assertTrue(one.get("fromNs").asLong() >= startNs - 1_000_000_000L, one::toString);
      assertTrue(one.get("toNs").asLong() >= one.get("fromNs").asLong(), one::toString);
      assertTrue(one.get("truncatedAtBytes").asLong() <= 256, one::toString);
      String vector = one.at("/vectors/0").asText();
      assertTrue(one.get("file").asText().contains(vector), one::toString);
    }
  }

  @Test
  void shouldListWhatAlwaysOnFiltersStoppedAmongWhatWasStopped() throws IOException {
    Path beside = folder.resolve("stopped.json");
    Path dropped = folder.resolve("stopped.pcapng");
    Shell.run("replay", SAMPLE, "--policy", POLICY, "--report", beside, "--dropped", dropped)
        .assertOk();
    JsonNode report = JSON.readTree(Files.readString(beside));
    JsonNode file = report.get("evidence").get(report.get("evidence").size() - 1);
    assertEquals("stopped", file.get("content").asText());
    assertTrue(file.get("vectors").toString().contains("\"bogon-source\""), file::toString);
    assertTrue(file.get("vectors").toString().contains("\"syn-flood\""), file::toString);
  }

  @Test
  void shouldSpeakOfTheMostAttackedWhereThereIsNoPolicy() throws IOException {
    Path beside = folder.resolve("nobody.md");
    Shell.run("replay", SAMPLE, "--report", beside).assertOk();
    String text = Files.readString(beside);
    String most = "198.18.0.10, 198.18.33.10, 198.18.4.10 +1";
    assertTrue(text.startsWith("# Incident report: " + most + ", 2021-05-04"), text);
    assertTrue(text.contains("\n" + most + " were attacked from 2021-05-04 11:00:10"), text);
    assertTrue(text.contains("Of all 28,163 packets in that time, whoever they went to"), text);
    assertFalse(text.contains("- Campaign: `"), "there is one incident");
    assertTrue(report("campaign.md").contains("- Campaign: `"), "there are four");
  }

  @Test
  void shouldWriteTheSamePageFromAReplayAndFromItsJournal() throws IOException {
    String fromJournal = report("same.html");
    assertEquals(Files.readString(page), fromJournal);
  }

  @Test
  void shouldNeedNoNetworkAndNoScript() throws IOException {
    String html = Files.readString(page);
    assertFalse(html.matches("(?s).*(https?:|//|<script|@import|url\\().*"), "the page loads");
    assertTrue(html.contains("<svg"));
    assertTrue(html.contains("prefers-color-scheme: dark"));
    assertTrue(html.contains("@media print"));
  }

  @Test
  void shouldShowAnObjectsOwnerNothingOfOthers() throws IOException {
    for (String name : List.of("own.html", "own.md", "own.json")) {
      String own = report(name, "--object", "tax-portal", "--nis2", "final");
      assertTrue(own.contains("tax-portal"));
      for (String other : OTHERS) {
        assertFalse(own.contains(other), name + " shows " + other);
      }
    }
    Shell.run(
            "report",
            "--journal",
            journal,
            "--object",
            "hospital",
            "-o",
            folder.resolve("none.html"))
        .assertFailed(1, "there is no incident of hospital");
  }

  @ParameterizedTest
  @CsvSource({
    "early-warning, en, to be added by a human, 9",
    "notification, fr, à compléter par une personne, 11",
    "final, nl, door een mens in te vullen, 16"
  })
  void shouldFillInWhatAStageAsksAndMarkTheRest(String stage, String lang, String mark, int marks)
      throws IOException {
    String text = report(stage + ".md", "--nis2", stage, "--lang", lang);
    assertEquals(marks, text.split(mark, -1).length - 1, text);
    assertTrue(text.contains("NIS2"));
    String html = report(stage + ".html", "--nis2", stage, "--lang", lang);
    assertTrue(html.contains("<html lang=\"" + lang + "\">"));
    String asked = html.substring(0, html.indexOf("</section>"));
    assertEquals(marks, asked.split("<mark>", -1).length - 1);
  }

  @Test
  void shouldBeAboutOneIncidentWhenAsked() throws IOException {
    String id = replayed.at("/incidents/2/id").asText();
    JsonNode report = JSON.readTree(report("one.json", "--incident", id));
    assertEquals(1, report.get("incidents").size());
    assertEquals(id, report.at("/incidents/0/id").asText());
    Shell shell =
        Shell.run(
            "report", "--journal", journal, "--incident", "x", "-o", folder.resolve("none.html"));
    assertEquals(1, shell.exitCode());
    assertTrue(shell.err().contains("there is no incident x; there are: incident-"), shell.err());
  }

  @Test
  void shouldReportOnARealCapture() throws IOException {
    Path capture =
        Path.of(System.getProperty("scrubber.captures", "../../shared/captures"))
            .resolve("attack/stopddos__amp.UDP.snmp.src161.pcapng");
    assumeTrue(Files.isRegularFile(capture), "no real captures at " + capture.getParent());
    Path kept = folder.resolve("real");
    Path file = folder.resolve("real.json");
    JsonNode found =
        JSON.readTree(
            Shell.run("replay", capture, "--json", "--journal", kept, "--report", file)
                .assertOk()
                .out());
    JsonNode report = JSON.readTree(Files.readString(file));
    Schemas.assertConforms(SCHEMA, report);
    assertEquals(found.at("/incidents/0/id"), report.at("/incidents/0/id"));
    assertEquals(found.at("/incidents/0/packets"), report.at("/incidents/0/packets"));
    JsonNode snmp = null;
    for (JsonNode vector : report.at("/incidents/0/vectors")) {
      snmp = vector.get("vector").asText().equals("snmp-amplification") ? vector : snmp;
    }
    assertEquals("161", snmp.at("/sourcePorts/0/value").asText());
    String events = Shell.run("events", "--journal", kept, "--type", "mitigation").assertOk().out();
    assertTrue(events.contains("raised: snmp-amplification of 10.10.10.10/32"), events);
  }

  @Test
  void shouldSayWhatIsWrongInOneLine() {
    Path missing = folder.resolve("missing").resolve("x.html");
    Shell.run("report", "--journal", journal, "-o", missing)
        .assertFailed(1, missing + ": its directory does not exist");
    Path page = folder.resolve("x.html");
    Shell.run("report", "--journal", journal, "-o", page, "--object", "nosuch")
        .assertFailed(
            2,
            "--object: the journal has no object \"nosuch\"; expected one of tax-portal,"
                + " vaccine-booking, parliament, university, hospital, hospital-vpn, research,"
                + " resolver, link-net; see scrubber report --help");
    Shell.run("report", "--journal", journal, "-o", page, "--nis2", "bogus")
        .assertFailed(
            2,
            "invalid value for option '--nis2': expected one of early-warning, notification, final,"
                + " but was 'bogus'; see scrubber report --help");
    Shell.run("report", "--journal", journal, "-o", "report.pdf")
        .assertFailed(
            2,
            "-o/--output: report.pdf ends in none of .html, .md and .json; see scrubber report"
                + " --help");
    Shell.run("replay", SAMPLE, "--report", "report.txt")
        .assertFailed(
            2,
            "--report: report.txt ends in none of .html, .md and .json; see scrubber replay"
                + " --help");
  }

  @Test
  void shouldDescribeEveryFieldOfTheSchema() throws IOException {
    Schemas.assertDescribed(SCHEMA);
  }
}
