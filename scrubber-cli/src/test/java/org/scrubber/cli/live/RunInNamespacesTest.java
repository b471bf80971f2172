package org.scrubber.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.captures.netns.BumpBench;
import org.scrubber.captures.netns.Namespace;
import org.scrubber.captures.netns.Outcome;
import org.scrubber.cli.Main;

/** {@code scrubber run} between real programs: what they ask for arrives, whatever it is doing. */
@EnabledIf("org.scrubber.cli.live.LiveBench#available")
@Timeout(180)
@Tag("long")
final class RunInNamespacesTest {
  private static final int FILE_BYTES = 50_000_000;
  private static final int QUEUES = 2;
  private static final Pattern COUNTS =
      Pattern.compile(
          "offered ([0-9,]+), passed ([0-9,]+), dropped ([0-9,]+), challenged ([0-9,]+)");

  @TempDir Path directory;
  private BumpBench bench;
  private Path log;

  @BeforeEach
  void setUp() {
    bench = BumpBench.create("run", QUEUES);
    log = directory.resolve("run.log");
  }

  @AfterEach
  void takeDown() {
    bench.close();
  }

  private Process run(String... more) {
    List<String> arguments = new ArrayList<>(List.of("run", "--outside", BumpBench.OUTSIDE));
    arguments.addAll(List.of("--inside", BumpBench.INSIDE, "--counters", "none"));
    arguments.addAll(List.of(more));
    return bench
        .box()
        .startJava(log, List.of("-Xmx400m"), Main.class, arguments.toArray(String[]::new));
  }

  private Process protecting(String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--no-warm-up"));
    arguments.addAll(List.of("--protect", BumpBench.SERVER + "/32"));
    arguments.addAll(List.of("--protect", BumpBench.SERVER6 + "/128"));
    arguments.addAll(List.of(more));
    Process process = run(arguments.toArray(String[]::new));
    await("started:");
    return process;
  }

  private void await(String words) throws IOException {
    await(words, log);
  }

  private static void await(String words, Path where) throws IOException {
    long untilNs = System.nanoTime() + 100_000_000_000L;
    for (String said = ""; !said.contains(words); ) {
      said = Files.exists(where) ? Files.readString(where) : "";
      assertTrue(System.nanoTime() < untilNs, "no \"" + words + "\" in " + said);
      LockSupport.parkNanos(20_000_000);
    }
  }

  private String said() throws IOException {
    return Files.exists(log) ? Files.readString(log) : "nothing";
  }

  /** Ends the run and requires that its four counts add up. */
  private void end(Process process) throws Exception {
    process.destroy();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end: " + said());
    assertEquals(0, process.exitValue(), said());
    Matcher counts = COUNTS.matcher(said());
    assertTrue(counts.find(), said());
    long offered = count(counts, 1);
    assertEquals(offered, count(counts, 2) + count(counts, 3) + count(counts, 4), said());
    assertTrue(offered > 0, said());
  }

  private static long count(Matcher matcher, int group) {
    return Long.parseLong(matcher.group(group).replace(",", ""));
  }

  private static void requirePing(Namespace from, String to) {
    String said = from.run("ping", "-c", "3", "-i", "0.2", "-W", "5", to).output();
    assertTrue(said.contains(" 0% packet loss"), said);
  }

  private void serveFile() throws IOException {
    byte[] bytes = new byte[FILE_BYTES];
    new Random(1).nextBytes(bytes);
    Files.write(directory.resolve("file"), bytes);
    Path configuration = directory.resolve("nginx.conf");
    Files.writeString(
        configuration,
        """
        daemon off; master_process off; pid %1$s/nginx.pid; error_log %1$s/nginx.err;
        events {}
        http { access_log off; server { listen 80; listen [::]:80; root %1$s; } }
        """
            .formatted(directory));
    bench.server().start(directory.resolve("nginx.log"), "nginx", "-c", configuration.toString());
  }

  private void requireSameFile(String host) throws IOException {
    Path got = directory.resolve("got");
    Files.deleteIfExists(got);
    Outcome outcome =
        bench
            .client()
            .run(
                java.time.Duration.ofSeconds(60),
                "curl",
                "-sS",
                "--retry",
                "5",
                "--retry-connrefused",
                "-o",
                got.toString(),
                "http://" + host + "/file");
    assertTrue(outcome.succeeded(), outcome.output());
    assertEquals(-1, Files.mismatch(directory.resolve("file"), got), "differs from byte");
  }

  private void requireDns(Process process, Namespace server, String address, Namespace client)
      throws Exception {
    Path served = directory.resolve("dnsmasq-" + address + ".log");
    server.start(
        served,
        "dnsmasq",
        "--keep-in-foreground",
        "--conf-file=/dev/null",
        "--no-resolv",
        "--no-hosts",
        "--pid-file=",
        "--user=root",
        "--log-queries",
        "--log-facility=-",
        "--address=/example.test/192.0.2.77");
    await(": started", served); // It may take seconds to load, and its socket is open before.
    Outcome answer =
        client.run("dig", "+short", "+tries=10", "+time=2", "@" + address, "www.example.test");
    if (!answer.output().strip().equals("192.0.2.77")) {
      end(process); // Says what it counted.
      fail(answer.output() + "\n" + Files.readString(served) + "\n" + said());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--io xdp",
        "--io generic",
        "--io afpacket",
        "--workers 2",
        "--io generic --workers 2"
      })
  void shouldCarryWhatRealProgramsSay(String arguments) throws Exception {
    serveFile();
    Process process = protecting(arguments.split(" "));
    requirePing(bench.client(), BumpBench.SERVER);
    requirePing(bench.client(), BumpBench.SERVER6);
    requirePing(bench.server(), BumpBench.CLIENT);
    requireSameFile(BumpBench.SERVER);
    requireSameFile("[" + BumpBench.SERVER6 + "]");
    requireDns(process, bench.server(), BumpBench.SERVER, bench.client());
    requireDns(process, bench.client(), BumpBench.CLIENT, bench.server());
    end(process);
  }

  @Test
  void shouldLoseNothingWhenItStartsReloadsAndStops() throws Exception {
    Path policy = directory.resolve("p.yaml");
    String object = "  server: { prefixes: [%s/32], profile: web }\n".formatted(BumpBench.SERVER);
    Files.writeString(policy, "version: 1\nobjects:\n" + object);
    Process first = run("--policy", policy.toString(), "--no-warm-up");
    await("started:");
    requirePing(bench.client(), BumpBench.SERVER);
    end(first);
    Files.delete(log);
    // From here on packets pass over the bridge whenever the scrubber does not take them.
    Path pings = directory.resolve("ping.log");
    Process ping =
        bench.client().start(pings, "ping", "-q", "-i", "0.02", "-c", "1500", BumpBench.SERVER);
    Process process = run("--policy", policy.toString(), "--no-warm-up");
    await("started:");
    signal("HUP", process);
    await("policy read again, and it is the same: ");
    Files.writeString(policy, "version: 1\nobjects:\n" + object.replace("web", "mail"));
    signal("HUP", process);
    await("policy loaded:");
    Files.writeString(policy, "version: 1\nobjects:\n" + object + "  bad: {}\n");
    signal("HUP", process);
    await("policy refused, the old one stays: " + policy + ":4:");
    end(process);
    assertTrue(ping.waitFor(120, TimeUnit.SECONDS));
    String said = Files.readString(pings);
    assertTrue(said.contains("1500 received") || said.contains(" 0% packet loss"), said + said());
  }

  private void signal(String name, Process process) {
    bench.box().require("kill", "-" + name, Long.toString(process.pid()));
  }

  @Test
  void shouldGoOnWhenAnInterfaceWasGoneAndIsBack() throws Exception {
    Process process = protecting();
    requirePing(bench.client(), BumpBench.SERVER);
    bench.box().require("ip", "link", "del", BumpBench.INSIDE);
    await("interfaces lost: ");
    bench.reconnectServer(QUEUES);
    await("interfaces back: ");
    requirePing(bench.client(), BumpBench.SERVER);
    end(process);
  }

  @Test
  void shouldSayWhyAnInterfaceCannotBeHadAndLeaveNothingBehind() throws Exception {
    refused(2, "outside: there is no interface nosuch", "--outside", "nosuch");
    refused(
        1,
        "3 workers need as many queues, and outside has 2 (ethtool -L outside combined 3)",
        "--outside",
        BumpBench.OUTSIDE,
        "--workers",
        "3");
    bench.box().require("ip", "link", "set", BumpBench.INSIDE, "mtu", "9000");
    Process user = protecting();
    Path mine = log;
    log = directory.resolve("second.log");
    Process second = run("--protect", BumpBench.SERVER + "/32", "--no-warm-up", "--io", "xdp");
    assertTrue(second.waitFor(60, TimeUnit.SECONDS));
    assertEquals(1, second.exitValue(), said());
    String held =
        "scrubber: interface outside: another run holds it (process %d); expected one that no run holds\n"
            .formatted(user.pid());
    assertEquals(held, said());
    Files.delete(log);
    Process third = run("--protect", BumpBench.SERVER + "/32", "--no-warm-up", "--io", "afpacket");
    assertTrue(third.waitFor(60, TimeUnit.SECONDS));
    assertEquals(1, third.exitValue(), said());
    assertEquals(held, said());
    log = mine;
    requirePing(bench.client(), BumpBench.SERVER);
    end(user);
    String links = bench.box().require("ip", "link");
    assertFalse(links.contains("xdp"), links);
  }

  private void refused(int exitCode, String why, String... instead) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("run", "--no-warm-up"));
    arguments.addAll(List.of("--protect", BumpBench.SERVER + "/32", "--inside", BumpBench.INSIDE));
    arguments.addAll(List.of(instead));
    Process process =
        bench.box().startJava(log, List.of(), Main.class, arguments.toArray(String[]::new));
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(exitCode, process.exitValue(), said());
    assertTrue(said().startsWith("scrubber: " + why), said());
    assertEquals(1, said().lines().count(), said());
    String links = bench.box().require("ip", "link");
    assertFalse(links.contains("scrub0") || links.contains("xdp"), links);
    Files.delete(log);
  }
}
