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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.cli.render.Schemas;

final class ExplainCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SCHEMA = Path.of("..", "docs", "explain.schema.json");
  private static final String SAMPLE = "../captures/belnet-afternoon.pcapng";
  private static final String POLICY = "../captures/policy.yaml";

  private static JsonNode explain(String... more) throws IOException {
    Object[] words = new Object[5 + more.length];
    words[0] = "explain";
    words[1] = SAMPLE;
    words[2] = "--policy";
    words[3] = POLICY;
    words[4] = "--json";
    System.arraycopy(more, 0, words, 5, more.length);
    return JSON.readTree(Shell.run(words).assertOk().out());
  }

  @Test
  void shouldSayWhyReplyOfReflectorIsDropped() throws IOException {
    JsonNode one = explain("--packet", "13687");
    assertEquals("DROP", one.at("/verdict/verdict").asText());
    assertEquals("amplification-flood", one.at("/verdict/reason").asText());
    assertEquals("dns-amplification", one.at("/mitigation/vector").asText());
    assertEquals("198.18.0.10/32", one.at("/mitigation/target").asText());
    assertEquals("tax-portal", one.at("/object/name").asText());
    assertEquals("udp", one.at("/layers/2/protocol").asText());
    assertEquals("drop", outcome(one, "amplification"));
    assertEquals("not asked", outcome(one, "udp-flood"));
    assertEquals(one.at("/verdict/counterPps"), view(one, "amplification").at("/counter/value"));
    assertEquals("pps", view(one, "amplification").at("/counter/counted").asText());
    assertTrue(view(one, "udp-flood").get("counter").isNull());
  }

  @Test
  void shouldNameTheVectorThatAnInvariantStopped() throws IOException {
    JsonNode one = explain("--packet", "2478");
    assertEquals("bogon-source", one.at("/verdict/reason").asText());
    assertEquals("bogon-source", one.get("vector").asText());
  }

  @Test
  void shouldNotVouchForTheSenderOfAForgedPacket() throws IOException {
    JsonNode known = explain("--packet", "13687").at("/knowledge/0");
    assertEquals("both-directions", known.get("code").asText());
    assertEquals("both directions of the object's traffic are seen", known.get("text").asText());
  }

  @Test
  void shouldSayThatABurstRaisedWhatIsBelowItsThreshold() throws IOException {
    String first = text("2532");
    assertTrue(first.contains("10 pps against 100 pps"), first);
    assertTrue(first.contains("raised by a burst of more than 20 packets above 100 pps"), first);
    assertFalse(text("13687").contains("raised by"));
  }

  private static String text(String packet) {
    return Shell.run("explain", SAMPLE, "--policy", POLICY, "--packet", packet).assertOk().out();
  }

  @Test
  void shouldShowCountersOfWhatPasses() throws IOException {
    JsonNode one = explain("--packet", "2525");
    assertEquals("PASS", one.at("/verdict/verdict").asText());
    assertTrue(one.get("mitigation").isNull());
    assertEquals("host", one.at("/meters/1/level").asText());
    assertEquals(100, one.at("/meters/1/thresholdPps").asInt());
    assertTrue(one.at("/meters/1/packets").asInt() > 0);
    JsonNode view = view(one, "syn-flood");
    assertEquals("pass", view.get("outcome").asText());
    assertEquals("host: syn-flood", view.at("/counter/counted").asText());
    assertEquals(one.at("/meters/1/packets"), view.at("/counter/value"));
    assertEquals(one.at("/meters/1/burst"), view.at("/counter/threshold"));
    assertTrue(view.get("why").asText().startsWith("below all thresholds; "), view::toString);
    assertTrue(view(one, "invariants").get("counter").isNull());
    assertTrue(view(one, "udp-flood").get("counter").isNull());
  }

  /** Writes a policy of one object with these keys. */
  private static Path policy(Path directory, String... keys) throws IOException {
    String begin =
        """
        version: 1
        objects:
          tax-portal:
            prefixes: [198.18.0.0/24]
        """;
    String own = String.join("", List.of(keys).stream().map("    %s\n"::formatted).toList());
    return Files.writeString(directory.resolve("policy.yaml"), begin + own);
  }

  @Test
  void shouldSayWhyABucketThatIsOverRaisesNothing(@TempDir Path directory) throws IOException {
    Path policy =
        policy(directory, "thresholds: {udp-pps: 60, udp-flow-pps: 50, min-sources: 1000}");
    Shell shell =
        Shell.run("explain", SAMPLE, "--policy", policy.toString(), "--packet", "9199", "--json");
    JsonNode one = JSON.readTree(shell.assertOk().out());
    assertEquals("PASS", one.at("/verdict/verdict").asText());
    JsonNode view = view(one, "udp-flood");
    assertTrue(view.at("/counter/value").asInt() > view.at("/counter/threshold").asInt());
    assertTrue(view.get("why").asText().startsWith("over, but from fewer sources"), view::toString);
  }

  @Test
  void shouldSayThatNobodyOffersWhatAPacketAsksFor(@TempDir Path directory) throws IOException {
    Path policy = policy(directory, "services: [tcp/443, udp/443]", "services-only: true");
    Shell shell = Shell.run("explain", SAMPLE, "--policy", policy, "--json", "--packet", "18456");
    JsonNode one = JSON.readTree(shell.assertOk().out());
    assertEquals("unoffered", one.at("/verdict/reason").asText());
    assertEquals("drop", outcome(one, "unoffered"));
    assertEquals("not asked", outcome(one, "udp-flood"));
  }

  @Test
  void shouldAskAboutWhatGoesOutOnlyWhetherAFeedListsIt() throws IOException {
    JsonNode one = explain("--packet", "100");
    assertTrue(one.get("object").isNull());
    for (JsonNode view : one.get("filters")) {
      boolean asked = view.get("filter").asText().equals("destinations");
      assertEquals(asked ? "pass" : "-", view.get("outcome").asText(), view::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "100", "2478", "2525", "8874", "13687", "32012"})
  void shouldEmitExactlyTheFieldsOfTheDocumentedSchema(String packet) throws IOException {
    Schemas.assertConforms(SCHEMA, explain("--packet", packet));
  }

  @Test
  void shouldDescribeEveryFieldOfTheSchema() throws IOException {
    Schemas.assertDescribed(SCHEMA);
  }

  @Test
  void shouldRefusePacketsThatAreNotThere() {
    Shell.run("explain", SAMPLE, "--packet", "32013")
        .assertFailed(1, SAMPLE + ": has 32,012 packets; there is no packet 32,013");
    Shell.run("explain", SAMPLE, "--packet", "abc")
        .assertFailed(
            2,
            "invalid value for option '--packet': 'abc' is not a whole number; see scrubber explain"
                + " --help");
    Shell beforeTheFirst = Shell.run("explain", SAMPLE, "--packet", "0");
    assertEquals(2, beforeTheFirst.exitCode());
    assertFalse(beforeTheFirst.err().isEmpty());
  }

  private static String outcome(JsonNode one, String filter) {
    return view(one, filter).get("outcome").asText();
  }

  private static JsonNode view(JsonNode one, String filter) {
    for (JsonNode view : one.get("filters")) {
      if (view.get("filter").asText().equals(filter)) {
        return view;
      }
    }
    throw new AssertionError("no such filter: " + filter);
  }
}
