package org.scrubber.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.cli.render.Schemas;
import org.scrubber.cli.report.geo.MmdbWriter;

/** Reports with what is there only when its user asks or has files for it. */
final class ReportExtrasTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SCHEMA = Path.of("..", "docs", "incident.schema.json");
  private static final String SAMPLE = "../captures/belnet-afternoon.pcapng";
  private static final String POLICY = "../captures/policy.yaml";

  @TempDir static Path folder;
  private static Path journal;

  @BeforeAll
  static void replay() {
    journal = folder.resolve("journal");
    Shell.run("replay", SAMPLE, "--policy", POLICY, "--journal", journal).assertOk();
  }

  private static String report(String name, Object... more) throws IOException {
    return Shell.report(journal, folder.resolve(name), more);
  }

  private static String aSource(JsonNode report) {
    for (JsonNode incident : report.get("incidents")) {
      if (!incident.get("topSources").isEmpty()) {
        return incident.at("/topSources/0/source").asText();
      }
    }
    throw new AssertionError("no incident has a source");
  }

  @Test
  void shouldNameNetworkAndCountryOfASource() throws IOException {
    JsonNode plain = JSON.readTree(report("plain.json"));
    String source = aSource(plain);
    assertEquals(0, plain.at("/incidents/0/topNetworks").size());
    Path networks = folder.resolve("networks.mmdb");
    Path countries = folder.resolve("countries.mmdb");
    new MmdbWriter("GeoLite2-ASN")
        .add(
            source + "/32",
            Map.of(
                "autonomous_system_number",
                64496L,
                "autonomous_system_organization",
                "Example <Networks>"))
        .write(networks);
    new MmdbWriter("GeoLite2-Country")
        .add(source + "/32", Map.of("country", Map.of("iso_code", "DE")))
        .write(countries);
    Object[] geo = {"--geo", networks, "--geo", countries};
    JsonNode report = JSON.readTree(report("geo.json", geo));
    Schemas.assertConforms(SCHEMA, report);
    assertEquals("GeoLite2-ASN", report.at("/geo/0/type").asText());
    JsonNode named = null;
    for (JsonNode incident : report.get("incidents")) {
      long sum = 0;
      for (JsonNode one : incident.get("topNetworks")) {
        sum += one.get("sources").asLong();
      }
      assertEquals(incident.get("topSources").size(), sum);
      for (JsonNode one : incident.get("topSources")) {
        named = one.get("source").asText().equals(source) ? one : named;
      }
    }
    assertEquals(64496, named.get("asn").asLong());
    assertEquals("DE", named.get("country").asText());
    String html = report("geo.html", "--geo", networks, "--geo", countries, "--lang", "fr");
    assertTrue(html.contains("AS64496 Example &lt;Networks&gt;"), html);
    assertTrue(html.contains("Allemagne (DE)"));
    assertTrue(report("geo.md", geo).contains("Germany (DE)"));
    Path replayed = folder.resolve("replayed.html");
    Shell.run("replay", SAMPLE, "--policy", POLICY, "--report", replayed, "--geo", networks)
        .assertOk();
    assertTrue(Files.readString(replayed).contains("AS64496"));
  }

  @Test
  void shouldRefuseADatabaseThatIsNone() throws IOException {
    Path text = Files.writeString(folder.resolve("text.mmdb"), "no database");
    Path page = folder.resolve("none.html");
    Shell.run("report", "--journal", journal, "-o", page, "--geo", "none.mmdb")
        .assertFailed(
            2,
            "--geo: none.mmdb: no such file; expected a MaxMind database (.mmdb); see scrubber"
                + " report --help");
    Shell shell = Shell.run("replay", SAMPLE, "--report", page, "--geo", text);
    assertEquals(2, shell.exitCode());
    assertTrue(
        shell.err().startsWith("scrubber: --geo: " + text + ": is no sound MaxMind database"),
        shell.err());
    assertEquals(1, shell.err().lines().count());
    assertFalse(Files.exists(page));
    Shell.run("replay", SAMPLE, "--geo", text)
        .assertFailed(
            2,
            "--geo: names the sources of a report; expected --report FILE beside it; see scrubber"
                + " replay --help");
  }

  @Test
  void shouldTellWhatScrubberCanKnowOfEachField() throws IOException {
    JsonNode report = JSON.readTree(report("fields.json"));
    for (JsonNode incident : report.get("incidents")) {
      JsonNode rates = incident.get("rates");
      assertTrue(rates.get("p50Pps").asLong() <= rates.get("p95Pps").asLong());
      assertTrue(rates.get("p95Pps").asLong() <= rates.get("p99Pps").asLong());
      assertTrue(rates.get("p99Pps").asLong() <= rates.get("maxPps").asLong());
      assertTrue(rates.get("maxPps").asLong() > 0);
      long most = 0;
      for (JsonNode point : incident.get("timeline")) {
        most = Math.max(most, point.get("offered").asLong());
      }
      assertEquals(most, rates.get("maxPps").asLong());
      assertEquals(0, incident.at("/collateral/lossRatio").asDouble());
      assertTrue(
          incident.at("/capacity/observations").asLong() > 0, incident.get("capacity")::toString);
      assertTrue(
          incident.at("/vectors/0/topTargets/0/value").asText().startsWith("198.18."),
          incident.get("vectors")::toString);
    }
    for (JsonNode incident : report.get("incidents")) {
      for (JsonNode vector : incident.get("vectors")) {
        for (String histogram : List.of("lengthHistogram", "timeToLiveHistogram")) {
          long sum = 0;
          for (JsonNode bar : vector.get(histogram)) {
            sum += bar.get("samples").asLong();
          }
          assertEquals(vector.get("samples").asLong(), sum, histogram);
        }
      }
      for (JsonNode source : incident.get("topSources")) {
        assertEquals("packets", source.get("timesOf").asText());
        assertTrue(
            source.get("firstNs").asLong() >= incident.get("startNs").asLong() - 1_000_000_000L);
        assertTrue(source.get("lastNs").asLong() >= source.get("firstNs").asLong());
      }
      assertEquals(
          incident.get("targets").get(0).asText().replaceFirst("/.*", ""),
          incident.at("/targetServices/0/target").asText());
      JsonNode raised = incident.at("/actions/0");
      assertTrue(raised.get("effectPps").asLong() > 100, raised::toString);
    }
    JsonNode syn = report.at("/incidents/0/vectors/0");
    assertEquals(syn.get("sources"), syn.get("spoofedSources"));
    assertTrue(syn.at("/tcpFingerprints/0/value").asText().startsWith("window "));
  }

  @Test
  void shouldCountACaptureOnceThatWasReplayedTwice() throws IOException {
    Path twice = folder.resolve("twice");
    Path file = folder.resolve("twice.json");
    for (int k = 0; k < 2; k++) {
      Shell.run("replay", SAMPLE, "--policy", POLICY, "--journal", twice).assertOk();
    }
    JsonNode once = JSON.readTree(report("once.json"));
    Shell shell = Shell.run("report", "--journal", twice, "-o", file).assertOk();
    assertTrue(
        shell
            .out()
            .contains("left out of the journal's 2 runs: 1, as a later one is of the same time"),
        shell.out());
    JsonNode latest = JSON.readTree(Files.readString(file));
    assertEquals(once.get("incidents"), latest.get("incidents"));
    assertEquals(1, latest.at("/journal/runsLeftOut/0").asInt());
    Shell.run("report", "--journal", twice, "-o", file, "--run", "1").assertOk();
    assertEquals(once.get("incidents"), JSON.readTree(Files.readString(file)).get("incidents"));
    Shell.run("report", "--journal", twice, "-o", file, "--run", "3")
        .assertFailed(
            2, "--run: 3 is out of range; the journal has 1 to 2; see scrubber report --help");
  }

  @Test
  void shouldShowWhoMetWhomThatAFeedLists() throws IOException {
    Path feed = folder.resolve("listed.txt");
    JsonNode plain = JSON.readTree(report("before.json"));
    Files.writeString(feed, aSource(plain) + "\n");
    String policy =
        Files.readString(Path.of(POLICY))
            + "\nlists:\n  - { file: "
            + feed
            + ", format: cidr, action: report, direction: both }\n";
    Path listing = Files.writeString(folder.resolve("listing.yaml"), policy);
    Path data = folder.resolve("contacts.json");
    Path kept = folder.resolve("contacts");
    JsonNode replayed =
        JSON.readTree(
            Shell.run(
                    "replay",
                    SAMPLE,
                    "--policy",
                    listing,
                    "--json",
                    "--journal",
                    kept,
                    "--report",
                    data)
                .assertOk()
                .out());
    JsonNode report = JSON.readTree(Files.readString(data));
    Schemas.assertConforms(SCHEMA, report);
    JsonNode expected = replayed.get("contacts");
    assertTrue(expected.size() > 0);
    assertEquals(expected.size(), report.get("contacts").size());
    for (int k = 0; k < expected.size(); k++) {
      for (String field : List.of("object", "host", "listed", "direction", "firstFrame")) {
        assertEquals(expected.get(k).get(field), report.get("contacts").get(k).get(field), field);
      }
    }
    String host = report.at("/contacts/0/host").asText();
    String object = report.at("/contacts/0/object").asText();
    for (String name : List.of("contacts.html", "contacts.md")) {
      Path file = folder.resolve(name);
      Shell.run("report", "--journal", kept, "-o", file, "--object", object).assertOk();
      String text = Files.readString(file);
      assertTrue(text.contains("Contacts with listed addresses") && text.contains(host), text);
    }
  }
}
