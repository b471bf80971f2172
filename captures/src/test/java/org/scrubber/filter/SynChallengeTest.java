package org.scrubber.filter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.captures.packet.PacketBuilder.ethernet;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.VISITOR;
import static org.scrubber.scene.Packets.port;
import static org.scrubber.scene.Packets.source;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.Fingerprints;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.policy.Challenge;
import org.scrubber.policy.ThresholdKey;
import org.scrubber.scene.Live;
import org.scrubber.scene.LiveClient;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Scene;

/** Clients that react, and floods that do not. */
class SynChallengeTest {
  private static final String UNPROVEN = "syn-flood-unproven-source";
  private static final String SIGNATURE = "syn-flood-signature";
  private static final String PROOF = "syn-flood-proof";

  /** A handshake takes two ways of 10 ms and twice 0.5 ms inside. */
  private static final long HANDSHAKE_MS = 21;

  private static final List<String> STACKS = List.of("linux", "windows", "apple", "bare");

  private static Scene scene() {
    return Scene.protecting("198.18.0.0/24", "2001:db8:5::/48").limit(ThresholdKey.SYN_PPS, 100);
  }

  private static PacketBuilder syn(String stack, String from, int fromPort, int n) {
    return syn(ethernet(), stack, Endpoints.of(from, fromPort, HOST, 443), n);
  }

  private static PacketBuilder syn(PacketBuilder link, String stack, Endpoints ends, int n) {
    return switch (stack) {
      case "linux" -> Fingerprints.linuxSyn(link, ends, 54, n, n * 77_777, n);
      case "windows" -> Fingerprints.windowsSyn(link, ends, 118, n, n * 77_777);
      case "apple" -> Fingerprints.appleSyn(link, ends, 54, n * 77_777, n);
      case "bare" -> Fingerprints.bareSyn(link, ends, 240, n, n * 77_777, 2_048 + n % 6_145);
      case "hping3" -> Fingerprints.hping3Syn(link, ends, 54, n, n * 77_777, n * 3 + 1);
      case "mirai" -> Fingerprints.miraiSyn(link, ends, 54, n, n * 77_777, 1_400, n);
      case "padded" -> Fingerprints.windowsSyn(link, ends, 118, n, n * 77_777).payload(900, 0x41);
      default -> throw new AssertionError(stack);
    };
  }

  /** Sends 4,000 spoofed SYNs a second. */
  private static Scene flooded(Scene scene, long fromMs, long toMs, String... looks) {
    int count = (int) (toMs - fromMs) * 4;
    return scene
        .at(fromMs)
        .every(250)
        .send(count, "flood", n -> syn(looks[n % looks.length], source(n), port(n), n * 13 + 1));
  }

  /** Adds clients of all stacks, 20 a second. */
  private static List<LiveClient> clients(Live live, String label, long fromMs, long toMs) {
    List<LiveClient> clients = new ArrayList<>();
    for (long ms = fromMs; ms < toMs; ms += 50) {
      int n = (int) ms * 31;
      String stack = STACKS.get((int) (ms / 50 % STACKS.size()));
      PacketBuilder syn = syn(stack, source(1_000_000 + n), 10_000 + n % 50_000, n);
      clients.add(live.client(new LiveClient(label, ms, syn)));
    }
    return clients;
  }

  /** Adds clients of all stacks, one every 15 ms, who make the scrubber know what connects. */
  private static void crowd(Live live, long fromMs, int count) {
    for (int n = 0; n < count; n++) {
      String stack = STACKS.get(n % STACKS.size());
      PacketBuilder syn = syn(stack, source(2_000_000 + n), 20_000, n + 1);
      live.client(new LiveClient("crowd", fromMs + n * 15L, syn));
    }
  }

  private static void assertConnected(List<LiveClient> clients, long withinMs) {
    for (LiveClient client : clients) {
      long ms = client.connectedAfterMs();
      assertTrue(ms >= HANDSHAKE_MS && ms <= withinMs, () -> "connected after " + ms + " ms");
      assertEquals(1, client.synsArrived(), "SYNs at the server");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hping3", "mirai", "padded"})
  void shouldNotDelayClientsThatLookUnlikeTheFlood(String tool) {
    Live live = flooded(scene(), 2_000, 10_000, tool).live();
    crowd(live, 0, 100);
    List<LiveClient> during = clients(live, "client", 2_100, 10_000);
    Outcome outcome = live.run();
    assertConnected(during, HANDSHAKE_MS);
    outcome.of("client").passes();
    outcome.of("flood").between(2_100, 5_000).isChallenged(UNPROVEN);
    outcome.of("flood").between(5_200, 10_000).isDropped(SIGNATURE);
  }

  @Test
  void shouldNotDelayAnybodyFromAColdStart() {
    Live live = flooded(scene(), 0, 8_000, "hping3").live();
    List<LiveClient> during = clients(live, "client", 200, 8_000);
    live.run();
    assertConnected(during, HANDSHAKE_MS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"linux", "windows", "apple"})
  void shouldNeverDropTheLookOfARealStack(String stack) {
    for (boolean oneWay : new boolean[] {false, true}) {
      for (boolean cold : new boolean[] {false, true}) {
        Live live = flooded(scene(), 2_000, 12_000, stack).live();
        live = oneWay ? live.seeingOneDirection() : live;
        if (!cold) {
          crowd(live, 0, 100);
        }
        List<LiveClient> during = clients(live, "client", 2_300, 11_000);
        Outcome outcome = live.run();
        assertConnected(during, oneWay ? 1_000 + HANDSHAKE_MS : 2 * HANDSHAKE_MS);
        assertEquals(
            0,
            outcome.packets().stream().filter(packet -> packet.reason().equals(SIGNATURE)).count());
      }
    }
  }

  @Test
  void shouldDropNoLookBeforeItHasSeenWhatConnects() {
    Live live = flooded(scene(), 1_000, 12_000, "linux").live();
    live.client(new LiveClient("windows", 0, syn("windows", VISITOR, 40_000, 3)));
    PacketBuilder first = syn("linux", "11.77.3.1", 40_000, 4);
    LiveClient late = live.client(new LiveClient("late", 9_000, first));
    live.run();
    assertConnected(List.of(late), 2 * HANDSHAKE_MS);
  }

  @Test
  void shouldBelieveALookThatShowsThatItConnects() {
    Live live = flooded(scene(), 2_000, 20_000, "linux").live();
    // Nobody but the attacker has used Linux so far.
    for (int n = 0; n < 100; n++) {
      PacketBuilder syn = syn("windows", source(2_000_000 + n), 20_000, n + 1);
      live.client(new LiveClient("crowd", n * 15L, syn));
    }
    PacketBuilder first = syn("linux", "11.77.3.1", 40_000, 4);
    LiveClient late = live.client(new LiveClient("first", 9_000, first));
    PacketBuilder second = syn("linux", "11.77.3.2", 40_000, 4);
    LiveClient later = live.client(new LiveClient("second", 13_000, second));
    Outcome outcome = live.run();
    outcome.of("flood").between(6_000, 9_000).isDropped(SIGNATURE);
    assertEquals(3_000 + HANDSHAKE_MS, late.connectedAfterMs());
    assertConnected(List.of(later), 2 * HANDSHAKE_MS);
  }

  @Test
  void shouldCostARoundTripWhenTheFloodLooksLikeEverybody() {
    String[] all = STACKS.toArray(String[]::new);
    Live live = flooded(scene(), 2_000, 10_000, all).live();
    clients(live, "before", 0, 1_000);
    List<LiveClient> during = clients(live, "client", 2_200, 10_000);
    Outcome outcome = live.run();
    assertConnected(during, 2 * HANDSHAKE_MS);
    outcome.of("flood").between(2_200, 10_000).isChallenged(UNPROVEN);
    assertEquals(during.size(), live.released.size());
    long proofs =
        outcome.packets().stream().filter(packet -> packet.reason().equals(PROOF)).count();
    assertEquals(during.size(), proofs);
  }

  @Test
  void shouldLetKnownClientsPassUntouchedWhateverTheFloodLooksLike() {
    String[] all = STACKS.toArray(String[]::new);
    Live live = flooded(scene(), 2_000, 8_000, all).live();
    List<LiveClient> again = new ArrayList<>();
    for (int n = 0; n < 100; n++) {
      String stack = STACKS.get(n % STACKS.size());
      live.client(new LiveClient("first", n * 10, syn(stack, source(n), 40_000, n)));
      PacketBuilder second = syn(stack, source(n), 40_100 + n, n + 500);
      again.add(live.client(new LiveClient("again", 2_000 + n * 55, second)));
    }
    Outcome outcome = live.run();
    assertConnected(again, HANDSHAKE_MS);
    outcome.of("again").passes();
  }

  @Test
  void shouldDropWhatBotsSendFromAddressesThatTheyShareWithUsers() {
    Scene scene = scene();
    // One address: a user's browser, and a bot that sends 100 SYNs a second of an attack tool.
    scene.at(2_000).every(10_000).send(800, "bot", n -> syn("mirai", VISITOR, port(n), n + 1));
    Live live = flooded(scene, 2_000, 10_000, "mirai").live();
    live.client(new LiveClient("user", 100, syn("linux", VISITOR, 40_000, 3)));
    crowd(live, 200, 100);
    List<LiveClient> users = new ArrayList<>();
    for (int n = 0; n < 70; n++) {
      PacketBuilder syn = syn("apple", VISITOR, 41_000 + n, n + 9);
      users.add(live.client(new LiveClient("user", 2_500 + n * 100, syn)));
    }
    Outcome outcome = live.run();
    outcome.of("bot").between(2_100, 5_000).isChallenged(UNPROVEN);
    outcome.of("bot").between(5_200, 10_000).isDropped(SIGNATURE);
    assertConnected(users, 2 * HANDSHAKE_MS);
  }

  @Test
  void shouldNeitherOpenNorCloseTheDoorForABotBehindASharedAddress() {
    Scene scene = scene();
    // Nothing in its looks tells the bot's 500 SYNs a second from those of its neighbours.
    scene
        .at(2_000)
        .every(2_000)
        .send(4_000, "bot", n -> syn("linux", VISITOR, 1_025 + n * 134 % 64_000, n + 1));
    Live live = flooded(scene, 2_000, 10_000, STACKS.toArray(String[]::new)).live();
    List<LiveClient> users = new ArrayList<>();
    for (int n = 0; n < 160; n++) {
      PacketBuilder syn = syn("linux", VISITOR, 30_000 + n / 10 * 1_024 + n % 10 * 2, n + 70_000);
      users.add(live.client(new LiveClient("user", n * 60, syn)));
    }
    Outcome outcome = live.run();
    assertConnected(users, 2 * HANDSHAKE_MS);
    long passed = outcome.of("bot").passed();
    assertTrue(passed <= 4_000 / 4, () -> "of 4,000 passed " + passed);
  }

  @Test
  void shouldLetClientsBehindStrictFirewallsInByTheirRetransmission() {
    String[] all = STACKS.toArray(String[]::new);
    Live live = flooded(scene(), 1_000, 9_000, all).live().behindStrictFirewalls();
    List<LiveClient> during = clients(live, "client", 1_200, 6_000);
    live.run();
    for (LiveClient client : during) {
      assertEquals(1_000 + HANDSHAKE_MS, client.connectedAfterMs());
    }
  }

  @Test
  void shouldSendNothingWhereOneDirectionIsSeenUnlessToldTo() {
    for (Challenge rule : Challenge.values()) {
      String[] all = STACKS.toArray(String[]::new);
      Scene scene = flooded(scene().challenging(rule), 1_000, 7_000, all);
      Live live = scene.live().seeingOneDirection();
      List<LiveClient> during = clients(live, "client", 1_200, 4_000);
      live.run();
      assertEquals(rule == Challenge.ALWAYS, !live.challenges.isEmpty(), rule.name());
      long within = rule == Challenge.ALWAYS ? 2 * HANDSHAKE_MS : 1_000 + HANDSHAKE_MS;
      assertConnected(during, within);
    }
  }

  @Test
  void shouldKnowClientsOfWhichOneDirectionWasSeenInPeace() {
    Live live = flooded(scene(), 2_000, 6_000, "linux", "windows", "apple").live();
    live.seeingOneDirection();
    live.client(new LiveClient("first", 500, syn("linux", VISITOR, 40_000, 5)));
    PacketBuilder second = syn("linux", VISITOR, 40_001, 6);
    LiveClient again = live.client(new LiveClient("again", 4_000, second));
    live.run();
    assertConnected(List.of(again), HANDSHAKE_MS);
  }

  @Test
  void shouldSendNothingForAnObjectThatMonitorsOrForbidsIt() {
    Live monitoring = flooded(scene().monitoring(), 1_000, 2_000, "linux").live();
    clients(monitoring, "client", 0, 3_000);
    monitoring.run();
    assertEquals(0, monitoring.challenges.size());
    Live silent = flooded(scene().challenging(Challenge.OFF), 1_000, 2_000, "linux").live();
    clients(silent, "client", 0, 3_000);
    silent.run();
    assertEquals(0, silent.challenges.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.", "0.1.", "240.0.", "239.1.", "10.0."})
  void shouldAnswerNoSourceThatCannotBe(String prefix) {
    Scene scene = scene().at(1_000).every(250);
    scene.send(2_000, "flood", n -> syn("linux", prefix + n % 250 + ".7", port(n), n + 1));
    Live live = scene.live();
    clients(live, "client", 0, 900);
    Outcome outcome = live.run();
    outcome.of("flood").after(200).isChallenged(UNPROVEN);
    // Where no border is named, somebody may have a private address.
    assertEquals(prefix.equals("10.0."), !live.challenges.isEmpty());
  }

  /** As {@code top} says: more packets are held back than challenges are sent. */
  @Test
  void shouldHoldBackSourcesThatCannotBeWithoutAChallenge() {
    Scene scene = scene().at(1_000).every(250);
    scene.send(
        8_000,
        "flood",
        n -> {
          String from = n % 4 == 0 ? "240.0." + n % 250 + ".7" : source(n);
          return syn("linux", from, port(n), n + 1);
        });
    Live live = scene.live();
    clients(live, "client", 0, 900);
    Outcome outcome = live.run();
    outcome.of("flood").after(200).isChallenged(UNPROVEN);
    long held =
        outcome.packets().stream().filter(packet -> packet.reason().equals(UNPROVEN)).count();
    long sent = outcome.mitigations().get(0).ledger.challengesSent;
    assertEquals(0.75, (double) sent / held, 0.01, () -> sent + " of " + held);
  }

  @Test
  void shouldAnswerEachChallengedPacketOnceAndNeverWithMore() {
    Live live = flooded(scene(), 1_000, 3_000, STACKS.toArray(String[]::new)).live();
    clients(live, "client", 0, 3_000);
    Outcome outcome = live.run();
    long challenged =
        outcome.packets().stream().filter(packet -> packet.reason().equals(UNPROVEN)).count();
    assertEquals(challenged, live.challenges.size());
    live.challenges.forEach(frame -> assertEquals(54, frame.length));
    long sent = outcome.mitigations().get(0).ledger.challengesSent;
    assertEquals(challenged, sent);
    assertEquals(live.released.size(), outcome.mitigations().get(0).ledger.synsReleased);
  }

  @Test
  void shouldReleaseTheVerySynThatTheClientSent() {
    for (String stack : STACKS) {
      for (boolean v6 : new boolean[] {false, true}) {
        String server = v6 ? "2001:db8:5::80" : HOST;
        String client = v6 ? "2a02:1234::77" : VISITOR;
        Scene scene = scene().at(1_000).every(250);
        for (int n = 0; n < 4_000; n++) {
          String from = v6 ? "2a02:%x:%x::1".formatted(n & 0xfff, n * 7 & 0xffff) : source(n);
          scene.send("flood", syn(ethernet(), stack, Endpoints.of(from, 4_000, server, 443), n));
        }
        Live live = scene.live();
        PacketBuilder early = syn(ethernet(), stack, Endpoints.of(client, 900, server, 443), 7);
        live.client(new LiveClient("early", 0, early)); // So that both directions are seen.
        String other = v6 ? "2a02:9999::77" : "11.99.3.1";
        Endpoints ends = Endpoints.of(other, 44_000, server, 443);
        byte[] syn = syn(ethernet(), stack, ends, 4_711).build();
        live.client(new LiveClient("c", 1_005, syn(ethernet(), stack, ends, 4_711)));
        live.run();
        assertEquals(1, live.released.size(), stack + v6);
        assertArrayEquals(syn, live.released.getFirst(), stack + v6);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64, 256})
  void shouldJudgeARecordingOfChallengesAndAnswersAlike(int batch) {
    Scene scene = flooded(scene(), 2_000, 6_000, STACKS.toArray(String[]::new));
    Live live = scene.live();
    clients(live, "client", 0, 6_000);
    List<Outcome.Judged> judged = live.run().packets();
    List<Outcome.Judged> again = scene.replaying(live).batchesOf(batch).run().packets();
    assertEquals(judged, again);
    assertTrue(judged.stream().anyMatch(packet -> packet.reason().equals(PROOF)));
  }

  @Test
  void shouldKeepAFloodThatRetransmitsWithinTheThreshold() {
    Scene scene = scene();
    for (int again = 0; again < 4; again++) {
      scene.at(1_000 + again * 1_000L).every(1_000);
      scene.send(1_000, "flood", n -> syn("linux", source(n), port(n), n + 1));
    }
    Live live = scene.live();
    clients(live, "client", 0, 900);
    Outcome outcome = live.run();
    long passed = outcome.of("flood").after(1_000).passed();
    assertTrue(passed <= 3 * 100 + 2 * 50, () -> passed + " passed");
  }

  @Test
  void shouldLetAProvenClientUseItsPortsAgain() {
    Live live = flooded(scene(), 2_000, 6_000, "linux", "windows").live();
    LiveClient client = new LiveClient("client", 500, syn("linux", VISITOR, 40_000, 5));
    live.client(client);
    Outcome first = live.run();
    first.of("client").passes();
    Scene scene = flooded(scene(), 2_000, 6_000, "linux", "windows");
    scene.at(4_000).send("reuse", syn("linux", VISITOR, 40_000, 500_000));
    Live again = scene.live();
    again.client(new LiveClient("client", 500, syn("linux", VISITOR, 40_000, 5)));
    again.run().of("reuse").passes();
  }
}
