package org.scrubber.captures.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.scrubber.io.linux.Interfaces;
import org.scrubber.io.linux.LinuxException;

@EnabledIf("org.scrubber.captures.netns.Namespaces#available")
class NamespacesTest {
  @Test
  void shouldConnectTwoNamespacesAndLeaveNothingBehind() throws Exception {
    String name;
    try (Namespaces namespaces = Namespaces.create("nst")) {
      Namespace left = namespaces.add("l");
      Namespace right = namespaces.add("r");
      name = left.name();
      namespaces.connect(left, "eth0", right, "eth0");
      left.require("ip", "addr", "add", "198.18.0.1/24", "dev", "eth0");
      right.require("ip", "addr", "add", "198.18.0.2/24", "dev", "eth0");
      Outcome ping = left.run("ping", "-c", "2", "-i", "0.1", "-W", "2", "198.18.0.2");
      assertTrue(ping.succeeded(), ping::output);
      assertTrue(left.call(() -> Interfaces.index("eth0")) > 0);
      assertTrue(left.call(() -> Interfaces.isRunning("eth0")));
      assertEquals(1500, left.call(() -> Interfaces.mtuBytes("eth0")));
      assertEquals("veth", left.call(() -> Interfaces.driver("eth0")));
      assertThrows(LinuxException.class, () -> left.call(() -> Interfaces.mtuBytes("eth9")));
    }
    assertFalse(Programs.require(List.of("ip", "netns", "list")).contains(name));
  }

  @Test
  void shouldNotReachTheServerWhileNothingForwards() {
    try (BumpBench bench = BumpBench.create("nsb")) {
      Outcome ping = bench.client().run("ping", "-c", "1", "-W", "1", BumpBench.SERVER);
      assertEquals(1, ping.exitCode(), ping::output);
      assertTrue(bench.client().require("ip", "-6", "addr").contains(BumpBench.CLIENT6));
    }
  }

  @Test
  void shouldStopAProgramThatTakesTooLong() {
    try (Namespaces namespaces = Namespaces.create("nss")) {
      Outcome outcome = namespaces.add("a").run(Duration.ofMillis(200), "sleep", "20");
      assertEquals(Outcome.TIMED_OUT, outcome.exitCode());
    }
  }

  @Test
  void shouldSayWhichProgramIsMissing() {
    assertEquals("needs the program no-such-program", Namespaces.missing("no-such-program"));
  }
}
