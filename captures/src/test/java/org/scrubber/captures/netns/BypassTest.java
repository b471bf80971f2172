package org.scrubber.captures.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scrubber.bypass.Bypass;
import org.scrubber.bypass.BypassException;
import org.scrubber.bypass.BypassMode;
import org.scrubber.bypass.BypassStatus;

@EnabledIf("org.scrubber.captures.netns.Namespaces#available")
@Tag("long")
class BypassTest {
  private static final String OUTSIDE = BumpBench.OUTSIDE;
  private static final String INSIDE = BumpBench.INSIDE;

  private BumpBench bench;

  @TempDir private Path directory;

  @BeforeEach
  void open() {
    bench = BumpBench.create("byp");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void shouldJoinBothSidesAndStayWhenItIsClosed() throws Exception {
    Bypass bypass = prepare(BypassMode.BRIDGE);
    assertTrue(bypass.isFailOpen());
    assertTrue(bypass.notes().contains("made bridge scrub0 over outside and inside"));
    assertPasses();
    BypassStatus status = status();
    assertTrue(status.isOpen());
    assertTrue(status.ours());
    bypass.close();
    assertPasses();
    assertEquals("scrub0", bench.box().call(() -> Bypass.remove(OUTSIDE, INSIDE)));
    assertStops();
    assertEquals("", bridges());
    assertFalse(status().isOpen());
    assertNull(bench.box().call(() -> Bypass.remove(OUTSIDE, INSIDE)));
  }

  @Test
  void shouldPassEachFrameWhereverItsTargetWasLastSeen() throws Exception {
    prepare(BypassMode.BRIDGE).close();
    assertPasses();
    String settings = bench.box().require("ip", "-d", "link", "show", OUTSIDE);
    assertTrue(settings.contains("learning off"), settings);
    assertTrue(settings.contains("group_fwd_mask 0xfffd"), settings);
    String bridge = bench.box().require("ip", "-d", "link", "show", "scrub0");
    for (String wanted :
        List.of("NOARP", "stp_state 0", "mcast_snooping 0", "group_fwd_mask 0xfff8")) {
      assertTrue(bridge.contains(wanted), wanted + ": " + bridge);
    }
  }

  @Test
  void shouldSayNothingOnTheWireByItself() throws Exception {
    bench.box().require("sysctl", "-q", "-w", "net.ipv6.conf.all.disable_ipv6=0");
    bench.box().require("sysctl", "-q", "-w", "net.ipv6.conf.default.disable_ipv6=0");
    prepare(BypassMode.BRIDGE).close();
    assertEquals(
        "",
        bench
            .box()
            .require("ip", "-br", "addr", "show", "dev", "scrub0")
            .replaceAll("scrub0 +UP *", "")
            .strip());
    for (String name : List.of(OUTSIDE, INSIDE, "scrub0")) {
      assertEquals("1", ipv6Off(name), name);
    }
    bench.box().call(() -> Bypass.remove(OUTSIDE, INSIDE));
    assertEquals("0", ipv6Off(OUTSIDE));
    assertEquals("0", ipv6Off(INSIDE));
  }

  @Test
  void shouldSayThatMtusDiffer() throws Exception {
    bench.box().require("ip", "link", "set", INSIDE, "mtu", "1400");
    for (BypassMode mode : BypassMode.values()) {
      try (Bypass bypass = prepare(mode)) {
        String line = "MTUs differ: outside has 1500, inside has 1400; longer packets are lost";
        assertTrue(bypass.warnings().getFirst().startsWith(line), bypass.warnings()::toString);
      }
    }
  }

  @Test
  void shouldFindTheBridgeOfAnEarlierRun() throws Exception {
    prepare(BypassMode.BRIDGE).close();
    Bypass again = prepare(BypassMode.BRIDGE);
    assertTrue(again.notes().contains("using bridge scrub0 of an earlier run"));
    again.close();
    assertEquals("scrub0", bridges());
  }

  @Test
  void shouldRepairItWhenAnInterfaceWasGoneAndIsBack() throws Exception {
    prepare(BypassMode.BRIDGE).close();
    bench.box().require("ip", "link", "set", INSIDE, "nomaster");
    bench.box().require("ip", "link", "set", INSIDE, "down");
    assertStops();
    prepare(BypassMode.BRIDGE).close();
    assertEquals("scrub0", bridges());
    assertPasses();
  }

  @Test
  void shouldUseTheOperatorsBridgeAndNeverRemoveIt() throws Exception {
    ownBridge();
    Bypass bypass = prepare(BypassMode.BRIDGE);
    bypass.close();
    assertPasses();
    assertTrue(
        bypass.notes().contains("using bridge mine, which was there; it is left as it is"),
        bypass.notes().toString());
    assertFalse(status().ours());
    BypassException refused =
        assertThrows(
            BypassException.class, () -> bench.box().call(() -> Bypass.remove(OUTSIDE, INSIDE)));
    assertTrue(refused.getMessage().contains("which scrubber has not made"));
    assertThrows(BypassException.class, () -> prepare(BypassMode.NONE));
    assertEquals("mine", bridges());
  }

  @Test
  void shouldStopPacketsWhenFailClosed() throws Exception {
    prepare(BypassMode.BRIDGE).close();
    refuse(); // As when the interfaces cannot be taken.
    assertPasses();
    assertEquals("scrub0", bridges());
    assertEquals("1", ipv6Off(OUTSIDE));
    Bypass bypass = prepare(BypassMode.NONE);
    bench
        .box()
        .call(
            () -> {
              bypass.separate();
              return bypass;
            });
    assertFalse(bypass.isFailOpen());
    assertTrue(
        bypass.notes().contains("removing bridge scrub0: packets stop when the scrubber does"));
    assertStops();
    assertEquals("", bridges());
    assertTrue(bench.box().require("ip", "-d", "link", "show", OUTSIDE).contains("promiscuity 1"));
    bypass.close();
    assertTrue(bench.box().require("ip", "-d", "link", "show", OUTSIDE).contains("promiscuity 0"));
  }

  @Test
  void shouldKnowWhereIpv6WasOnWhenARunWithoutABridgeWasKilled() throws Exception {
    bench.box().require("sysctl", "-q", "-w", "net.ipv6.conf.all.disable_ipv6=0");
    bench.box().require("ip", "link", "set", OUTSIDE, "alias", "to the exchange");
    for (String after : List.of("run", "bridge", "close")) {
      bench.box().require("sysctl", "-q", "-w", "net.ipv6.conf.outside.disable_ipv6=0");
      prepare(BypassMode.NONE); // Never closed, as by a kill.
      assertEquals("1", ipv6Off(OUTSIDE));
      assertEquals("to the exchange; scrubber: IPv6 was on", alias(OUTSIDE));
      refuse(); // That may as well run: all stays as it is.
      assertEquals("1", ipv6Off(OUTSIDE));
      assertEquals("to the exchange; scrubber: IPv6 was on", alias(OUTSIDE));
      switch (after) {
        case "run" -> runAndEnd(BypassMode.NONE);
        case "bridge" -> runAndEnd(BypassMode.BRIDGE);
        default -> {}
      }
      if (!after.equals("run")) {
        assertEquals("1", ipv6Off(OUTSIDE));
        bench.box().call(() -> Bypass.remove(OUTSIDE, INSIDE));
      }
      assertEquals("0", ipv6Off(OUTSIDE), after);
      assertEquals("0", ipv6Off(INSIDE), after);
      assertEquals("to the exchange", alias(OUTSIDE), after);
      assertEquals("", alias(INSIDE), after);
    }
  }

  private void refuse() throws Exception {
    bench
        .box()
        .call(
            () -> {
              Bypass.prepare(BypassMode.NONE, OUTSIDE, INSIDE).undo();
              return BypassMode.NONE;
            });
  }

  private void runAndEnd(BypassMode mode) throws Exception {
    bench
        .box()
        .call(
            () -> {
              Bypass.prepare(mode, OUTSIDE, INSIDE).close();
              return mode;
            });
  }

  private String alias(String name) {
    return bench.box().require("cat", "/sys/class/net/" + name + "/ifalias").strip();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          eth9    | inside  | 'outside: there is no interface eth9; there are outside, inside'
          outside | eth9    | 'inside: there is no interface eth9; there are outside, inside'
          outside | outside | 'outside is given as outside and as inside; expected two interfaces'
          lo      | inside  | 'lo is the loopback interface; expected an Ethernet interface'
          """)
  void shouldRefuseWhatIsNoPairOfInterfaces(String outside, String inside, String expected) {
    BypassException refused =
        assertThrows(
            BypassException.class,
            () -> bench.box().call(() -> Bypass.prepare(BypassMode.BRIDGE, outside, inside)));
    assertEquals(expected, refused.getMessage());
    assertEquals("", bridges());
  }

  @Test
  void shouldRefuseAnInterfaceWithAnAddress() {
    bench.box().require("ip", "addr", "add", "198.51.100.1/24", "dev", INSIDE);
    BypassException refused = assertThrows(BypassException.class, () -> prepare(BypassMode.BRIDGE));
    assertEquals(
        "inside has the address 198.51.100.1/24; an end of the wire has none:"
            + " ip address flush dev inside",
        refused.getMessage());
    assertEquals("", bridges());
  }

  @Test
  void shouldRefuseABridgeWithOnePortOfOursOrWithAThird() {
    bench.box().require("ip", "link", "add", "name", "mine", "type", "bridge");
    bench.box().require("ip", "link", "set", OUTSIDE, "master", "mine");
    BypassException one = assertThrows(BypassException.class, () -> prepare(BypassMode.BRIDGE));
    assertEquals(
        "outside is a port of bridge mine and inside is not; put both on one bridge, or neither on"
            + " any",
        one.getMessage());
    bench.box().require("ip", "link", "set", INSIDE, "master", "mine");
    bench.box().require("ip", "link", "add", "third", "type", "veth", "peer", "name", "fourth");
    bench.box().require("ip", "link", "set", "third", "master", "mine");
    BypassException three = assertThrows(BypassException.class, () -> prepare(BypassMode.BRIDGE));
    assertEquals(
        "bridge mine has third as another port; the scrubber joins outside and inside alone",
        three.getMessage());
  }

  @Test
  void shouldLeaveNothingBehindWhenItFailsHalfWay() throws Exception {
    // A macvlan in passthrough mode keeps its parent from joining a bridge.
    bench.box().require("ip", "link", "set", OUTSIDE, "down");
    bench
        .box()
        .require("ip", "link", "add", "mv", "link", INSIDE, "type", "macvlan", "mode", "passthru");
    assertThrows(IOException.class, () -> prepare(BypassMode.BRIDGE));
    assertEquals("", bridges());
    String outside = bench.box().require("ip", "-d", "link", "show", OUTSIDE);
    assertFalse(outside.contains("master"), outside);
    assertTrue(outside.contains("state DOWN"), outside);
    assertTrue(outside.contains("promiscuity 0"), outside);
  }

  @Test
  void shouldSayWhenThisMachinesFirewallJudgesWhatPassesTheBridge() throws Exception {
    Path setting = Path.of("/proc/sys/net/bridge/bridge-nf-call-iptables");
    if (Files.exists(setting)) {
      bench.box().require("sysctl", "-q", "-w", "net.bridge.bridge-nf-call-iptables=1");
      Bypass without = prepare(BypassMode.BRIDGE);
      without.close();
      assertEquals(List.of(), without.warnings(), "there is no rule");
      bench.box().require("nft", "add table ip one");
      bench.box().require("nft", "add chain ip one c { type filter hook forward priority 0; }");
      Bypass accepting = prepare(BypassMode.BRIDGE);
      accepting.close();
      assertEquals(List.of(), accepting.warnings(), "all is accepted");
      bench.box().require("nft", "chain ip one c { policy drop; }");
      Bypass bypass = prepare(BypassMode.BRIDGE);
      bypass.close();
      assertTrue(
          bypass.warnings().stream().anyMatch(one -> one.contains("bridge-nf-call-iptables=0")));
      try (Bypass none = prepare(BypassMode.NONE)) {
        assertTrue(none.warnings().stream().noneMatch(note -> note.contains("bridge-nf")));
      }
    }
  }

  @Test
  void shouldKeepTheLinkWhenTheProcessIsKilled() throws Exception {
    Path said = directory.resolve("said");
    Process process = bench.box().startJava(said, List.of("-XX:TieredStopAtLevel=1"), Holder.class);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (!Files.readString(said).contains("ready") && System.nanoTime() < end) {
      process.waitFor(50, TimeUnit.MILLISECONDS);
    }
    assertPasses();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
    assertPasses();
    assertTrue(status().isOpen(), Files.readString(said));
    bench.box().call(() -> Bypass.remove(OUTSIDE, INSIDE));
    assertEquals("", bridges());
  }

  /** Prepares the bypass and waits to be killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws Exception {
      try (Bypass bypass = Bypass.prepare(BypassMode.BRIDGE, OUTSIDE, INSIDE)) {
        System.out.println("ready " + bypass.notes());
        System.in.transferTo(System.out);
        new java.util.concurrent.CountDownLatch(1).await();
      }
    }
  }

  private void ownBridge() {
    bench.box().require("ip", "link", "add", "name", "mine", "type", "bridge");
    for (String port : List.of(OUTSIDE, INSIDE)) {
      bench.box().require("ip", "link", "set", port, "master", "mine");
    }
  }

  private Bypass prepare(BypassMode mode) throws Exception {
    return bench.box().call(() -> Bypass.prepare(mode, OUTSIDE, INSIDE));
  }

  private BypassStatus status() throws Exception {
    return bench.box().call(() -> Bypass.status(OUTSIDE, INSIDE));
  }

  private String bridges() {
    return bench
        .box()
        .require("ip", "-br", "link", "show", "type", "bridge")
        .replaceAll(" .*", "")
        .strip();
  }

  private String ipv6Off(String name) {
    return bench.box().require("cat", "/proc/sys/net/ipv6/conf/" + name + "/disable_ipv6").strip();
  }

  private void assertPasses() {
    for (String target : List.of(BumpBench.SERVER, BumpBench.SERVER6)) {
      Outcome ping = bench.client().run("ping", "-c", "2", "-i", "0.1", "-W", "2", target);
      assertTrue(ping.succeeded(), ping::output);
    }
  }

  private void assertStops() {
    Outcome ping = bench.client().run("ping", "-c", "1", "-W", "1", BumpBench.SERVER);
    assertEquals(1, ping.exitCode(), ping::output);
  }
}
