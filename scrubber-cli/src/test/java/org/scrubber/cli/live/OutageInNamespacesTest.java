package org.scrubber.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.captures.netns.BumpBench;
import org.scrubber.captures.netns.FloodKind;

/** The process is killed, ended, and given another policy in the middle of a flood. */
@EnabledIf("org.scrubber.cli.live.LiveBench#available")
@Timeout(180)
@Tag("long")
final class OutageInNamespacesTest {
  private static final int PPS = 4_000;

  /** The harder one always; the other by hand. */
  private static final List<String> FORMS =
      Boolean.getBoolean("scrubber.thorough") ? List.of("symmetric", "proxy") : List.of("proxy");

  private static final int LARGE_BYTES = 3_600_000;
  private static final int DOWNLOADS = 4;

  /** Two seconds of them. */
  private static final int LEAST_PINGS = 100;

  private static final Pattern ANSWER = Pattern.compile("bytes from .* icmp_seq=([0-9]+) ");

  @TempDir Path directory;
  private LiveBench live;
  private final List<Process> downloads = new ArrayList<>();
  private Process ping;

  private void prepare(LiveBench opened) throws IOException {
    live = opened;
    live.serve(LARGE_BYTES);
    live.addSources(2 * DOWNLOADS);
  }

  private String[] arguments(String challenge) throws IOException {
    String policy = live.policy("thresholds: { syn-pps: 200 }\nchallenge: " + challenge).toString();
    String state = directory.resolve("state").toString();
    return new String[] {
      "--policy", policy, "--state", state, "--metrics", "127.0.0.1:9469", "--frames", "32768"
    };
  }

  /** Pings 50 times a second until it is asked for the result. */
  private void beginToPing() {
    ping =
        live.client()
            .start(
                directory.resolve("ping.log"), "ping", "-i", "0.02", "-w", "170", BumpBench.SERVER);
  }

  /** Returns pings that were lost. */
  private int lostPings(String what) throws Exception {
    live.client().require("kill", "-INT", Long.toString(ping.pid()));
    assertTrue(ping.waitFor(10, TimeUnit.SECONDS));
    Matcher answer = ANSWER.matcher(Files.readString(directory.resolve("ping.log")));
    // Up to the last that was answered: what came after it may be under way.
    TreeSet<Integer> answered = new TreeSet<>();
    while (answer.find()) {
      answered.add(Integer.parseInt(answer.group(1)));
    }
    assertTrue(answered.size() > LEAST_PINGS, "few pings came through: " + answered.size());
    int sent = answered.last();
    int lost = sent - answered.size();
    Figures.note(what + ", pings lost", lost + " of " + sent);
    return lost;
  }

  /** Begins downloads that take 9 s each, from addresses that have never connected. */
  private void beginToDownload() {
    for (int k = 0; k < DOWNLOADS; k++) {
      int number = downloads.size();
      downloads.add(
          live.client()
              .start(
                  directory.resolve("download-" + number),
                  "curl",
                  "-sS",
                  "--max-time",
                  "60",
                  "--interface",
                  LiveBench.source(false, number),
                  "-o",
                  directory.resolve("got-" + number).toString(),
                  "http://" + BumpBench.SERVER + "/slow"));
    }
  }

  /** Waits until each has received something. */
  private void awaitDownloads() throws IOException {
    int running = 0;
    for (int tries = 0; tries < 300 && running < downloads.size(); tries++) {
      LiveBench.pass(100);
      running = 0;
      for (int number = 0; number < downloads.size(); number++) {
        Path got = directory.resolve("got-" + number);
        running += Files.exists(got) && Files.size(got) > 0 ? 1 : 0;
      }
    }
    assertEquals(downloads.size(), running, live.said());
  }

  private int completeDownloads(String what) throws Exception {
    int complete = 0;
    for (int number = 0; number < downloads.size(); number++) {
      assertTrue(downloads.get(number).waitFor(70, TimeUnit.SECONDS));
      Path got = directory.resolve("got-" + number);
      complete += Files.exists(got) && Files.size(got) == LARGE_BYTES ? 1 : 0;
    }
    Figures.note(what + ", downloads completed", complete + " of " + downloads.size());
    return complete;
  }

  @Test
  void shouldGoOnWhenItIsKilledAndStartedAgain() throws Exception {
    for (String challenge : FORMS) {
      try (LiveBench opened = new LiveBench("kill", directory)) {
        prepare(opened);
        downloads.clear();
        Process first = live.run(arguments(challenge));
        live.client().require("curl", "-sS", "-o", "/dev/null", LiveBench.SMALL);
        Process flood = live.flood(PPS, 60, FloodKind.SYN, BumpBench.SERVER);
        live.await("mitigation raised: server syn-flood");
        beginToPing();
        beginToDownload();
        awaitDownloads();
        // Not of each: a client whose SYN comes while the flood pauses is let through as it is.
        live.awaitMetric("scrubber_challenges_answered_total", 1);
        LiveBench.pass(4_500); // A snapshot is written every 2 s and takes as long.
        first.destroyForcibly().waitFor();
        Process second = live.run(arguments(challenge));
        String what = "killed, " + challenge;
        assertTrue(live.said().contains("state: "), live.said());
        live.await("mitigation restored: server syn-flood");
        assertFalse(live.said().contains("mitigation raised"), live.said());
        int complete = completeDownloads(what);
        int lost = lostPings(what);
        flood.destroy();
        flood.waitFor();
        live.end(second);
        assertEquals(DOWNLOADS, complete, live.said());
        assertTrue(lost < 50, lost + " pings: more than a second's worth");
      }
      deleteState();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"xdp", "afpacket"})
  void shouldPassWhatComesWhileTheWholeProcessIsStopped(String io) throws Exception {
    try (LiveBench opened = new LiveBench("still", directory)) {
      live = opened;
      String protect = BumpBench.SERVER + "/32";
      Process run = live.run("--io", io, "--protect", protect, "--metrics", "127.0.0.1:9469");
      live.client().require("ping", "-c", "5", "-i", "0.05", BumpBench.SERVER);
      live.signal("STOP", run);
      LiveBench.pass(700);
      String said =
          live.client().require("ping", "-c", "60", "-i", "0.05", "-W", "1", BumpBench.SERVER);
      live.signal("CONT", run);
      Matcher received = Pattern.compile("([0-9]+) received").matcher(said);
      assertTrue(received.find(), said);
      Figures.note("stopped, " + io + ", pings answered meanwhile", received.group(1) + " of 60");
      assertTrue(Integer.parseInt(received.group(1)) >= 45, said);
      assertFalse(said.contains("DUP"), said);
      live.await("stood still for ");
      assertTrue(live.metric("scrubber_interface_went_past_packets_total") > 0, live.said());
      live.client().require("ping", "-c", "5", "-i", "0.05", BumpBench.SERVER);
      live.end(run);
    }
  }

  /** Rings are full when it goes on: nothing may be lost for that, nor taken for an overload. */
  @ParameterizedTest
  @ValueSource(strings = {"xdp", "afpacket"})
  void shouldLoseNothingAtTheEdgesOfAFreeze(String io) throws Exception {
    try (LiveBench opened = new LiveBench("edges", directory)) {
      live = opened;
      String protect = BumpBench.SERVER + "/32";
      Process run = live.run("--io", io, "--protect", protect, "--metrics", "127.0.0.1:9469");
      beginToPing();
      LiveBench.pass(1_000);
      long beganNs = System.nanoTime();
      live.signal("STOP", run);
      LiveBench.pass(3_000);
      live.signal("CONT", run);
      live.await("stood still for ");
      LiveBench.pass(2_000);
      int lost = lostPings("frozen for 3 s, " + io);
      // 16 to 19 of them were, and about 60 packets a side, when it went on with rings that are
      // full.
      assertTrue(lost < 10, lost + " pings: " + live.said());
      String said = Files.readString(directory.resolve("ping.log"));
      assertTrue(said.split("DUP", -1).length <= 2, said);
      double dropped = live.metric("scrubber_interface_receive_lost_packets_total");
      assertTrue(dropped < 40, dropped + " packets counted as lost");
      assertFalse(live.said().contains("overload"), live.said());
      // All of it but the first 0.4 s, on either side.
      double past = live.metric("scrubber_interface_went_past_seconds_total");
      double most = 2 * (System.nanoTime() - beganNs) / 1e9;
      assertTrue(past > 4 && past < most, "went past for " + past + " s on both sides");
      String shown = live.command("top", "--once");
      assertTrue(shown.contains("\nwent past "), shown);
      assertTrue(shown.contains("\nlate "), shown);
      Matcher line =
          Pattern.compile("stood still .*: ([0-9,]+) packets went past unjudged, ([0-9,]+) waited")
              .matcher(live.said());
      assertTrue(line.find(), live.said());
      // 50 pings a second and their replies, for 2.6 s and before that 0.4 s, or what of it waited.
      assertTrue(Integer.parseInt(line.group(1)) >= 100, line.group());
      assertTrue(Integer.parseInt(line.group(2)) >= 10, line.group());
      double late = live.metric("scrubber_interface_late_packets_total");
      assertTrue(late >= 10 && late < 60, late + " were late");
      live.end(run);
    }
  }

  private void deleteState() throws IOException {
    try (var files = Files.list(directory.resolve("state"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void shouldSayWhileTheWireIsCut() throws Exception {
    try (LiveBench opened = new LiveBench("cut", directory)) {
      live = opened;
      Process run = live.run("--protect", BumpBench.SERVER + "/32", "--metrics", "127.0.0.1:9469");
      awaitHealth("running");
      assertTrue(live.command("top", "--once").startsWith("all is well"), "as it begins");
      live.server().require("ip", "link", "set", "eth0", "down");
      requireCut("inside has no carrier");
      live.server().require("ip", "link", "set", "eth0", "up");
      awaitHealth("running");
      live.box().require("ip", "link", "set", BumpBench.INSIDE, "down");
      requireCut("inside is switched off");
      live.box().require("ip", "link", "set", BumpBench.INSIDE, "up");
      awaitHealth("running");
      assertEquals(2.0, live.metric("scrubber_interface_up"));
      live.box().require("ip", "link", "del", BumpBench.INSIDE);
      requireCut("inside is gone");
      live.await("interfaces lost: interface inside is gone");
      live.bench.reconnectServer(1);
      live.await("interfaces back: ");
      awaitHealth("running");
      assertTrue(live.command("top", "--once").startsWith("all is well"), live.said());
      live.end(run);
    }
  }

  private void requireCut(String why) {
    awaitHealth("cut: " + why);
    assertEquals(1.0, live.metric("scrubber_interface_up"));
    String shown = live.command("top", "--once", "--json");
    assertTrue(shown.contains("NOT WELL: " + why + "; "), shown);
    assertTrue(shown.contains("\"down\" : true"), shown);
  }

  /** Waits until {@code /health} says so, with 503 unless all is well. */
  private void awaitHealth(String words) {
    String status = words.equals("running") ? "200" : "503";
    String wanted = words + "\n" + status;
    String said = "";
    for (int tries = 0; tries < 100 && !said.equals(wanted); tries++) {
      LiveBench.pass(50);
      said =
          live.box().require("curl", "-sS", "-w", "%{http_code}", "http://127.0.0.1:9469/health");
    }
    assertEquals(wanted, said);
  }

  @Test
  void shouldLoseNothingWhenItIsReloadedAndStartedAgainInAFlood() throws Exception {
    try (LiveBench opened = new LiveBench("grace", directory)) {
      prepare(opened);
      Process first = live.run(arguments("symmetric"));
      live.client().require("curl", "-sS", "-o", "/dev/null", LiveBench.SMALL);
      Process flood = live.flood(PPS, 60, FloodKind.SYN, BumpBench.SERVER);
      live.await("mitigation raised: server syn-flood");
      beginToPing();
      beginToDownload();
      LiveBench.pass(1_000);
      live.signal("HUP", first);
      live.await("policy read again, and it is the same: ");
      live.policy("thresholds: { syn-pps: 201 }\nchallenge: symmetric");
      live.signal("HUP", first);
      live.await("policy loaded: ");
      live.end(first);
      Process second = live.run(arguments("symmetric"));
      LiveBench.pass(1_000);
      int lost = lostPings("reloaded and restarted");
      int complete = completeDownloads("reloaded and restarted");
      flood.destroy();
      flood.waitFor();
      live.end(second);
      assertEquals(0, lost, live.said());
      assertEquals(DOWNLOADS, complete, live.said());
    }
  }
}
