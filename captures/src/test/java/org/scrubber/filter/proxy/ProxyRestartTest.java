package org.scrubber.filter.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.filter.proxy.SynProxyTest.Pair;
import org.scrubber.io.ProxyFile;
import org.scrubber.table.ProxyTable;

/** Connections that outlive the process which opened them. */
class ProxyRestartTest {
  private static final int CAPACITY = 1 << 8;
  private static final long SEED = 7;

  @Test
  void shouldGoOnWithConnectionsOfTheProcessBefore(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("proxied");
    ProxyWorld world = new ProxyWorld(5);
    ProxyFile file = ProxyFile.open(path, CAPACITY, SEED);
    assertTrue(file.isFresh());
    world.restart(file.table());
    SynProxyTest.peace(world, Stack.LINUX);
    world.flood(1_000, 3_000);
    List<Pair> pairs = new ArrayList<>();
    for (int n = 0; n < 20; n++) {
      Pair pair =
          SynProxyTest.pair(
              world, SynProxyTest.ends(n % 2 == 1, n), Stack.LINUX, Stack.LINUX, 200_000);
      pairs.add(pair);
      world.atMs(2_000 + n, pair.client()::connect);
    }
    // In the middle of everything: some wait for their server, the others talk.
    world.run(2_036);
    file.close();
    ProxyFile again = ProxyFile.open(path, CAPACITY, SEED);
    assertFalse(again.isFresh());
    assertEquals(file.table().used(), again.table().used());
    assertTrue(again.table().used() > 5, "connections found again");
    world.restart(again.table());
    world.run(60_000);
    for (Pair pair : pairs) {
      pair.assertTalked();
    }
    again.close();
  }

  @Test
  void shouldBreakConnectionsWhoseStateIsGone() {
    // What makes the test above mean something.
    ProxyWorld world = new ProxyWorld(5);
    SynProxyTest.peace(world, Stack.LINUX);
    world.flood(1_000, 3_000);
    Pair pair =
        SynProxyTest.pair(world, SynProxyTest.ends(false, 1), Stack.LINUX, Stack.LINUX, 200_000);
    world.atMs(2_000, pair.client()::connect);
    world.run(2_100);
    world.restart(ProxyTable.inMemory(CAPACITY));
    // These ends are strict: a server that meets the stamps of its stand-in says so.
    assertThrows(AssertionError.class, () -> world.run(60_000));
    assertFalse(pair.client().isDone() && pair.server().isDone());
  }

  @Test
  void shouldCountIdleTimeOverRestarts(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("proxied");
    long hour = 3_600_000_000_000L;
    try (ProxyFile file = ProxyFile.open(path, CAPACITY, SEED)) {
      ProxyTable table = file.table();
      table.publish(table.enter(77, 0), 77, ProxyTable.OPEN, hour);
      table.tick(2 * hour);
    }
    try (ProxyFile file = ProxyFile.open(path, CAPACITY, SEED)) {
      // The packets' clock begins at 0 again; an hour of idleness has gone by.
      assertTrue(file.table().find(77, hour - 1) != 0);
      assertEquals(0, file.table().find(77, hour + hour / 10));
    }
  }

  @Test
  void shouldBeginAnewWithAnotherSeedOrSize(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("proxied");
    for (int round = 0; round < 3; round++) {
      int capacity = round == 2 ? CAPACITY / 2 : CAPACITY;
      try (ProxyFile file = ProxyFile.open(path, capacity, SEED + Math.min(round, 1))) {
        assertTrue(file.isFresh());
        assertEquals(0, file.table().used());
        file.table().publish(file.table().enter(77, 0), 77, ProxyTable.OPEN, 0);
        assertEquals(ProxyTable.bytes(capacity), Files.size(path));
      }
    }
  }

  @Test
  void shouldNotTouchAFileThatIsSomethingElse(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("notes");
    byte[] notes =
        "what somebody else has written, longer than a header of sixty-four bytes".getBytes(UTF_8);
    Files.write(path, notes);
    assertThrows(IOException.class, () -> ProxyFile.open(path, CAPACITY, SEED));
    assertArrayEquals(notes, Files.readAllBytes(path));
  }

  @Test
  void shouldNotShareAFile(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("proxied");
    try (ProxyFile file = ProxyFile.open(path, CAPACITY, SEED)) {
      assertTrue(file.isFresh());
      IOException refusal =
          assertThrows(IOException.class, () -> ProxyFile.open(path, CAPACITY, SEED));
      assertTrue(refusal.getMessage().endsWith("is in use by another scrubber"));
    }
  }
}
