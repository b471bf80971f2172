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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.cli.render.Schemas;

/** A report for the owner of one object, made where files are named after others. */
final class ReportForOneObjectTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SCHEMA = Path.of("..", "docs", "incident.schema.json");
  private static final List<String> FORMATS = List.of("own.html", "own.md", "own.json");

  /** Names, addresses and files of others. */
  private static final List<String> OTHERS =
      List.of(
          "vaccine-booking",
          "university",
          "parliament",
          "198.18.4.",
          "198.18.5.",
          "198.18.32.",
          "198.18.33.",
          "2001:db8:2:",
          "2001:db8:3:",
          "2001:db8:5:",
          "case-hospital",
          "hospital-and-parliament",
          "hospital.yaml",
          "clean.pcapng",
          "stopped.pcapng",
          "campaign-2021"); // Its time says when somebody else was hit.

  @TempDir static Path folder;
  private static Path journal;

  @BeforeAll
  static void replay() throws IOException {
    Path cases = Files.createDirectory(folder.resolve("case-hospital"));
    Path capture = cases.resolve("hospital-and-parliament.pcapng");
    Files.copy(Path.of("../captures/belnet-afternoon.pcapng"), capture);
    Path policy = cases.resolve("hospital.yaml");
    Files.copy(Path.of("../captures/policy.yaml"), policy);
    journal = folder.resolve("journal");
    Object[] words = {
      "replay",
      capture,
      "--policy",
      policy,
      "--journal",
      journal,
      "--evidence",
      cases.resolve("evidence"),
      "--clean",
      cases.resolve("clean.pcapng"),
      "--dropped",
      cases.resolve("stopped.pcapng")
    };
    Shell.run(words).assertOk();
  }

  private static String report(String name, Object... more) throws IOException {
    return Shell.report(journal, folder.resolve(name), more);
  }

  @Test
  void shouldNameNothingOfOthersInAnyFormat() throws IOException {
    for (String name : FORMATS) {
      String own = report(name, "--object", "tax-portal", "--nis2", "final");
      assertTrue(own.contains("tax-portal"));
      for (String other : OTHERS) {
        assertFalse(own.contains(other), name + " shows " + other);
      }
    }
  }

  @Test
  void shouldNotCountWhatIsOfAllObjects() throws IOException {
    JsonNode report = JSON.readTree(report("counts.json", "--object", "tax-portal"));
    Schemas.assertConforms(SCHEMA, report);
    assertEquals(0, report.at("/journal/events").asLong());
    assertEquals(1, report.at("/run/inputCount").asLong());
    assertEquals(64, report.at("/run/policySha256").asText().length());
    JsonNode incident = report.at("/incidents/0");
    assertEquals(0, incident.at("/collateral/otherObjectsUnderAttack").asLong());
    assertEquals(0, incident.at("/capacity/observations").asLong());
    assertEquals(0, report.get("notes").size());
    String text = report("counts.md", "--object", "tax-portal");
    assertTrue(text.contains("- Journal: complete"), text);
    assertTrue(text.contains("- Inputs: 1, not named here"), text);
    for (String shared : List.of("Other objects", "Flow table", "events")) {
      assertFalse(text.contains(shared), shared);
    }
  }

  @Test
  void shouldSayThatFilesHoldPacketsOfOthersToo() throws IOException {
    JsonNode report = JSON.readTree(report("files.json", "--object", "tax-portal"));
    assertEquals(3, report.get("evidenceUnlisted").asInt(), "the capture, clean, dropped");
    assertTrue(report.get("evidence").size() >= 2);
    for (JsonNode one : report.get("evidence")) {
      assertTrue(one.get("file").asText().startsWith("tax-portal-"), one::toString);
    }
    String text = report("files.md", "--object", "tax-portal");
    assertTrue(text.contains("as they hold packets of other objects, too: 3 of the files"), text);
    assertFalse(text.contains("No packets were written"), text);
  }

  @Test
  void shouldListEvidenceOfTheIncidentOnlyThatIsAskedFor() throws IOException {
    JsonNode all = JSON.readTree(report("incidents.json"));
    JsonNode wanted = all.at("/incidents/1");
    JsonNode one = JSON.readTree(report("incident.json", "--incident", wanted.get("id").asText()));
    assertTrue(one.get("evidence").size() < all.get("evidence").size());
    int samples = 0;
    for (JsonNode file : one.get("evidence")) {
      String name = Path.of(file.get("file").asText()).getFileName().toString();
      if (file.get("content").asText().equals("samples")) {
        assertTrue(name.startsWith(wanted.get("object").asText() + "-"), name);
        samples++;
      }
    }
    assertTrue(samples > 0);
    assertEquals(samples + 3, one.get("evidence").size(), "capture, clean, dropped");
  }
}
