package org.scrubber.filter.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.captures.packet.PacketBuilder.ethernet;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.TcpLayer;
import org.scrubber.policy.Challenge;
import org.scrubber.scene.Packets;
import org.scrubber.table.ProxyTable;

/** Clients that connect through the proxy, to servers that know nothing of it. */
class SynProxyTest {
  private static final long CONNECT_NS = 2_000_000_000L;

  /** To the scrubber and back: the server is not asked. */
  private static final long GREETED_NS = 20_000_000;

  /** The whole way, twice. */
  private static final long HANDSHAKE_NS = 21_000_000;

  /** A connection of a client with a server. */
  record Pair(TcpEnd client, TcpEnd server) {
    void assertTalked() {
      assertArrayEquals(client.toSay, server.heard.received.toByteArray());
      assertArrayEquals(server.toSay, client.heard.received.toByteArray());
      assertTrue(client.isDone() && server.isDone(), "both ended");
      assertTrue(client.peerEnded && server.peerEnded, "both saw the other's end");
      assertEquals(0, client.resets + server.resets);
      assertFalse(client.wasReset || server.wasReset);
    }
  }

  static Stack stack(String name) {
    return switch (name) {
      case "linux" -> Stack.LINUX;
      case "windows" -> Stack.WINDOWS;
      case "apple" -> Stack.APPLE;
      case "bare" -> Stack.BARE;
      default -> throw new AssertionError(name);
    };
  }

  static Endpoints ends(boolean v6, int n) {
    String client = v6 ? "2a02:9:%x::7".formatted(n + 1) : "11.99." + (n >> 8) + "." + (n & 255);
    return Endpoints.of(client, 40_000 + n, v6 ? ProxyWorld.SERVER_6 : ProxyWorld.SERVER, 443);
  }

  static Pair pair(ProxyWorld world, Endpoints ends, Stack client, Stack server, int bytes) {
    byte[] question = Packets.noise(ends.sourcePort(), bytes);
    byte[] answer = Packets.noise(ends.sourcePort() + 7, 2 * bytes);
    return new Pair(
        world.add("client", ends, client, false, question, true),
        world.add("server", ends.reversed(), server, true, answer, true));
  }

  /** Clients come in peace, so that both directions are seen and the servers' habits known. */
  static void peace(ProxyWorld world, Stack server) {
    for (int n = 0; n < 2; n++) {
      Pair early = pair(world, ends(n == 1, 900 + n), Stack.LINUX, server, 500);
      world.atMs(n * 50, early.client::connect);
    }
  }

  /** A world in which a flood is treated, and a client that is about to connect. */
  private static Pair flooded(ProxyWorld world, boolean v6, Stack client, Stack server, int bytes) {
    peace(world, server);
    world.flood(1_000, 6_000);
    Pair pair = pair(world, ends(v6, 1), client, server, bytes);
    world.atMs(2_000, pair.client::connect);
    return pair;
  }

  private static Pair flooded(ProxyWorld world) {
    return flooded(world, false, Stack.LINUX, Stack.LINUX, 4_000);
  }

  private static long tookNs(Pair pair) {
    return pair.client.openedNs - CONNECT_NS;
  }

  @ParameterizedTest
  @CsvSource({
    "linux, linux, false",
    "linux, windows, true",
    "windows, linux, true",
    "windows, windows, false",
    "apple, linux, false",
    "linux, bare, false",
    "bare, linux, true",
    "bare, bare, false"
  })
  void shouldCarryAConnectionBothWays(String client, String server, boolean v6) {
    ProxyWorld world = new ProxyWorld(5);
    Pair pair = flooded(world, v6, stack(client), stack(server), 40_000);
    world.run(12_000);
    pair.assertTalked();
    assertEquals(1, pair.server.synsSeen);
    assertEquals(GREETED_NS, tookNs(pair));
    // The server hears of it a way later than of a SYN of the client's own.
    assertEquals(31_500_000, pair.server.openedNs - CONNECT_NS);
    assertEquals(1, world.table.used());
  }

  @Test
  void shouldPromiseClientsWhatTheirServerKeeps() {
    ProxyWorld world = new ProxyWorld(5);
    flooded(world, false, Stack.LINUX, Stack.WINDOWS, 4_000);
    world.run(2_050);
    Wire.Options said = new Wire(greeting(world)).options();
    assertEquals(new Wire.Options(1_460, 7, true, false, 0, 0, List.of()), said);
    assertEquals(0, new Wire(greeting(world)).window());
    // Nothing is known of a server that has said nothing: the least is promised.
    ProxyWorld cold = new ProxyWorld(5);
    Pair other =
        pair(cold, Endpoints.of("11.9.9.9", 999, "198.18.0.77", 80), Stack.LINUX, Stack.LINUX, 10);
    cold.atMs(0, other.client()::connect);
    cold.flood(1_000, 4_000);
    Pair pair = pair(cold, ends(false, 1), Stack.LINUX, Stack.LINUX, 4_000);
    cold.atMs(2_000, pair.client::connect);
    cold.run(8_000);
    assertEquals(
        new Wire.Options(1_460, -1, false, false, 0, 0, List.of()),
        new Wire(greeting(cold)).options());
    pair.assertTalked();
  }

  /** Returns the SYN-ACK that the client of {@link #flooded} got. */
  private static byte[] greeting(ProxyWorld world) {
    String client = java.util.HexFormat.of().formatHex(ends(false, 1).source());
    return world.answers.stream()
        .filter(frame -> new Wire(frame).end(false).startsWith(client))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldDeliverTheSameBytesWhateverIsLostOrOvertaken(long seed) {
    ProxyWorld world = new ProxyWorld(seed);
    List<Stack> stacks = List.of(Stack.LINUX, Stack.WINDOWS, Stack.APPLE, Stack.BARE);
    Stack server = stacks.get((int) seed % 4);
    peace(world, server);
    world.flood(1_000, 10_000);
    world.atMs(
        1_500,
        () -> {
          world.loss = 0.12;
          world.jitterNs = 25_000_000;
        });
    List<Pair> pairs = new ArrayList<>();
    for (int n = 0; n < 60; n++) {
      Pair pair = pair(world, ends(n % 2 == 1, n), stacks.get(n / 2 % 4), server, 9_000 + n * 100);
      pairs.add(pair);
      world.atMs(2_000 + n * 100, pair.client::connect);
    }
    world.run(300_000);
    int proxied = 0;
    for (Pair pair : pairs) {
      boolean unserved = pair.client.wasReset && pair.server.openedNs < 0;
      if (pair.client.openedNs < 0 || unserved) {
        continue; // All SYNs were lost, or their answers: the client's, or those to its server.
      }
      assertArrayEquals(pair.client.toSay, pair.server.heard.received.toByteArray());
      assertArrayEquals(pair.server.toSay, pair.client.heard.received.toByteArray());
      assertFalse(pair.client.wasReset || pair.server.wasReset);
      proxied++;
    }
    int connected = proxied;
    assertTrue(connected > 50, () -> "of 60 connected " + connected);
    assertTrue(world.sentInside.size() > 60, () -> world.sentInside.size() + " frames to servers");
  }

  @Test
  void shouldSendTheSynAgainAndGiveUpAsAClientDoes() {
    ProxyWorld world = new ProxyWorld(5);
    Pair pair = flooded(world);
    pair.server.mute = true;
    world.run(12_000);
    assertEquals(3, pair.server.synsSeen);
    assertTrue(pair.client.wasReset, "the client is told");
    assertEquals(0, world.table.used());
    assertEquals(3, world.sentInside.size());
    assertArrayEquals(world.sentInside.get(0), world.sentInside.get(2));
  }

  @Test
  void shouldTellTheClientThatItsServerRefuses() {
    ProxyWorld world = new ProxyWorld(5);
    Pair pair = flooded(world);
    pair.server.state = TcpEnd.CLOSED;
    world.run(2_100);
    assertTrue(pair.client.wasReset, "refused");
    assertEquals(0, world.table.used());
  }

  @Test
  void shouldTellTheClientThatItsServerCannotBeReached() {
    ProxyWorld world = new ProxyWorld(5);
    Pair pair = flooded(world);
    pair.server.mute = true;
    world.atMs(
        2_100,
        () -> {
          byte[] syn = world.sentInside.getFirst();
          byte[] quoted = java.util.Arrays.copyOfRange(syn, 14, 42);
          world.cross(
              ethernet().ipv4("198.18.0.1", "11.99.0.1").icmp(3, 1).payload(quoted).build(), false);
        });
    world.run(2_200);
    assertTrue(pair.client.wasReset, "unreachable");
  }

  @Test
  void shouldEndWithTheConnectionAndServeTheSamePortsAgain() {
    ProxyWorld world = new ProxyWorld(5);
    Pair pair = flooded(world);
    world.run(3_000);
    pair.assertTalked();
    // The source has shown that it owns its address: its next connection is its own.
    Pair next = pair(world, ends(false, 1), Stack.LINUX, Stack.LINUX, 4_000);
    int sent = world.sentInside.size();
    world.atMs(4_000, next.client::connect);
    world.run(8_000);
    next.assertTalked();
    assertEquals(HANDSHAKE_NS, next.client.openedNs - 4_000_000_000L);
    assertEquals(sent, world.sentInside.size());
    assertEquals(0, world.table.used());
  }

  @Test
  void shouldForgetConnectionsThatWereReset() {
    ProxyWorld world = new ProxyWorld(5);
    Pair pair = flooded(world, false, Stack.LINUX, Stack.LINUX, 400_000);
    world.atMs(2_200, pair.client::reset);
    world.run(3_000);
    assertTrue(pair.server.wasReset, "the reset was translated");
    long hash = 0;
    assertEquals(1, world.table.used());
    for (long ms = 3_000; ms < 400_000; ms += 500) {
      world.table.tick(ms * 1_000_000);
    }
    assertEquals(hash, world.table.used());
  }

  @ParameterizedTest
  @EnumSource(Challenge.class)
  void shouldDoSoOnlyWhereThePolicySaysSo(Challenge rule) {
    ProxyWorld world = new ProxyWorld(5, rule);
    Pair pair = flooded(world);
    world.run(6_000);
    pair.assertTalked();
    assertEquals(rule == Challenge.PROXY ? 1 : 0, world.table.used(), rule.name());
  }

  @Test
  void shouldAskByRstWhereOneDirectionIsSeenOrNothingIsKnown() {
    ProxyWorld world = new ProxyWorld(5);
    world.oneWay = true;
    Pair pair = flooded(world);
    world.run(6_000);
    assertEquals(0, world.table.used());
    assertEquals(0, world.answers.size());
    pair.assertTalked();
  }

  @Test
  void shouldAskByRstWhenTheTableIsFull() {
    ProxyWorld world = new ProxyWorld(5);
    world.restart(ProxyTable.inMemory(4));
    for (int n = 1; n <= 4; n++) {
      long slot = world.table.enter(n, 0);
      world.table.publish(slot, n, ProxyTable.OPEN, 0);
    }
    Pair pair = flooded(world);
    world.run(6_000);
    pair.assertTalked();
    assertEquals(2 * HANDSHAKE_NS - 1_000_000, tookNs(pair));
    assertEquals(4, world.table.used());
  }

  @Test
  void shouldResetAClientForWhomThereIsNoRoomAnyMore() {
    ProxyWorld world = new ProxyWorld(5);
    world.restart(ProxyTable.inMemory(4));
    Pair pair = flooded(world);
    world.atMs(
        2_015,
        () -> {
          for (int n = 1; n <= 4; n++) {
            world.table.publish(world.table.enter(n, world.nowNs()), n, ProxyTable.OPEN, 0);
          }
        });
    world.run(6_000);
    assertTrue(pair.client.wasReset, "no room");
    assertEquals(1, world.table.refused);
  }

  @Test
  void shouldLeaveSignedConnectionsToTheirEnds() {
    ProxyWorld world = new ProxyWorld(5);
    peace(world, Stack.LINUX);
    world.flood(1_000, 6_000);
    world.run(2_000);
    TcpLayer signed = ends(false, 1).tcp(ethernet(), 50, 1, true).syn().seq(77);
    signed.options(1, 1, 19, 18).options(new int[16]);
    int before = world.answers.size();
    assertEquals(Verdict.CHALLENGE, world.cross(signed.build(), true).verdict());
    assertNotEquals(78, new Wire(world.answers.get(before)).ack());
  }

  @Test
  void shouldKnowItsNumbersForOneKeyAndTheNext() {
    for (long laterMs : new long[] {0, 4_200, 8_700}) {
      ProxyWorld world = new ProxyWorld(5);
      peace(world, Stack.LINUX);
      world.flood(1_000, 20_000);
      world.run(2_000);
      Endpoints ends = ends(false, 1);
      world.cross(ends.tcp(ethernet(), 50, 1, true).syn().seq(77).mss(1_460).build(), true);
      int number = new Wire(world.answers.getLast()).seq();
      world.run(2_000 + laterMs);
      TcpLayer ack = ends.tcp(ethernet(), 50, 2, true).seq(78).ack(number + 1L);
      ProxyWorld.Judged judged = world.cross(ack.build(), true);
      boolean good = laterMs < 8_600;
      assertEquals(good ? "syn-flood-proof" : "-", good ? judged.reason() : "-");
      assertEquals(good ? 1 : 0, world.sentInside.size(), laterMs + " ms");
    }
  }

  @Test
  void shouldBelieveNoOtherNumber() {
    ProxyWorld world = new ProxyWorld(5);
    peace(world, Stack.LINUX);
    world.flood(1_000, 6_000);
    world.run(2_000);
    Endpoints ends = ends(false, 1);
    world.cross(ends.tcp(ethernet(), 50, 1, true).syn().seq(77).mss(1_460).build(), true);
    int number = new Wire(world.answers.getLast()).seq();
    Endpoints other = ends(false, 2);
    List<TcpLayer> wrong = new ArrayList<>();
    for (int bit = 0; bit < 32; bit++) {
      wrong.add(ends.tcp(ethernet(), 50, 2, true).seq(78).ack((number ^ 1 << bit) + 1L));
    }
    wrong.add(ends.tcp(ethernet(), 50, 2, true).seq(79).ack(number + 1L));
    wrong.add(other.tcp(ethernet(), 50, 2, true).seq(78).ack(number + 1L));
    wrong.add(ends.tcp(ethernet(), 50, 2, true).seq(78).ack(number + 1L).rst());
    for (TcpLayer one : wrong) {
      assertNotEquals("syn-flood-proof", world.cross(one.build(), true).reason());
    }
    assertEquals(0, world.sentInside.size());
    assertEquals(0, world.table.used());
  }
}
