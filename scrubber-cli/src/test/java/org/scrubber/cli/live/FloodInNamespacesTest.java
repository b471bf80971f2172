package org.scrubber.cli.live;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.captures.netns.BumpBench;
import org.scrubber.captures.netns.FloodKind;
import org.scrubber.captures.netns.Namespaces;
import org.scrubber.captures.netns.Outcome;

/**
 * Spoofed floods between real programs: who asks during one is served, with the scrubber, and with
 * what one would take instead.
 */
@EnabledIf("org.scrubber.cli.live.LiveBench#available")
@Timeout(180)
@Tag("long")
final class FloodInNamespacesTest {
  /** Packets a second of each flood; higher ones by hand. */
  private static final int PPS = Integer.getInteger("scrubber.flood-pps", 10_000);

  private static final int CLIENTS = Integer.getInteger("scrubber.flood-clients", 50);
  private static final int QUESTIONS = 100;
  private static final double SHARE = 0.99;

  @TempDir Path directory;
  private LiveBench live;
  private List<String> clients;

  @BeforeEach
  void setUp() throws IOException {
    clients = IntStream.range(0, CLIENTS).mapToObj(k -> LiveBench.source(false, k)).toList();
  }

  /** Sets up a server that cannot help itself: without SYN cookies of its own. */
  private LiveBench bench(String task) throws IOException {
    live = new LiveBench(task, directory);
    live.server().require("sysctl", "-q", "-w", "net.ipv4.tcp_syncookies=0");
    live.serve(1);
    live.addSources(CLIENTS);
    return live;
  }

  private Process synFlood() throws Exception {
    Process flood = live.flood(PPS, 60, FloodKind.SYN, BumpBench.SERVER);
    live.awaitSent(PPS);
    return flood;
  }

  /** As fast as it can, from any source there is, for half a minute at most. */
  private Process hping() throws Exception {
    Process flood =
        live.client()
            .start(
                directory.resolve("hping.log"),
                "timeout",
                "30",
                "hping3",
                "--flood",
                "--rand-source",
                "-q",
                "-S",
                "-p",
                "80",
                BumpBench.SERVER);
    live.awaitSent(PPS);
    return flood;
  }

  /** Has wrk open connections from one address for 3 s, one a request. */
  private void wrk(String what) throws IOException {
    String said =
        live.client()
            .run("wrk", "-t1", "-c4", "-d3s", "-H", "Connection: close", LiveBench.SMALL)
            .output();
    String found =
        said.lines()
            .map(String::strip)
            .filter(line -> line.contains("requests in") || line.startsWith("Socket errors"))
            .collect(Collectors.joining("; "));
    Figures.note(what + ", wrk", found.isEmpty() ? said.strip() : found);
  }

  private void end(Process flood) throws Exception {
    flood.destroy();
    flood.waitFor();
  }

  private Connects connect(String what) throws IOException {
    Connects found = Connects.of(live.client(), directory, LiveBench.SMALL, clients);
    Figures.note(what, found);
    return found;
  }

  @Test
  void shouldLetNewConnectionsThroughASynFlood() throws Exception {
    for (String form : List.of("symmetric", "proxy")) {
      try (LiveBench opened = bench("syn")) {
        String policy =
            opened.policy("thresholds: { syn-pps: 200 }\nchallenge: " + form).toString();
        Process process = opened.run("--policy", policy);
        if (form.equals("symmetric")) {
          connect("no attack, scrubber");
        }
        Process flood = synFlood();
        opened.await("mitigation raised: server syn-flood");
        Connects during = connect("SYN flood, scrubber, " + form);
        end(flood);
        opened.end(process);
        assertTrue(during.succeeded() >= SHARE * CLIENTS, during + opened.said());
      }
    }
  }

  @Test
  void shouldLetNewConnectionsThroughAFloodOfHping() throws Exception {
    String missing = Namespaces.missing("hping3", "wrk", "timeout");
    assumeTrue(missing.isEmpty(), missing);
    try (LiveBench opened = bench("bare")) {
      opened.bridge();
      Process flood = hping();
      Connects during = Connects.atOnce(opened.client(), directory, LiveBench.SMALL, clients);
      Figures.note("hping3, bridge", during);
      wrk("hping3, bridge");
      end(flood);
      assertTrue(during.succeeded() < CLIENTS / 2, during.toString());
    }
    for (String form : List.of("symmetric", "proxy")) {
      try (LiveBench opened = bench("hping")) {
        String policy =
            opened.policy("thresholds: { syn-pps: 200 }\nchallenge: " + form).toString();
        // Code that is cold loses half of such a flood before the worker, and clients with it.
        Process process = opened.run(LiveBench.WARM, "--policy", policy);
        Process flood = hping();
        opened.await("mitigation raised: server syn-flood");
        Connects during = connect("hping3, scrubber, " + form);
        wrk("hping3, scrubber, " + form);
        end(flood);
        opened.end(process);
        Figures.note(
            "hping3, scrubber, " + form + ", run", opened.said().lines().toList().getLast());
        assertTrue(during.succeeded() >= SHARE * CLIENTS, during + opened.said());
      }
    }
  }

  @Test
  void shouldMeanSomethingThatConnectionsSurvive() throws Exception {
    try (LiveBench opened = bench("bare")) {
      opened.bridge();
      connect("no attack, bridge");
      Process flood = synFlood();
      Connects during = Connects.atOnce(opened.client(), directory, LiveBench.SMALL, clients);
      Figures.note("SYN flood, bridge", during);
      end(flood);
      assertTrue(during.succeeded() < CLIENTS / 2, during.toString());
    }
    try (LiveBench opened = bench("nft")) {
      opened.synproxy();
      connect("no attack, nft synproxy");
      Process flood = synFlood();
      Connects during = connect("SYN flood, nft synproxy");
      end(flood);
      assertTrue(during.succeeded() > 0, during.toString());
    }
  }

  @Test
  void shouldLetAnswersThroughThatWereAskedFor() throws Exception {
    try (LiveBench opened = bench("udp")) {
      dns();
      Process process = opened.run("--policy", opened.policy("profile: web").toString());
      List<Object> kinds = new ArrayList<>();
      for (FloodKind kind :
          List.of(FloodKind.QUIC, FloodKind.DNS, FloodKind.NTP, FloodKind.MEMCACHED)) {
        kinds.add(kind);
        kinds.add(BumpBench.SERVER);
      }
      assertTrue(answers("no attack") >= SHARE * QUESTIONS);
      Process flood = opened.flood(PPS, 60, kinds.toArray());
      opened.await("mitigation raised: server ", 4);
      Connects connects = connect("UDP floods, scrubber");
      long answers = answers("UDP floods, scrubber");
      end(flood);
      long[] counts = opened.end(process);
      Figures.note("UDP floods, passed of offered", counts[1] + " of " + counts[0]);
      assertTrue(connects.succeeded() >= SHARE * CLIENTS, connects + opened.said());
      assertTrue(answers >= SHARE * QUESTIONS, answers + opened.said());
      assertTrue(counts[1] < counts[0] / 2, opened.said());
    }
  }

  /** A resolver on the server asks another one on the client's side, and remembers nothing. */
  private void dns() {
    for (String role : List.of("upstream", "resolver")) {
      List<String> command =
          new ArrayList<>(
              List.of(
                  "dnsmasq",
                  "--keep-in-foreground",
                  "--conf-file=/dev/null",
                  "--no-resolv",
                  "--no-hosts",
                  "--pid-file=",
                  "--user=root",
                  "--cache-size=0"));
      boolean upstream = role.equals("upstream");
      command.add(upstream ? "--address=/example.test/192.0.2.77" : "--server=" + BumpBench.CLIENT);
      (upstream ? live.client() : live.server())
          .start(directory.resolve(role + ".log"), command.toArray(String[]::new));
    }
  }

  /** Asks the resolver for names that it must ask for itself; returns how many were answered. */
  private long answers(String what) throws IOException {
    Path questions = directory.resolve("questions");
    StringBuilder names = new StringBuilder();
    for (int k = 0; k < QUESTIONS; k++) {
      names.append("n%d.example.test%n".formatted(k));
    }
    Files.writeString(questions, names);
    Outcome said =
        live.server()
            .run(
                Duration.ofSeconds(60),
                "dig",
                "@127.0.0.1",
                "+short",
                "+tries=1",
                "+time=2",
                "-f",
                questions.toString());
    long answered = said.output().lines().filter("192.0.2.77"::equals).count();
    Figures.note(what + ", own DNS answers", answered + " of " + QUESTIONS);
    return answered;
  }
}
