package org.scrubber.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    Path file = folder.resolve(name);
    List<Object> words = new ArrayList<>(List.of("report", "--journal", journal, "-o", file));
    words.addAll(List.of(more));
    Shell.run(words.toArray()).assertOk();
    return Files.readString(file);
  }

  @Test
  void shouldNameNetworkAndCountryOfASource() throws IOException {
    JsonNode plain = JSON.readTree(report("plain.json"));
    String source = null;
    for (JsonNode incident : plain.get("incidents")) {
      assertEquals(0, incident.get("topNetworks").size());
      source = source == null ? incident.at("/topSources/0/source").textValue() : source;
    }
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
}
