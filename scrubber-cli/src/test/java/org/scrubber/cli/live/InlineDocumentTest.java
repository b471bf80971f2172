package org.scrubber.cli.live;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.captures.netns.BumpBench;

/** The policy in {@code docs/inline.md} does between its client and server what it says there. */
@EnabledIf("org.scrubber.cli.live.LiveBench#available")
@Timeout(180)
final class InlineDocumentTest {
  private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");

  @TempDir Path directory;

  @Test
  void shouldServeTheClientOfTheDocumentByItsPolicy() throws Exception {
    Matcher block = YAML.matcher(Files.readString(Path.of("..", "docs", "inline.md")));
    assertTrue(block.find(), "the document has a policy");
    Path policy = Files.writeString(directory.resolve("inline.yaml"), block.group(1));
    Path border =
        Files.writeString(
            directory.resolve("border.yaml"),
            block.group(1).replace("version: 1\n", "version: 1\nborder: internet\n"));
    try (LiveBench live = new LiveBench("inlinedoc", directory)) {
      live.serve(1_000);
      live.addSources(1);
      // Nothing beneath: what a busy machine's watchdog let past would be served by either policy.
      Process process =
          live.run("--policy", policy.toString(), "--bypass", "none", "--counters", "none");
      assertTrue(isServed(live, BumpBench.CLIENT, BumpBench.SERVER), live.said());
      assertTrue(isServed(live, BumpBench.CLIENT6, "[" + BumpBench.SERVER6 + "]"), live.said());
      live.end(process);
      process =
          live.run(
              "--policy",
              border.toString(),
              "--bypass",
              "none",
              "--metrics",
              "127.0.0.1:9469",
              "--counters",
              directory.resolve("counters").toString());
      assertTrue(isServed(live, LiveBench.source(false, 0), BumpBench.SERVER), live.said());
      assertFalse(isServed(live, BumpBench.CLIENT, BumpBench.SERVER), live.said());
      live.awaitMetric("scrubber_reason_packets_total{reason=\"bogon-source\"}", 1);
      live.end(process);
    }
  }

  private static boolean isServed(LiveBench live, String from, String to) {
    return live.client()
        .run("curl", "-sS", "-m", "4", "--interface", from, "http://" + to + "/small")
        .succeeded();
  }
}
