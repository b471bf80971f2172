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
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.cli.render.Schemas;

final class DiffCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SCHEMA = Path.of("..", "docs", "diff.schema.json");
  private static final String SAMPLE = "../captures/belnet-afternoon.pcapng";
  private static final Path POLICY = Path.of("..", "captures", "policy.yaml");

  @TempDir Path folder;

  private Path policy(String name, String from, String to, String more) throws IOException {
    String text = Files.readString(POLICY).replace(from, to) + more;
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void shouldFindNothingBetweenAPolicyAndItself() throws IOException {
    Shell shell = Shell.run("diff", POLICY, POLICY, SAMPLE, "--json").assertOk();
    JsonNode same = JSON.readTree(shell.out());
    assertEquals(32_012, same.get("packets").asInt());
    assertEquals(0, same.get("changed").asInt());
    assertEquals(0, same.get("groups").size());
    Schemas.assertConforms(SCHEMA, same);
  }

  @Test
  void shouldFailWhenLegitimateFlowsWouldLosePackets() throws IOException {
    Path other =
        policy(
            "block.yaml",
            "",
            "",
            "block:\n  - { source: 0.0.0.0/1, object: tax-portal, why: too wide }\n");
    Shell shell = Shell.run("diff", POLICY, other, SAMPLE, "--json");
    assertEquals(ExitCode.NEWLY_LOST, shell.exitCode());
    JsonNode one = JSON.readTree(shell.out());
    Schemas.assertConforms(SCHEMA, one);
    assertTrue(one.get("spokenForLost").asInt() > 100);
    assertTrue(one.get("spokenForFlows").asInt() > 10);
    JsonNode group = one.get("groups").get(0);
    assertEquals("tax-portal", group.get("object").asText());
    assertEquals("block-rule", group.at("/to/reason").asText());
    assertEquals("pass", group.at("/from/verdict").asText());
    assertTrue(group.at("/samples/0/spokenFor").asBoolean());
    String text = Shell.run("diff", POLICY, other, SAMPLE).out();
    assertTrue(text.contains("in conversation, or that was asked for, would be lost"), text);
    assertTrue(text.contains("pass -> drop (block-rule)"), text);
  }

  @Test
  void shouldAgreeWithReplayOnWhatWouldBeLost() throws IOException {
    Path other = policy("lower.yaml", "syn-pps: 100", "syn-pps: 60", "");
    JsonNode one =
        JSON.readTree(Shell.run("diff", POLICY, other, SAMPLE, "--json").assertOk().out());
    assertTrue(one.get("newlyLost").asInt() > 0);
    assertEquals(
        lost(other) - lost(POLICY), one.get("newlyLost").asInt() - one.get("newlyPassed").asInt());
    JsonNode group = one.get("groups").get(0);
    assertEquals("vaccine-booking", group.get("object").asText());
    assertEquals("syn-flood", group.get("vector").asText());
    assertEquals("challenge", group.at("/to/verdict").asText());
    assertEquals(0, one.get("spokenForLost").asInt());
  }

  private static long lost(Path policy) throws IOException {
    JsonNode report =
        JSON.readTree(Shell.run("replay", "--policy", policy, "--json", SAMPLE).assertOk().out());
    return report.at("/totals/dropped/packets").asLong()
        + report.at("/totals/challenged/packets").asLong();
  }

  @Test
  void shouldCountNothingAsLostWhereAnObjectOnlyMonitors() throws IOException {
    Path other = policy("monitor.yaml", "mode: enforce", "mode: monitor", "");
    JsonNode one =
        JSON.readTree(Shell.run("diff", POLICY, other, SAMPLE, "--json").assertOk().out());
    assertEquals(0, one.get("newlyLost").asInt());
    assertEquals(lost(POLICY), one.get("newlyPassed").asLong());
  }

  @Test
  void shouldCompareOverARealCapture() throws IOException {
    Path capture =
        Path.of(System.getProperty("scrubber.captures", "../../shared/captures"))
            .resolve("benign/sv__http-evader--http-evader-410--input.pcap");
    assumeTrue(Files.isRegularFile(capture), "no real captures at " + capture.getParent());
    String open = "version: 1\nobjects:\n  everything:\n    prefixes: [0.0.0.0/0]\n";
    Path before = Files.writeString(folder.resolve("open.yaml"), open);
    Path after =
        Files.writeString(
            folder.resolve("closed.yaml"),
            open + "block:\n  - { source: 0.0.0.0/0, object: everything, why: test }\n");
    Shell.run("diff", before, before, capture).assertOk();
    Shell shell = Shell.run("diff", before, after, capture, "--json");
    assertEquals(ExitCode.NEWLY_LOST, shell.exitCode());
    JsonNode one = JSON.readTree(shell.out());
    assertEquals(8, one.get("newlyLost").asInt());
    assertEquals(7, one.get("spokenForLost").asInt());
    assertEquals(1, one.get("spokenForFlows").asInt());
  }

  @Test
  void shouldCompareACutCaptureAndSayWhereItEnds() throws IOException {
    byte[] whole = Files.readAllBytes(Path.of(SAMPLE));
    Path cut = Files.write(folder.resolve("cut.pcapng"), Arrays.copyOf(whole, 2_000_003));
    Shell shell = Shell.run("diff", POLICY, POLICY, cut, "--json");
    assertEquals(ExitCode.OK, shell.exitCode());
    JsonNode one = JSON.readTree(shell.out());
    Schemas.assertConforms(SCHEMA, one);
    String warning = one.at("/warnings/0").asText();
    assertTrue(warning.startsWith(cut + ": cut in the middle of packet 15666; the last"), warning);
    assertEquals("scrubber: warning: " + warning + "\n", shell.err());
  }

  @Test
  void shouldSayWhatIsWrongInOneLine() {
    Shell.run("diff", POLICY, folder.resolve("none.yaml"), SAMPLE)
        .assertFailed(2, folder.resolve("none.yaml") + ": does not exist; expected a policy file");
    Shell.run("diff", POLICY, POLICY, folder.resolve("none.pcap"))
        .assertFailed(2, folder.resolve("none.pcap") + ": no such file"); // 1 is an answer.
    assertFalse(Shell.run("diff", POLICY, POLICY).err().isEmpty());
  }

  @Test
  void shouldDescribeEveryFieldOfTheSchema() throws IOException {
    Schemas.assertDescribed(SCHEMA);
  }
}
