package org.scrubber.filter.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.TcpLayer;
import org.scrubber.filter.proxy.TcpEnd.Stack;
import org.scrubber.scene.Packets;

/** Clients that connect through the proxy, to servers that know nothing of it. */
class SynProxyTest {
  private static final long HANDSHAKE_NS = 21_000_000;

  /** A connection of a client with a server. */
  record Pair(TcpEnd client, TcpEnd server) {}

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

  /** A client comes in peace, so that both directions are seen and the server's habits known. */
  static void peace(ProxyWorld world, Stack server) {
    for (int n = 0; n < 2; n++) {
      Pair early = pair(world, ends(n == 1, 900 + n), Stack.LINUX, server, 500);
      world.atMs(n * 50, early.client::connect);
    }
  }

  static void assertTalked(Pair pair) {
    assertArrayEquals(said(pair.client), pair.server.received.toByteArray());
    assertArrayEquals(said(pair.server), pair.client.received.toByteArray());
    assertTrue(pair.client.isDone() && pair.server.isDone(), "both ended");
    assertTrue(pair.client.peerEnded && pair.server.peerEnded, "both saw the other's end");
    assertEquals(0, pair.client.resets + pair.server.resets);
  }

  private static byte[] said(TcpEnd end) {
    return end.says();
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
    peace(world, stack(server));
    world.flood(1_000, 6_000);
    Pair pair = pair(world, ends(v6, 1), stack(client), stack(server), 40_000);
    world.atMs(2_000, pair.client::connect);
    world.run(12_000);
    assertTalked(pair);
    assertTrue(pair.client.iss != 0 && pair.server.synsSeen == 1, "one SYN");
    assertEquals(HANDSHAKE_NS - 1_000_000, pair.client.openedNs - 2_000_000_000L);
    // The server hears of it two ways later.
    assertEquals(31_500_000, pair.server.openedNs - 2_000_000_000L);
    assertTrue(world.table.used() >= 1, "translated");
  }
}
