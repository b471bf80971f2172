package org.scrubber.cli.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.netns.Flood;
import org.scrubber.captures.netns.Namespace;
import org.scrubber.captures.netns.Namespaces;
import org.scrubber.captures.netns.Outcome;
import org.scrubber.cli.Main;
import org.scrubber.io.PacketSource;
import org.scrubber.io.pcap.CaptureFiles;
import org.scrubber.parse.Parser;
import org.scrubber.wire.Protocols;

/** {@code scrubber capture} as a program, on a veth pair with real traffic. */
@EnabledIf("org.scrubber.cli.capture.Requirements#libraryAndNamespaces")
@Timeout(150)
@Tag("long")
final class CaptureInNamespacesTest {
  /** Room, and what the journal's library needs to reach. */
  private static final List<String> FLAGS =
      List.of(
          "-Xmx300m",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
          "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private static final String CLIENT = "198.18.0.1";
  private static final String SERVER = "198.18.0.2";
  private static final int PINGS = 5;
  private static final Pattern COUNTED =
      Pattern.compile("libpcap: ([0-9,]+) received, ([0-9,]+) dropped by the kernel");

  @TempDir Path directory;
  private Namespaces namespaces;
  private Namespace client;
  private Namespace server;
  private Path log;
  private Path seen;

  @BeforeEach
  void setUp() {
    namespaces = Namespaces.create("watch");
    client = namespaces.add("client");
    server = namespaces.add("server");
    namespaces.connect(client, "eth0", server, "eth0");
    server.require("ip", "link", "set", "eth0", "address", "02:00:00:00:00:02");
    client.require("ip", "addr", "add", CLIENT + "/24", "dev", "eth0");
    server.require("ip", "addr", "add", SERVER + "/24", "dev", "eth0");
    log = directory.resolve("log");
    seen = directory.resolve("seen.pcapng");
  }

  @AfterEach
  void takeDown() {
    namespaces.close();
  }

  private static List<String> program(String... arguments) {
    return Namespace.java(FLAGS, Main.class, arguments);
  }

  /** Starts a capture at the server that Ctrl-C can end, and waits until it takes packets. */
  private Process capture(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.addAll(program(arguments));
    Process process = server.start(log, command.toArray(String[]::new));
    long untilNs = System.nanoTime() + 60_000_000_000L;
    while (!said().contains("capturing on eth0")) {
      assertTrue(process.isAlive() && System.nanoTime() < untilNs, said());
      LockSupport.parkNanos(20_000_000);
    }
    return process;
  }

  private String said() throws IOException {
    return Files.readString(log);
  }

  private void ping() {
    String said =
        client.require(
            "ping", "-q", "-c", Integer.toString(PINGS), "-i", "0.05", "-W", "5", SERVER);
    assertTrue(said.contains(" 0% packet loss"), said);
  }

  /** Floods the server; returns how many packets were sent. */
  private long flood() throws Exception {
    Path output = directory.resolve("flood");
    String[] how = {"eth0", "020000000002", "1000", "2", "DNS", SERVER};
    Process process = client.startJava(output, List.of("-Xmx100m"), Flood.class, how);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    String said = Files.readString(output);
    assertEquals(0, process.exitValue(), said);
    return Long.parseLong(said.replaceAll("[^0-9]", ""));
  }

  private void end(Process process, String signal) throws Exception {
    server.require("kill", "-s", signal, Long.toString(process.pid()));
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), said());
    assertEquals(0, process.exitValue(), said());
  }

  /**
   * Returns how many packets of a protocol the written capture holds; of all for a negative one.
   */
  private long written(int protocol) throws IOException {
    long count = 0;
    PacketBatch batch = new PacketBatch();
    Parser parser = new Parser();
    try (PacketSource source = CaptureFiles.open(List.of(seen.toString()))) {
      while (source.poll(batch) >= 0) {
        parser.parse(batch);
        for (int i = 0; i < batch.size; i++) {
          boolean wanted = batch.family[i] == 4 && batch.protocol[i] == protocol;
          count += protocol < 0 || wanted ? 1 : 0;
        }
      }
    }
    return count;
  }

  private static long number(String text) {
    return Long.parseLong(text.replace(",", ""));
  }

  @Test
  void shouldSayAfterControlCWhatItWouldHaveDropped() throws Exception {
    Process process =
        capture("capture", "eth0", "--protect", SERVER + "/32", "-w", seen.toString());
    ping();
    long sent = flood();
    assertTrue(Files.notExists(seen), "it appears when it is complete");
    end(process, "INT");
    String said = said();
    Matcher counted = COUNTED.matcher(said);
    assertTrue(counted.find(), said);
    long lost = number(counted.group(2));
    long datagrams = written(Protocols.UDP);
    assertTrue(datagrams <= sent && datagrams + lost >= sent, datagrams + " of " + sent);
    assertTrue(said.contains("dns-amplification"), said);
    assertTrue(said.contains("would be lost in enforce mode"), said);
    assertTrue(said.contains("\ndropped                 0 "), said);
    assertTrue(said.contains("wrote " + seen + ": "), said);
    String file = Files.readString(seen, StandardCharsets.ISO_8859_1);
    assertTrue(file.contains("would drop: "), "a comment on what would be lost");
  }

  @Test
  void shouldKeepInAJournalWhatItSaw() throws Exception {
    String journal = directory.resolve("journal").toString();
    Process process = capture("capture", "eth0", "--protect", SERVER + "/32", "--journal", journal);
    flood();
    end(process, "INT");
    assertTrue(said().contains("wrote " + journal + ": "), said());
    String events = server.require(program("events", "--journal", journal).toArray(String[]::new));
    assertTrue(events.contains("raised: dns-amplification"), events);
    Path page = directory.resolve("report.md");
    String[] report = {"report", "--journal", journal, "-o", page.toString()};
    server.require(program(report).toArray(String[]::new));
    String text = Files.readString(page);
    assertTrue(text.contains("dns-amplification") && text.contains("monitor mode"), text);
  }

  @Test
  void shouldCaptureEveryPacketOfAConversationOnce() throws Exception {
    Process process =
        capture("capture", "eth0", "--filter", "icmp", "-w", seen.toString(), "--json");
    ping();
    end(process, "TERM");
    JsonNode json = new ObjectMapper().readTree(said().substring(said().indexOf('{')));
    assertEquals(2 * PINGS, json.get("totals").get("offered").get("packets").asLong());
    assertEquals(2 * PINGS, json.get("live").get("received").asLong());
    assertEquals(0, json.get("live").get("kernelDropped").asLong());
    assertEquals(2 * PINGS, written(Protocols.ICMP));
    assertEquals(2 * PINGS, written(-1));
  }

  @Test
  void shouldEndByItselfAfterSoManyPackets() throws Exception {
    Process process = capture("capture", "eth0", "--filter", "icmp", "--count", "3");
    ping();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), said());
    assertEquals(0, process.exitValue(), said());
    assertTrue(said().contains("\neth0   3 packets "), said());
  }

  @Test
  void shouldLeaveNothingOfAnOutputThatCannotBeWritten() throws Exception {
    Path nowhere = directory.resolve("none").resolve("seen.pcapng");
    Outcome outcome =
        server.run(program("capture", "lo", "-w", nowhere.toString()).toArray(String[]::new));
    assertEquals("scrubber: " + nowhere + ": no such directory\n", outcome.output());
    assertEquals(1, outcome.exitCode());
    Process process = capture("capture", "eth0", "--count", "1", "-w", "/dev/full");
    ping();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), said());
    assertEquals(1, process.exitValue(), said());
    assertTrue(said().endsWith("scrubber: /dev/full: No space left on device\n"), said());
  }

  @Test
  void shouldSayWhichCapabilityIsMissing() {
    List<String> command = new ArrayList<>(List.of("setpriv", "--bounding-set", "-net_raw"));
    command.addAll(List.of("--inh-caps", "-net_raw"));
    command.addAll(program("capture", "lo"));
    Outcome outcome = server.run(command.toArray(String[]::new));
    assertEquals(
        "scrubber: lo: capturing needs CAP_NET_RAW: run it as root, or as a service with"
            + " AmbientCapabilities=CAP_NET_RAW\n",
        outcome.output());
    assertEquals(1, outcome.exitCode());
  }

  @Test
  void shouldListTheInterfacesThereAreWhenThereIsNoSuchOne() {
    Outcome outcome = server.run(program("capture", "wan0").toArray(String[]::new));
    assertTrue(
        outcome.output().matches("scrubber: no interface wan0; there are [a-z0-9, ]+; see .*\n"),
        outcome.output());
    assertEquals(2, outcome.exitCode());
  }

  @Test
  void shouldNameThePlaceWhereAFilterIsWrong() {
    Outcome outcome =
        server.run(program("capture", "lo", "--filter", "tcp adn port 80").toArray(String[]::new));
    assertEquals(
        "scrubber: --filter: syntax error at character 5, \"adn\": tcp adn port 80; see scrubber"
            + " capture --help\n",
        outcome.output());
    assertEquals(2, outcome.exitCode());
  }

  @Test
  void shouldListInterfacesThatAreUpAndDown() throws Exception {
    server.require("ip", "link", "add", "idle", "mtu", "1400", "type", "veth");
    List<InterfaceRow> rows = server.call(InterfaceList::read);
    InterfaceRow lo = rows.getFirst();
    assertEquals("lo", lo.name());
    assertEquals(List.of("127.0.0.1/8", "::1/128"), lo.addresses());
    assertEquals("", lo.obstacle());
    InterfaceRow eth0 =
        rows.stream().filter(row -> row.name().equals("eth0")).findFirst().orElseThrow();
    assertEquals("up", eth0.state());
    assertEquals("veth", eth0.driver());
    assertEquals(1_500, eth0.mtuBytes());
    assertTrue(eth0.addresses().contains(SERVER + "/24"), eth0.toString());
    assertEquals("", eth0.obstacle());
    InterfaceRow idle =
        rows.stream().filter(row -> row.name().equals("idle")).findFirst().orElseThrow();
    assertEquals(new InterfaceRow("idle", "down", "veth", 1_400, List.of(), "it is down"), idle);
    assertEquals("any", rows.getLast().name());
  }
}
