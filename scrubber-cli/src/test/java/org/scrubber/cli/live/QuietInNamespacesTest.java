package org.scrubber.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.captures.netns.BumpBench;
import org.scrubber.captures.netns.FloodKind;
import org.scrubber.captures.netns.Namespace;
import org.scrubber.cli.Main;

/** What a run says and leaves when nothing comes, nobody listens, or it is killed. */
@EnabledIf("org.scrubber.cli.live.LiveBench#available")
@Timeout(120)
@Tag("long")
final class QuietInNamespacesTest {
  @TempDir Path directory;
  private LiveBench live;

  @BeforeEach
  void setUp() {
    live = new LiveBench("quiet", directory);
  }

  @AfterEach
  void takeDown() {
    live.close();
  }

  @Test
  void shouldEndAMitigationWhenNothingComesAnyMore() throws Exception {
    for (String io : List.of("xdp", "afpacket")) {
      String policy = live.policy("thresholds: { hold: 12s }").toString();
      Process run =
          live.run("--policy", policy, "--io", io, "--bypass", "none", "--metrics", ":9469");
      Process flood = live.flood(4_000, 3, FloodKind.NTP, BumpBench.SERVER);
      live.await("mitigation raised: server ntp-amplification");
      flood.waitFor();
      LiveBench.pass(1_500);
      String shown = live.command("top", "--once", "--json");
      assertTrue(shown.contains("\"policyHash\" : \"" + hash()), shown);
      assertTrue(live.metric("scrubber_mitigation_packets_per_second") < 100, shown);
      assertFalse(live.said().contains("mitigation ended"), "held");
      live.await("mitigation ended: server ntp-amplification");
      live.end(run);
    }
  }

  /** Returns the first digit of the hash that the metrics have. */
  private String hash() {
    String info = live.box().require("curl", "-sS", "http://127.0.0.1:9469/metrics");
    String hash = info.replaceFirst("(?s).*policy_hash=\"([^\"]*)\".*", "$1");
    assertEquals(64, hash.length(), info);
    return hash;
  }

  @Test
  void shouldLeaveIpv6ToBeSwitchedOnAgainWhenItIsKilledWithoutABridge() throws Exception {
    live.box().require("sysctl", "-q", "-w", "net.ipv6.conf.all.disable_ipv6=0");
    Process run = live.run("--protect", BumpBench.SERVER + "/32", "--bypass", "none");
    run.destroyForcibly().waitFor();
    assertEquals("1", ipv6Off(BumpBench.INSIDE));
    live.command("bypass", "close", "--outside", BumpBench.OUTSIDE, "--inside", BumpBench.INSIDE);
    assertEquals("0", ipv6Off(BumpBench.OUTSIDE));
    assertEquals("0", ipv6Off(BumpBench.INSIDE));
    String[] none = {"--protect", BumpBench.SERVER + "/32", "--bypass", "none"};
    live.run(none).destroyForcibly().waitFor();
    live.end(live.run(none));
    assertEquals("0", ipv6Off(BumpBench.OUTSIDE));
    assertEquals("0", ipv6Off(BumpBench.INSIDE));
  }

  private String ipv6Off(String name) {
    return live.box().require("cat", "/proc/sys/net/ipv6/conf/" + name + "/disable_ipv6").strip();
  }

  @Test
  void shouldSayThatNohupKeepsItFromBeingReloaded() throws Exception {
    List<String> command = new ArrayList<>(List.of("nohup"));
    command.addAll(
        Namespace.java(
            List.of("-Xmx300m"),
            Main.class,
            "run",
            "--no-warm-up",
            "--outside",
            BumpBench.OUTSIDE,
            "--inside",
            BumpBench.INSIDE,
            "--protect",
            BumpBench.SERVER + "/32"));
    live.log = directory.resolve("nohup.log");
    Process run = live.box().start(live.log, command.toArray(String[]::new));
    live.await("started: ");
    assertTrue(live.said().contains("warning: SIGHUP is ignored, as nohup has it"), live.said());
    live.end(run);
    Process other = live.run("--protect", BumpBench.SERVER + "/32");
    assertFalse(live.said().contains("SIGHUP"), live.said());
    live.end(other);
  }
}
