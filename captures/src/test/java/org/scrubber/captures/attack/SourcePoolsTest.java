package org.scrubber.captures.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.attack.tool.Nature;
import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.LiveFlow;
import org.scrubber.captures.world.LiveFlows;

class SourcePoolsTest {
  private static final long SERVER = Address.parse("198.18.0.10").low();
  private static final long CLIENT = Address.parse("11.0.7.200").low();

  private final LiveFlows live = new LiveFlows();
  private final Shot shot = new Shot(new RandomStream(7));

  private Sources sources(Object what, double skew, double zipf) {
    shot.nature = Nature.PLAIN;
    return SourcePools.of(Plan.standard(), live, what, skew, zipf, shot.random);
  }

  private Set<Long> drawn(Sources sources, int count) {
    Set<Long> seen = new HashSet<>();
    for (int k = 0; k < count; k++) {
      sources.pick(shot);
      seen.add(shot.sourceLow);
    }
    return seen;
  }

  @Test
  void shouldTakeOnlyAsManyMembersAsAsked() {
    assertEquals(2_000, drawn(sources("BOT257K:2000", 0, 0), 60_000).size());
    assertEquals(600, drawn(sources("BOT257K:2000-2600", 0, 0), 20_000).size());
    assertEquals(512, drawn(sources("RSLV", 0, 0), 20_000).size());
    assertEquals(1_030, drawn(sources(List.of("RSLV", "CDN:518"), 0, 0), 40_000).size());
  }

  @Test
  void shouldPreferSomeMembersWhenSkewed() {
    assertTrue(mostFrequent(sources("BOT257K:2000", 1.5, 0)) > 100);
    assertTrue(mostFrequent(sources("RSLV", 0, 0.9)) > 2_000);
    assertTrue(mostFrequent(sources("BOT257K:2000", 0, 0)) < 40);
  }

  private int mostFrequent(Sources sources) {
    Map<Long, Integer> counts = new HashMap<>();
    int most = 0;
    for (int k = 0; k < 20_000; k++) {
      sources.pick(shot);
      most = Math.max(most, counts.merge(shot.sourceLow, 1, Integer::sum));
    }
    return most;
  }

  @Test
  void shouldNeverClaimReservedSpaceWhenRouted() {
    for (long source : drawn(sources("RANDV4", 0, 0), 20_000)) {
      assertFalse(Reserved.contains(source));
    }
    for (long source : drawn(sources("BOGONS", 0, 0), 20_000)) {
      assertTrue(Reserved.contains(source), Address.v4(source).toString());
    }
    long reserved = 0;
    for (long source = 0; source < 1L << 32; source += 0x1_0000) {
      reserved += Reserved.contains(source) ? 1 : 0;
    }
    assertEquals(0.138, reserved / 65_536.0, 0.001);
  }

  @Test
  void shouldDrawSubscribersFromBothNetworks() {
    int second = 0;
    for (long source : drawn(sources(List.of("BE1", "BE2"), 0, 0), 10_000)) {
      assertEquals(11, source >>> 24);
      assertTrue(source >>> 16 < 0x0b20);
      second += source >>> 16 >= 0x0b10 ? 1 : 0;
    }
    assertEquals(5_000, second, 300);
  }

  @Test
  void shouldNameWhatItCannotFind() {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> sources("BOTS", 0, 0));
    assertTrue(error.getMessage().contains("BOTS"));
  }

  @Test
  void shouldStandBesideALiveClient() {
    live.add(flow(true));
    live.add(flow(false));
    Sources neighbours = sources("NEIGHBOURS", 0, 0);
    shot.targetLow = SERVER;
    int itself = 0;
    for (int k = 0; k < 20_000; k++) {
      shot.nature = Nature.PLAIN;
      neighbours.pick(shot);
      assertEquals(CLIENT >>> 8, shot.sourceLow >>> 8);
      assertEquals(shot.sourceLow == CLIENT, shot.nature == Nature.AMBIGUOUS);
      assertTrue(shot.live.isAlive());
      itself += shot.nature == Nature.AMBIGUOUS ? 1 : 0;
    }
    assertEquals(20, itself, 15);
  }

  @Test
  void shouldTakeAnySubscriberWhenNobodyIsConnected() {
    live.add(flow(false));
    Sources neighbours = sources("NEIGHBOURS", 0, 0);
    shot.targetLow = SERVER;
    neighbours.pick(shot);
    assertEquals(11, shot.sourceLow >>> 24);
    assertEquals(null, shot.live);
  }

  private static LiveFlow flow(boolean alive) {
    return new LiveFlow() {
      @Override
      public boolean isAlive() {
        return alive;
      }

      @Override
      public Address client() {
        return Address.v4(CLIENT);
      }

      @Override
      public int clientPort() {
        return 50_000;
      }

      @Override
      public Address server() {
        return Address.v4(SERVER);
      }

      @Override
      public int clientSequence() {
        return 1;
      }

      @Override
      public int serverSequence() {
        return 2;
      }
    };
  }
}
