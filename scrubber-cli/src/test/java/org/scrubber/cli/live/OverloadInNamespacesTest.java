package org.scrubber.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.captures.netns.BumpBench;
import org.scrubber.captures.netns.FloodKind;

/**
 * One tenant draws a flood of more than the machine carries, and has asked not to be scrubbed; what
 * is lost for lack of room is lost by that one, and another tenant's clients get through.
 */
@EnabledIf("org.scrubber.cli.live.LiveBench#available")
@Timeout(180)
@Tag("long")
final class OverloadInNamespacesTest {
  private static final int SECONDS = Integer.getInteger("scrubber.load-seconds", 8);
  private static final int PPS = 600_000;
  private static final int CLIENTS = 20;

  private static final String DROPPED =
      "scrubber_object_packets_total{object=\"%s\",verdict=\"dropped\"}";

  @TempDir Path directory;

  @Test
  void shouldTakeWhatIsLostFromWhoIsAttacked() throws Exception {
    try (LiveBench live = new LiveBench("full", directory)) {
      live.serve(1);
      live.addSources(CLIENTS);
      Process process =
          live.run("--policy", policy(), "--metrics", "127.0.0.1:9469", "--offload", "none");
      Process flood = live.flood(PPS, SECONDS + 60, FloodKind.SYN, BumpBench.SERVER);
      live.await("mitigation raised: victim syn-flood");
      live.await("overload");
      LiveBench.pass(SECONDS * 1_000L);
      Connects connects =
          Connects.of(
              live.client(),
              directory,
              LiveBench.SMALL6,
              IntStream.range(0, CLIENTS).mapToObj(k -> LiveBench.source(true, k)).toList());
      double shed = live.metric("scrubber_reason_packets_total{reason=\"overload");
      double ofTenant = live.metric(DROPPED.formatted("tenant"));
      double ofVictim = live.metric(DROPPED.formatted("victim"));
      flood.destroy();
      flood.waitFor();
      live.end(process);
      Figures.note(
          "overload, the other tenant's connections",
          String.format(
              Locale.ROOT,
              "%s; shed: %,.0f packets of the victim's, %,.0f of the tenant's",
              connects,
              ofVictim,
              ofTenant));
      assertEquals(CLIENTS, connects.succeeded(), connects.toString());
      assertTrue(shed > 0 && ofVictim >= shed, shed + " of " + ofVictim);
      assertEquals(0, ofTenant, live.said());
      assertTrue(live.said().contains("propose upstream (bird): route flow4"), live.said());
    }
  }

  private String policy() throws IOException {
    Path file = directory.resolve("two.yaml");
    Files.writeString(
        file,
        """
        version: 1
        seed: 0x1234567890abcdef
        objects:
          victim:
            prefixes: [%s/32]
            mode: monitor
            thresholds: { syn-pps: 200 }
          tenant:
            prefixes: ["%s/128"]
            profile: web
        """
            .formatted(BumpBench.SERVER, BumpBench.SERVER6));
    return file.toString();
  }
}
