package org.scrubber.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.captures.netns.BumpBench;
import org.scrubber.captures.netns.Namespace;
import org.scrubber.captures.netns.Namespaces;
import org.scrubber.captures.netns.Outcome;
import org.scrubber.cli.Main;

/**
 * What {@code scrubber run} cannot do it says in a line, with its exit code, and leaves nothing.
 */
@EnabledIf("org.scrubber.cli.live.LiveBench#available")
@Timeout(120)
@Tag("long")
final class RefusedRunTest {
  @TempDir Path directory;
  private LiveBench live;

  @BeforeEach
  void setUp() {
    live = new LiveBench("refuse", directory);
  }

  @AfterEach
  void takeDown() {
    live.close();
  }

  /** Runs it to its end behind a prefix of the command, such as setpriv; returns what it said. */
  private String refused(int exitCode, List<String> prefix, String... more) {
    Outcome outcome = outcome(prefix, more);
    assertEquals(exitCode, outcome.exitCode(), outcome.output());
    assertEquals(1, outcome.output().lines().count(), outcome.output());
    assertTrue(outcome.output().startsWith("scrubber: "), outcome.output());
    requireNothingLeft();
    return outcome.output();
  }

  private void requireNothingLeft() {
    assertFalse(live.box().require("ip", "link").contains("scrub0"), "a bridge");
    requireNothingLeftButABridge();
  }

  private void requireNothingLeftButABridge() {
    String links = live.box().require("ip", "link");
    assertFalse(links.contains("xdp"), links);
    assertFalse(live.box().require("nft", "list", "ruleset").contains("scrubber"), "rules");
  }

  private Outcome outcome(List<String> prefix, String... more) {
    List<String> arguments = new ArrayList<>(List.of("run", "--no-warm-up"));
    if (!List.of(more).contains("--outside")) {
      arguments.addAll(List.of("--outside", BumpBench.OUTSIDE, "--inside", BumpBench.INSIDE));
    }
    arguments.addAll(List.of("--protect", BumpBench.SERVER + "/32", "--duration", "20s"));
    arguments.addAll(List.of(more));
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        Namespace.java(List.of("-Xmx300m"), Main.class, arguments.toArray(String[]::new)));
    return live.box().run(Duration.ofSeconds(60), command.toArray(String[]::new));
  }

  /**
   * A program of somebody else's, here xdp-filter's, is neither replaced nor stepped over: packet
   * sockets would not see what it takes, so {@code auto} refuses as well.
   */
  @ParameterizedTest
  @ValueSource(strings = {BumpBench.OUTSIDE, BumpBench.INSIDE})
  void shouldLeaveTheXdpProgramOfSomebodyElse(String side) {
    assumeTrue(
        Namespaces.missing("xdp-filter").isEmpty(),
        "xdp-filter is not installed (Debian: xdp-tools)");
    for (String mode : List.of("native", "skb")) {
      // Each command in a namespace gets a /sys of its own, where xdp-filter wants a bpffs.
      String load = "mount -t bpf bpf /sys/fs/bpf && xdp-filter load --mode " + mode + " " + side;
      live.box().require("sh", "-c", load);
      String how = mode.equals("skb") ? "xdpgeneric" : "xdpdrv";
      String off = "ip link set dev " + side + " " + how + " off";
      String theirs = program(side);
      assertTrue(theirs.contains("xdp"), theirs);
      for (String io : List.of("auto", "xdp", "native", "generic")) {
        Outcome outcome = outcome(List.of(), "--io", io);
        assertEquals(1, outcome.exitCode(), outcome.output());
        assertEquals(
            "scrubber: interface "
                + side
                + " has another XDP program already, and the scrubber does not replace it; if"
                + " nobody needs it: "
                + off
                + "\n",
            outcome.output().replaceFirst(": \\w[\\w ]* \\(errno \\d+\\)\n", "\n"));
        assertEquals(theirs, program(side), io);
        assertFalse(live.box().require("ip", "link").contains("scrub0"), io);
        String other = side.equals(BumpBench.INSIDE) ? BumpBench.OUTSIDE : BumpBench.INSIDE;
        assertFalse(program(other).contains("xdp"), io);
      }
      live.box().require(off.split(" "));
      assertFalse(program(side).contains("xdp"), "what was said helps");
    }
  }

  private String program(String side) {
    return live.box().require("ip", "-details", "link", "show", "dev", side);
  }

  @Test
  void shouldNeedItsPrivileges() {
    List<String> powerless = List.of("setpriv", "--inh-caps", "-all", "--bounding-set", "-all");
    String said = refused(1, powerless);
    assertTrue(said.contains("privilege") || said.contains("CAP_"), said);
  }

  @Test
  void shouldSayWhoMayLockMemory() {
    List<String> little = List.of("prlimit", "--memlock=65536", "setpriv");
    List<String> without = new ArrayList<>(little);
    without.addAll(List.of("--inh-caps", "-ipc_lock", "--bounding-set", "-ipc_lock"));
    String said = refused(1, without, "--io", "xdp");
    assertTrue(said.contains("CAP_IPC_LOCK"), said);
    assertTrue(said.contains("ulimit -l"), said);
  }

  @Test
  void shouldNeedAnAddressForItsMetrics() throws Exception {
    String said = refused(2, List.of(), "--metrics", "localhost:9469");
    assertTrue(said.contains("\"localhost:9469\" is no address"), said);
    assertTrue(
        refused(2, List.of(), "--metrics", "127.0.0.1:1", "--counters", "none")
            .contains("--counters"));
    Process first =
        live.run(
            "--protect",
            BumpBench.SERVER + "/32",
            "--metrics",
            "127.0.0.1:9469",
            "--bypass",
            "none");
    Outcome second =
        live.box()
            .run(
                Duration.ofSeconds(60),
                Namespace.java(
                        List.of(),
                        Main.class,
                        "run",
                        "--outside",
                        BumpBench.OUTSIDE,
                        "--inside",
                        BumpBench.INSIDE,
                        "--protect",
                        BumpBench.SERVER + "/32",
                        "--metrics",
                        "127.0.0.1:9469")
                    .toArray(String[]::new));
    assertEquals(1, second.exitCode(), second.output());
    assertEquals(
        "scrubber: cannot listen on 127.0.0.1:9469: Address already in use\n", second.output());
    String metrics = live.box().require("curl", "-sS", "http://127.0.0.1:9469/metrics");
    assertTrue(metrics.contains("scrubber_offered_packets_total "), metrics);
    assertEquals("running\n", live.box().require("curl", "-sS", "http://127.0.0.1:9469/health"));
    live.end(first);
    assertFalse(live.box().run("curl", "-sS", "http://127.0.0.1:9469/health").succeeded());
  }

  @Test
  void shouldNeedFilesOfItsOwnForWhatItKeeps() throws Exception {
    String nowhere = directory.resolve("none").resolve("state").toString();
    String said = refused(1, List.of(), "--state", nowhere);
    assertTrue(said.contains(nowhere + ": no such file or directory"), said);
    Path state = Files.createDirectory(directory.resolve("state"));
    Files.writeString(
        state.resolve("worker-0.proxied"), "something else, and longer than a head".repeat(9));
    String policy = live.policy("challenge: proxy").toString();
    said = refused(1, List.of(), "--policy", policy, "--state", state.toString());
    assertTrue(said.contains("worker-0.proxied: is not a file of proxied connections"), said);
  }

  @Test
  void shouldLeaveNoBridgeWhenAFileCannotBeWritten() throws Exception {
    Path foreign = Files.writeString(directory.resolve("foreign"), "somebody else's");
    String said = refused(1, List.of(), "--counters", foreign.toString());
    assertEquals(
        "scrubber: " + foreign + ": exists, and is no counter file of this version\n", said);
    assertEquals("somebody else's", Files.readString(foreign));
    List<String> powerless = List.of("setpriv", "--bounding-set", "-dac_override");
    Path closed = Files.createDirectory(directory.resolve("closed"));
    live.box().require("chown", "nobody", closed.toString());
    live.box().require("chmod", "755", closed.toString());
    said = refused(1, powerless, "--counters", closed.resolve("x.counters").toString());
    assertTrue(said.endsWith(": permission denied\n"), said);
    String seeded = live.policy("profile: web").toString();
    Outcome outcome = outcome(powerless, "--policy", seeded, "--state", closed.toString());
    assertEquals(1, outcome.exitCode(), outcome.output());
    assertEquals(
        "scrubber: " + closed.resolve("worker-0.state") + ": cannot be written: permission denied",
        outcome.output().lines().toList().getLast());
    requireNothingLeft();
  }

  @Test
  void shouldLeaveABridgeThatWasThere() throws Exception {
    live.command("bypass", "open", "--outside", BumpBench.OUTSIDE, "--inside", BumpBench.INSIDE);
    Path foreign = Files.writeString(directory.resolve("foreign"), "somebody else's");
    Outcome outcome = outcome(List.of(), "--counters", foreign.toString());
    assertEquals(1, outcome.exitCode(), outcome.output());
    assertTrue(live.box().require("ip", "link").contains("scrub0"), "the bridge of before");
    outcome = outcome(List.of(), "--counters", foreign.toString(), "--bypass", "none");
    assertEquals(1, outcome.exitCode(), outcome.output());
    assertTrue(live.box().require("ip", "link").contains("scrub0"), "nor when it was to go");
    live.client().require("ping", "-c", "1", "-W", "2", BumpBench.SERVER);
  }

  @Test
  void shouldCarryWhatFitsWhereMtusAreLargeOrDiffer() throws Exception {
    for (Namespace end : List.of(live.client(), live.server())) {
      end.require("ip", "link", "set", "eth0", "mtu", "9000");
    }
    live.box().require("ip", "link", "set", BumpBench.OUTSIDE, "mtu", "9000");
    live.box().require("ip", "link", "set", BumpBench.INSIDE, "mtu", "9000");
    Process process = live.run("--io", "xdp", "--policy", live.policy("profile: web").toString());
    String jumbo =
        live.client()
            .run("ping", "-c", "3", "-i", "0.2", "-M", "do", "-s", "8000", BumpBench.SERVER)
            .output();
    assertTrue(jumbo.contains(" 0% packet loss"), jumbo);
    live.end(process);
    live.box().require("ip", "link", "set", BumpBench.OUTSIDE, "mtu", "1500");
    Process second = live.run("--io", "xdp", "--policy", live.policy("profile: web").toString());
    assertTrue(live.said().contains("MTU 1500"), live.said());
    assertTrue(live.said().contains("MTU 9000"), live.said());
    live.end(second);
  }

  /** Packet sockets keep nobody away, and without a file of counters nothing else would. */
  @ParameterizedTest
  @CsvSource({"afpacket, afpacket", "afpacket, generic", "generic, afpacket"})
  void shouldRefuseASecondRunOnTheSamePair(String first, String second) throws Exception {
    String protect = BumpBench.SERVER + "/32";
    Process run = live.run("--io", first, "--counters", "none", "--protect", protect);
    String ports = live.box().require("ip", "-o", "link", "show", "master", "scrub0");
    for (String bypass : List.of("bridge", "none")) {
      Outcome outcome =
          outcome(List.of(), "--io", second, "--counters", "none", "--bypass", bypass);
      assertEquals(1, outcome.exitCode(), outcome.output());
      assertEquals(
          "scrubber: interface outside: another run holds it (process %d); expected one that no run holds%n"
              .formatted(run.pid()),
          outcome.output());
      assertEquals(ports, live.box().require("ip", "-o", "link", "show", "master", "scrub0"));
    }
    Outcome turned =
        outcome(List.of(), "--outside", BumpBench.INSIDE, "--inside", BumpBench.OUTSIDE);
    assertEquals(1, turned.exitCode(), turned.output());
    assertTrue(turned.output().startsWith("scrubber: interface inside: another run holds it "));
    String pings = live.client().require("ping", "-c", "10", "-i", "0.05", BumpBench.SERVER);
    assertFalse(pings.contains("DUP"), pings);
    live.end(run);
    requireNothingLeftButABridge();
  }

  /** As a supervisor does it: what is dead holds nothing. */
  @Test
  void shouldStartAgainRightAfterItWasKilled() throws Exception {
    String protect = BumpBench.SERVER + "/32";
    for (int time = 0; time < 2; time++) {
      live.run("--io", "afpacket", "--counters", "none", "--protect", protect)
          .destroyForcibly()
          .waitFor();
    }
    live.end(live.run("--io", "afpacket", "--counters", "none", "--protect", protect));
  }

  @Test
  void shouldRunOnInterfacesOfTheSameNamesInAnotherNamespace() throws Exception {
    String[] arguments = {
      "--io", "afpacket", "--counters", "none", "--protect", BumpBench.SERVER + "/32"
    };
    Process run = live.run(arguments);
    try (LiveBench other = new LiveBench("other", Files.createDirectory(directory.resolve("b")))) {
      String index = "/sys/class/net/" + BumpBench.OUTSIDE + "/ifindex";
      assertEquals(live.box().require("cat", index), other.box().require("cat", index));
      Process beside = other.run(arguments);
      other.end(beside);
    }
    live.end(run);
  }

  private void mtu(int bytes) {
    for (Namespace end : List.of(live.client(), live.server())) {
      end.require("ip", "link", "set", "eth0", "mtu", Integer.toString(bytes));
    }
    for (String port : List.of(BumpBench.OUTSIDE, BumpBench.INSIDE)) {
      live.box().require("ip", "link", "set", port, "mtu", Integer.toString(bytes));
    }
  }

  @Test
  void shouldRefuseAnMtuThatNoFramesHold() {
    mtu(65_535);
    for (String io : List.of("native", "xdp", "generic")) {
      assertEquals(
          "scrubber: MTU 65535 of outside is more than the frames of AF_XDP hold; at most 32234:"
              + " ip link set dev outside mtu 32234, or --io afpacket: message too long (errno"
              + " 90)\n",
          refused(1, List.of(), "--io", io));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "generic", "afpacket", "auto"})
  void shouldCarryTheLargestPacketOfAnMtuThatItTakes(String io) throws Exception {
    int bytes = io.equals("afpacket") || io.equals("auto") ? 65_535 : 32_234;
    mtu(bytes);
    Process process =
        live.run(
            "--io", io, "--bypass", "none", "--policy", live.policy("profile: web").toString());
    if (io.equals("auto")) {
      assertTrue(live.said().contains("interface: MTU 65535 of outside is more"), live.said());
      assertTrue(live.said().contains("; so no AF_XDP here, and no offload\n"), live.said());
    }
    String payload = Integer.toString(bytes - 28);
    String said =
        live.client()
            .run("ping", "-c", "3", "-i", "0.2", "-M", "do", "-s", payload, BumpBench.SERVER)
            .output();
    assertTrue(said.contains(" 0% packet loss"), said + live.said());
    live.end(process);
  }
}
