package org.scrubber.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scrubber.captures.netns.BumpBench;
import org.scrubber.captures.netns.Flood;
import org.scrubber.captures.netns.FloodKind;
import org.scrubber.captures.netns.Namespace;
import org.scrubber.captures.netns.Namespaces;
import org.scrubber.cli.Main;

/** {@code scrubber run} on a {@link BumpBench}, with a web server and floods around it. */
final class LiveBench implements AutoCloseable {
  /** Where clients ask. */
  static final String SMALL = "http://" + BumpBench.SERVER + "/small";

  /** The same over IPv6. */
  static final String SMALL6 = "http://[" + BumpBench.SERVER6 + "]/small";

  /** An argument that has the run warm up first, as it does unless it is told otherwise. */
  static final String WARM = "warm";

  /** As the launcher and the jar's manifest give them. */
  private static final List<String> JVM =
      List.of(
          "-Xmx300m",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private static final Pattern COUNTS =
      Pattern.compile(
          "offered ([0-9,]+), passed ([0-9,]+), dropped ([0-9,]+), challenged ([0-9,]+)");
  private static final AtomicBoolean SAID = new AtomicBoolean();
  private static final long PATIENCE_NS = 60_000_000_000L;

  final BumpBench bench;
  final Path directory;

  /** Where the run that was started last says what happens. */
  Path log;

  private int runs;

  /**
   * Sets up the namespaces.
   *
   * @param task what their names begin with
   * @param directory for files; only root sees it
   */
  LiveBench(String task, Path directory) {
    this.directory = directory;
    log = directory.resolve("run.log");
    bench = BumpBench.create(task);
    // The window scale of Linux with its own defaults, as in the flood's SYNs.
    bench.client().require("sysctl", "-q", "-w", "net.ipv4.tcp_rmem=4096 131072 6291456");
    // Answers to spoofed sources go somewhere: to the client's side, where nobody wants them.
    bench.server().require("ip", "route", "add", "default", "via", BumpBench.CLIENT);
    bench.server().require("ip", "-6", "route", "add", "default", "via", BumpBench.CLIENT6);
  }

  /** Tells whether all that these tests need is here; when not, says why, once. */
  static boolean available() {
    String reason =
        Namespaces.missing(
            "ip", "ping", "curl", "nginx", "nft", "dnsmasq", "dig", "tcpdump", "setpriv");
    if (!reason.isEmpty() && !SAID.getAndSet(true)) {
      System.err.println("skipped what puts real programs around scrubber run: " + reason);
    }
    return reason.isEmpty();
  }

  Namespace client() {
    return bench.client();
  }

  Namespace server() {
    return bench.server();
  }

  Namespace box() {
    return bench.box();
  }

  /**
   * Returns a public address of the client's: addresses of the bench itself are for documentation,
   * and nobody who seems to have one is sent a challenge.
   *
   * @param number 0 to 249
   */
  static String source(boolean v6, int number) {
    return v6 ? "2a09:0:0:%x::1".formatted(number + 1) : "21.9.0." + (number + 1);
  }

  /** Gives the client so many more addresses of each family, each IPv6 one of its own /64. */
  void addSources(int count) throws IOException {
    StringBuilder commands = new StringBuilder();
    for (int number = 0; number < count; number++) {
      commands.append("addr add %s/32 dev eth0%n".formatted(source(false, number)));
      commands.append("addr add %s/64 dev eth0 nodad%n".formatted(source(true, number)));
    }
    Path batch = directory.resolve("addresses");
    Files.writeString(batch, commands);
    client().require("ip", "-batch", batch.toString());
  }

  /**
   * Returns a metric of the run, which serves them on port 9469 of the box.
   *
   * @param name with its labels, as it is written there; the sum of all that begin so
   */
  double metric(String name) {
    String all = box().require("curl", "-sS", "http://127.0.0.1:9469/metrics");
    double[] found =
        all.lines()
            .filter(line -> line.startsWith(name))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .toArray();
    assertTrue(found.length > 0, "no " + name + " in " + all);
    return Arrays.stream(found).sum();
  }

  /** Connects both sides of the box by a bridge, as without a scrubber. */
  void bridge() {
    box().require("ip", "link", "add", "br0", "type", "bridge");
    for (String port : List.of(BumpBench.OUTSIDE, BumpBench.INSIDE)) {
      box().require("ip", "link", "set", port, "master", "br0");
    }
    box().require("ip", "link", "set", "br0", "up");
  }

  /**
   * Makes the box a router between its sides that answers ARP for both, with a SYN proxy of
   * nftables before the server's port 80.
   */
  void synproxy() throws IOException {
    Namespace box = box();
    // The flood's next hop is the box now.
    box.require("ip", "link", "set", BumpBench.OUTSIDE, "address", "02:00:00:00:00:02");
    box.require(
        "sysctl",
        "-q",
        "-w",
        "net.ipv4.ip_forward=1",
        "net.ipv4.conf.all.proxy_arp=1",
        "net.netfilter.nf_conntrack_tcp_loose=0",
        "net.ipv4.tcp_syncookies=1",
        "net.ipv4.tcp_timestamps=1");
    box.require("ip", "addr", "add", "198.18.0.254/32", "dev", BumpBench.OUTSIDE);
    box.require("ip", "route", "add", BumpBench.CLIENT, "dev", BumpBench.OUTSIDE);
    box.require("ip", "route", "add", BumpBench.SERVER, "dev", BumpBench.INSIDE);
    box.require("ip", "route", "add", "default", "via", BumpBench.CLIENT, "dev", BumpBench.OUTSIDE);
    Path rules = directory.resolve("synproxy.nft");
    Files.writeString(
        rules,
        """
        table ip proxy {
          chain early {
            type filter hook prerouting priority raw;
            iifname "outside" tcp dport 80 tcp flags & (fin|syn|rst|ack) == syn notrack
          }
          chain forward {
            type filter hook forward priority filter;
            iifname "outside" tcp dport 80 ct state invalid,untracked synproxy mss 1460 wscale 7 timestamp sack-perm
            ct state invalid drop
          }
        }
        """);
    box.require("nft", "-f", rules.toString());
  }

  /** Returns packets that the client's interface has sent. */
  private long clientSent() {
    String said = client().require("ip", "-s", "link", "show", "eth0");
    String[] lines = said.split("\n");
    for (int k = 0; k + 1 < lines.length; k++) {
      if (lines[k].strip().startsWith("TX:")) {
        return Long.parseLong(lines[k + 1].strip().split(" +")[1]);
      }
    }
    throw new IllegalStateException(said);
  }

  /** Waits until the client's side has sent so many more packets. */
  void awaitSent(long more) {
    long untilNs = System.nanoTime() + PATIENCE_NS;
    long least = clientSent() + more;
    while (clientSent() < least) {
      assertTrue(System.nanoTime() < untilNs, "no flood: " + clientSent() + " packets sent");
      pass(50);
    }
  }

  /** Writes a policy for the server, with what an object says beside its prefixes. */
  Path policy(String more) throws IOException {
    Path file = directory.resolve("policy.yaml");
    Files.writeString(
        file,
        """
        version: 1
        seed: 0x1234567890abcdef
        objects:
          server:
            prefixes: [%s/32, "%s/128"]
        %s
        """
            .formatted(BumpBench.SERVER, BumpBench.SERVER6, more.indent(4)));
    return file;
  }

  /** Waits until a counter is so high. */
  void awaitMetric(String name, double least) throws IOException {
    long untilNs = System.nanoTime() + PATIENCE_NS;
    while (metric(name) < least) {
      assertTrue(System.nanoTime() < untilNs, name + " is " + metric(name) + ": " + said());
      pass(100);
    }
  }

  /** Starts a run in the box and waits until it takes packets. */
  Process run(String... arguments) throws IOException {
    Process process = start(arguments);
    await("started: ");
    return process;
  }

  /** Starts a run in the box. */
  Process start(String... arguments) {
    log = directory.resolve("run-" + runs++ + ".log");
    List<String> all = new ArrayList<>(List.of("run", "--outside", BumpBench.OUTSIDE));
    all.addAll(List.of("--inside", BumpBench.INSIDE));
    all.addAll(List.of(arguments));
    if (!all.remove(WARM)) {
      all.add("--no-warm-up");
    }
    return bench.box().startJava(log, JVM, Main.class, all.toArray(String[]::new));
  }

  /** Runs another command of the program in the box, to its end; returns its output. */
  String command(String... arguments) {
    return box().require(Namespace.java(JVM, Main.class, arguments).toArray(String[]::new));
  }

  /** Returns what the run has said. */
  String said() throws IOException {
    return Files.exists(log) ? Files.readString(log) : "nothing";
  }

  /** Waits until the run has said something. */
  void await(String words) throws IOException {
    await(words, 1);
  }

  /** Waits until the run has said something so many times. */
  void await(String words, int times) throws IOException {
    long untilNs = System.nanoTime() + PATIENCE_NS;
    while (said().split(Pattern.quote(words), -1).length <= times) {
      assertTrue(System.nanoTime() < untilNs, "no \"" + words + "\" in " + said());
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** Lets real time pass: floods and kernels do not know any other. */
  static void pass(long millis) {
    long untilNs = System.nanoTime() + millis * 1_000_000;
    for (long left = untilNs - System.nanoTime(); left > 0; left = untilNs - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  void signal(String name, Process process) {
    bench.box().require("kill", "-" + name, Long.toString(process.pid()));
  }

  /** Ends the run and requires that its four counts add up; returns them, offered first. */
  long[] end(Process process) throws Exception {
    process.destroy();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end: " + said());
    assertEquals(0, process.exitValue(), said());
    Matcher counts = COUNTS.matcher(said());
    assertTrue(counts.find(), said());
    long[] all = new long[4];
    for (int k = 0; k < all.length; k++) {
      all[k] = Long.parseLong(counts.group(k + 1).replace(",", ""));
    }
    assertEquals(all[0], all[1] + all[2] + all[3], said());
    return all;
  }

  /** Serves a file of one byte and one of {@code largeBytes} on port 80, over both families. */
  void serve(int largeBytes) throws IOException {
    Files.writeString(directory.resolve("small"), "a");
    Files.write(directory.resolve("large"), new byte[largeBytes]);
    Path configuration = directory.resolve("nginx.conf");
    Files.writeString(
        configuration,
        """
        daemon off; master_process off; pid %1$s/nginx.pid; error_log %1$s/nginx.err;
        events {}
        http {
          access_log off;
          server { listen 80; listen [::]:80; root %1$s; location /slow { limit_rate 400k; alias %1$s/large; } }
        }
        """
            .formatted(directory));
    bench.server().start(directory.resolve("nginx.log"), "nginx", "-c", configuration.toString());
  }

  /**
   * Floods the server from the client's side.
   *
   * @param kinds and the addresses that they go to, in pairs
   */
  Process flood(int pps, int seconds, Object... kinds) {
    List<String> arguments =
        new ArrayList<>(
            List.of("eth0", "020000000002", Integer.toString(pps), Integer.toString(seconds)));
    for (Object one : kinds) {
      arguments.add(one instanceof FloodKind kind ? kind.name() : one.toString());
    }
    return bench
        .client()
        .startJava(
            directory.resolve("flood.log"),
            List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"),
            Flood.class,
            arguments.toArray(String[]::new));
  }

  @Override
  public void close() {
    bench.close();
  }
}
