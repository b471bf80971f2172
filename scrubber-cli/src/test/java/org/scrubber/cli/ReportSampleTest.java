package org.scrubber.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.cli.report.geo.MmdbWriter;

/**
 * The report in the documentation, with all that one can hold: evidence, networks and countries by
 * made-up databases, contacts with a made-up feed.
 */
final class ReportSampleTest {
  private static final Path SAMPLE = Path.of("..", "docs", "incident-report.html");
  private static final String CAPTURE = "../captures/belnet-afternoon.pcapng";
  private static final Path POLICY = Path.of("..", "captures", "policy.yaml");
  private static final Pattern HEADINGS = Pattern.compile("<(h[1-4]|th|dt)\\b[^>]*>[^<]*");

  /** Addresses of the capture's reflectors, whose hosts then meet a listed one. */
  private static final String LISTED = "30.1.160.33\n30.1.77.14\n";

  @TempDir static Path folder;
  private static String page;

  @BeforeAll
  static void replay() throws IOException {
    Path networks = folder.resolve("example-asn.mmdb");
    Path countries = folder.resolve("example-country.mmdb");
    MmdbWriter asn = new MmdbWriter("Example-ASN");
    MmdbWriter country = new MmdbWriter("Example-Country");
    List<String> names = List.of("Example Transit", "Example Hosting", "Example Access");
    List<String> codes = List.of("BE", "NL", "FR");
    for (int k = 0; k < 3; k++) {
      String prefix = List.of("30.0.0.0/8", "22.0.0.0/8", "28.0.0.0/8").get(k);
      asn.add(
          prefix,
          Map.of(
              "autonomous_system_number",
              64_496L + k,
              "autonomous_system_organization",
              names.get(k)));
      country.add(prefix, Map.of("country", Map.of("iso_code", codes.get(k))));
    }
    asn.write(networks);
    country.write(countries);
    Path feed = Files.writeString(folder.resolve("example-feed.txt"), LISTED);
    String lists =
        "\nlists:\n  - { file: %s, format: cidr, action: report, direction: both }\n"
            .formatted(feed);
    Path policy =
        Files.writeString(folder.resolve("policy.yaml"), Files.readString(POLICY) + lists);
    Path report = folder.resolve("report.html");
    Object[] words = {
      "replay",
      CAPTURE,
      "--policy",
      policy,
      "--report",
      report,
      "--evidence",
      folder.resolve("evidence"),
      "--geo",
      networks,
      "--geo",
      countries
    };
    Shell.run(words).assertOk();
    page = Files.readString(report).replace("../captures/", "captures/").replace(folder + "/", "");
  }

  /** The numbers of the sample follow the engine when {@code scrubber.update-docs} is set. */
  @Test
  void shouldLookAsTheSampleInTheDocumentation() throws IOException {
    if (Boolean.getBoolean("scrubber.update-docs")) {
      Files.writeString(SAMPLE, page);
    }
    assertEquals(headings(page), headings(Files.readString(SAMPLE)));
  }

  @Test
  void shouldHoldAllThatAReportCanHold() {
    for (String piece :
        List.of(
            "AS64496 Example Transit",
            "Belgium (BE)",
            "Contacts with listed addresses",
            "example-feed",
            "evidence/tax-portal-dns-amplification-1.pcapng",
            "Recommendations",
            "Glossary")) {
      assertTrue(page.contains(piece), piece);
    }
  }

  private static List<String> headings(String html) {
    return HEADINGS.matcher(html).results().map(MatchResult::group).distinct().toList();
  }
}
