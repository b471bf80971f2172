package org.scrubber.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.captures.netns.BumpBench;
import org.scrubber.captures.netns.FloodKind;
import org.scrubber.cli.render.Schemas;

/** What a run leaves in its journal, read while it runs and after its end. */
@Tag("long")
@EnabledIf("org.scrubber.cli.live.LiveBench#available")
@Timeout(180)
final class JournalInNamespacesTest {
  private static final Pattern PACKETS = Pattern.compile("\"packets\":([0-9]+)");

  @TempDir Path directory;

  @Test
  void shouldKeepWhatHappenedForEventsAndReport() throws Exception {
    String journal = directory.resolve("journal").toString();
    try (LiveBench live = new LiveBench("journal", directory)) {
      String policy = live.policy("profile: web").toString();
      Process process = live.run("--policy", policy, "--journal", journal);
      Process flood = live.flood(4_000, 60, FloodKind.NTP, BumpBench.SERVER);
      live.await("mitigation raised: server ntp-amplification");
      LiveBench.pass(6_000);
      String meanwhile = live.command("events", "--journal", journal);
      assertTrue(meanwhile.contains("ntp-amplification"), meanwhile);
      String attack = live.command("events", "--journal", journal, "--type", "incident", "--json");
      Matcher packets = PACKETS.matcher(attack.lines().toList().getLast());
      assertTrue(packets.find(), attack);
      assertTrue(Long.parseLong(packets.group(1)) > 6_000, "it goes on: " + attack);
      live.signal("HUP", process);
      live.await("policy read again, and it is the same: ");
      live.policy("profile: web\nthresholds: { amplification-pps: 150 }");
      live.signal("HUP", process);
      live.await("policy loaded");
      flood.destroy();
      flood.waitFor();
      live.end(process);
      assertTrue(live.said().contains("wrote " + journal), live.said());
      String events = live.command("events", "--journal", journal, "--all");
      assertEquals(2, events.lines().filter(line -> line.contains("run begins")).count(), events);
      assertTrue(events.contains("policy loaded"), events);
      String digest = live.command("events", "--journal", journal);
      assertEquals(1, digest.lines().filter(line -> line.contains("run begins")).count(), digest);
      assertEquals(1, digest.lines().filter(line -> line.contains("run ended")).count(), digest);
      assertEquals(1, digest.lines().filter(line -> line.contains("policy changed: ")).count());
      assertEquals(1, digest.lines().filter(line -> line.contains("policy read again")).count());
      assertTrue(events.matches("(?s).* busy up to [1-9][0-9]* %, 0 lost, .*"), events);
      Path page = directory.resolve("report.html");
      live.command("report", "--journal", journal, "-o", page.toString());
      assertTrue(Files.readString(page).contains("ntp-amplification"), "the report names it");
      Path data = directory.resolve("report.json");
      live.command("report", "--journal", journal, "-o", data.toString());
      JsonNode report = new ObjectMapper().readTree(Files.readString(data));
      Schemas.assertConforms(Path.of("..", "docs", "incident.schema.json"), report);
      JsonNode incident = report.at("/incidents/0");
      assertTrue(incident.at("/capacity/overloadMeasured").asBoolean(), "a run measures it");
      long busiest = incident.at("/capacity/maxUtilisationPercent").asLong();
      assertTrue(busiest > 0 && busiest <= 100, incident.get("capacity")::toString);
      assertEquals("high", incident.at("/confidence/level").asText());
      assertTrue(incident.at("/actions/0/after/stoppedPps").asLong() > 1_000, incident::toString);
      assertTrue(hasActor(incident, "human"), incident.get("actions")::toString);
    }
  }

  private static boolean hasActor(JsonNode incident, String kind) {
    boolean found = false;
    for (JsonNode action : incident.get("actions")) {
      found |= action.get("actorKind").asText().equals(kind);
    }
    return found;
  }
}
