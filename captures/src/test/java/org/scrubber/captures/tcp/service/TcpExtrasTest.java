package org.scrubber.captures.tcp.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.legit.Extras;
import org.scrubber.captures.legit.LegitTraffic;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.tcp.Stage;
import org.scrubber.captures.world.Attempt;
import org.scrubber.captures.world.View;
import org.scrubber.captures.world.World;

class TcpExtrasTest {
  private static final long S = 1_000_000_000L;

  private static Stage play(int seconds, String name, Map<String, Object> values) {
    Stage stage = new Stage((batch, i, replies) -> {}, View.SYMMETRIC, 100_000);
    LegitPlan.Extra extra = new LegitPlan.Extra(name, values);
    Setting setting = stage.setting(Profile.LAB, seconds, extra);
    Extras.of(extra).install(setting, extra);
    setting.world().run(setting.endNs());
    return stage;
  }

  private static int millis(String line) {
    return Integer.parseInt(line.split(" ", -1)[1]);
  }

  @Test
  void shouldSleepWithoutAPacketAndWakeUp() {
    Stage stage =
        play(2_000, "sleeping-connections", Map.of("tenant", "T08", "count", 20, "wake", 1_900));
    assertEquals(20, stage.flows.size());
    assertTrue(stage.flows.values().stream().allMatch("lives"::equals));
    long asleep =
        stage.segments.stream()
            .mapToInt(TcpExtrasTest::millis)
            .filter(ms -> ms > 22_000 && ms < 1_899_000)
            .count();
    assertEquals(0, asleep);
    assertTrue(stage.segments.stream().mapToInt(TcpExtrasTest::millis).max().orElse(0) > 1_950_000);
    List<Attempt> woken = woken(stage);
    assertEquals(20, woken.size());
    assertTrue(woken.stream().allMatch(one -> one.within(10_000_000)));
    assertTrue(woken.stream().allMatch(one -> one.startNs() >= 1_900 * S));
  }

  private static List<Attempt> woken(Stage stage) {
    return stage.attempts.stream().filter(one -> one.kind() == Attempt.Kind.WAKE).toList();
  }

  @Test
  void shouldTellWhoDoesNotWakeUp() {
    LegitPlan.Extra extra =
        new LegitPlan.Extra(
            "sleeping-connections",
            Map.of("tenant", "T11", "role", "ssh", "port", 22, "count", 10, "wake", 100));
    Stage stage =
        new Stage(
            (batch, i, replies) -> {
              if (batch.timestampNs[i] - World.EPOCH_NS > 90 * S) {
                batch.verdict[i] = Verdict.DROP_CODE;
              }
            },
            View.SYMMETRIC,
            100_000);
    Setting setting = stage.setting(Profile.LAB, 300, extra);
    Extras.of(extra).install(setting, extra);
    setting.world().run(setting.endNs());
    assertEquals(10, woken(stage).size());
    assertTrue(woken(stage).stream().allMatch(one -> one.tookNs() < 0));
    assertTrue(woken(stage).stream().allMatch(one -> one.group().equals("wake")));
  }

  @Test
  void shouldProbeWhileAsleepWhenAsked() {
    Stage stage =
        play(
            1_000,
            "sleeping-connections",
            Map.of(
                "tenant",
                "T11",
                "role",
                "ssh",
                "port",
                22,
                "count",
                5,
                "wake",
                900,
                "keepalive",
                75));
    assertEquals(5, stage.flows.size());
    long probes =
        stage.segments.stream()
            .filter(one -> one.startsWith("in") && millis(one) > 60_000 && millis(one) < 899_000)
            .count();
    assertEquals(5 * 11, probes, 5);
  }

  @Test
  void shouldBringEveryKindOfOddConnectionToItsEnd() {
    Stage stage = play(60, "odd-tcp", Map.of("tenant", "T05", "per-second", 5));
    assertTrue(stage.flows.size() > 200);
    assertTrue(stage.flows.values().stream().noneMatch(one -> one.startsWith("died")));
    assertTrue(stage.count("out") > 0);
    assertTrue(stage.segments.stream().anyMatch(one -> one.matches("out .* S 0")), "crossing SYNs");
  }

  @Test
  void shouldResetEverybodyAfterAReboot() {
    Stage stage = play(90, "server-reboot", Map.of("tenant", "T05", "at", 30, "count", 50));
    assertEquals(50, stage.segments.stream().filter(one -> one.matches("in .* RA 0")).count());
    assertTrue(stage.flows.values().stream().allMatch("ended"::equals));
  }

  @Test
  void shouldUsePortsAgainAMinuteLater() {
    Stage stage =
        play(100, "cgn-rush", Map.of("addresses", 2, "per-second", 3, "at", 0, "hold", 90));
    Set<Integer> ports = new HashSet<>();
    int again = 0;
    for (int k = 0; k < stage.segments.size(); k++) {
      if (stage.segments.get(k).endsWith("pass S 0")) {
        byte[] frame = stage.frames.get(k);
        int key = (frame[29] & 0xff) << 16 | (frame[34] & 0xff) << 8 | frame[35] & 0xff;
        again += ports.add(key) ? 0 : 1;
      }
    }
    assertTrue(again > 20, "again " + again);
    assertTrue(stage.attempts.stream().allMatch(one -> one.group().equals("cgn-rush")));
    assertTrue(stage.attempts.stream().allMatch(one -> one.tookNs() > 0));
  }

  @Test
  void shouldBeSlowAndLosePatienceWhenAsked() {
    Stage stage = Stage.open();
    Map<String, Object> values = new HashMap<>(Map.of("tenant", "T02", "at", 0, "hold", 60));
    Setting setting = stage.setting(Profile.CI, 60, new LegitPlan.Extra("slow-web", values));
    LegitTraffic.named("WEB_TCP").install(setting, setting.plan().tenant("T02"));
    setting.world().run(60 * S);
    assertTrue(stage.segments.stream().anyMatch(one -> one.matches("in .* RA 0")), "who left");
    assertTrue(stage.attempts.stream().allMatch(one -> one.tookNs() > 0));
  }

  @Test
  void shouldMoveVisitorsToThePoolAsked() {
    Stage stage = Stage.open();
    Setting setting =
        stage.setting(
            Profile.CI,
            1,
            new LegitPlan.Extra("client-pool", Map.of("tenant", "T02", "percent", 40)));
    Visitors visitors = WebHours.of(setting, setting.plan().tenant("T02")).visitors();
    RandomStream random = new RandomStream(3);
    int mobile = 0;
    for (int k = 0; k < 10_000; k++) {
      long low = visitors.any(random).host().address().low();
      mobile += low >>> 8 == 0x0B2000 ? 1 : 0;
    }
    assertEquals(4_000, mobile, 200);
  }
}
