package org.scrubber.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.captures.netns.BumpBench;

/** Somebody changes the interfaces, and what lies beneath them, while a run goes on. */
@EnabledIf("org.scrubber.cli.live.LiveBench#available")
@Timeout(120)
@Tag("long")
final class BeneathInNamespacesTest {
  @TempDir Path directory;
  private LiveBench live;

  @BeforeEach
  void setUp() {
    live = new LiveBench("beneath", directory);
  }

  @AfterEach
  void takeDown() {
    live.close();
  }

  private Process begin() throws Exception {
    return live.run("--protect", BumpBench.SERVER + "/32", "--metrics", "127.0.0.1:9469");
  }

  private void ip(String... words) {
    String[] command = new String[words.length + 1];
    command[0] = "ip";
    System.arraycopy(words, 0, command, 1, words.length);
    live.box().require(command);
  }

  private long count(String line) throws IOException {
    return live.said().lines().filter(one -> one.endsWith(line)).count();
  }

  @Test
  void shouldSetItsBridgeUpAgainWhenSomebodyRemovesIt() throws Exception {
    live.box().require("sysctl", "-q", "-w", "net.ipv6.conf.all.disable_ipv6=0");
    Process run = begin();
    assertEquals(0.0, live.metric("scrubber_bypass_lost"));
    ip("link", "del", "scrub0");
    live.await("warning: bridge scrub0 beneath is gone: packets stop when the scrubber does");
    live.await("link: bridge scrub0 is beneath again: packets pass when the scrubber stops");
    String bridge = live.box().require("ip", "link", "show", "scrub0");
    assertTrue(bridge.contains("IPv6 was on: outside inside"), bridge);
    run.destroyForcibly().waitFor();
    live.client().require("ping", "-c", "1", "-W", "2", BumpBench.SERVER);
  }

  @Test
  void shouldSayWhileTheOperatorsBridgeIsGoneAndLeaveItToThem() throws Exception {
    live.bridge();
    Process run = begin();
    ip("link", "set", "br0", "down");
    live.await("warning: bridge br0 beneath is switched off: packets stop when the scrubber does");
    ip("link", "set", "br0", "up");
    live.await("link: bridge br0 is beneath again: ");
    ip("link", "del", "br0");
    live.await("warning: bridge br0 beneath is gone: packets stop when the scrubber does");
    LiveBench.pass(300);
    assertEquals(1.0, live.metric("scrubber_bypass_lost"));
    String shown = live.command("top", "--once", "--json");
    assertTrue(shown.contains("NOT WELL: no bridge lies beneath, packets stop when"), shown);
    assertTrue(shown.contains("\"bypassLost\" : true"), shown);
    LiveBench.pass(1_500);
    assertFalse(live.box().require("ip", "link").contains("scrub0"), live.said());
    live.bridge();
    LiveBench.pass(500);
    assertEquals(2, count("bridge br0 is beneath again: packets pass when the scrubber stops"));
    assertEquals(0.0, live.metric("scrubber_bypass_lost"));
    assertTrue(live.command("top", "--once").startsWith("all is well"), live.said());
    live.end(run);
  }

  @Test
  void shouldSayWhenAnMtuChangesAndEachStateOnce() throws Exception {
    Process run = begin();
    ip("link", "set", BumpBench.OUTSIDE, "mtu", "2000");
    live.await("link: outside has MTU 2000 now, and had 1500");
    String differ =
        "warning: MTUs differ: outside has 2000, inside has 1500; longer packets are lost on the"
            + " way to the smaller one";
    live.await(differ);
    ip("link", "set", BumpBench.INSIDE, "mtu", "2000");
    live.await("link: inside has MTU 2000 now, and had 1500");
    for (int times = 1; times <= 3; times++) {
      ip("link", "del", BumpBench.INSIDE);
      live.await("interfaces lost: ");
      live.bench.reconnectServer(1);
      LiveBench.pass(2_500);
      assertEquals(times, count("link: inside is gone"), live.said());
      assertEquals(times, count("link: inside is up"), live.said());
    }
    assertFalse(live.said().contains("beneath"), live.said());
    live.end(run);
  }
}
