package org.scrubber.captures.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.random.RandomStream;

class PoolTest {
  private final Plan plan = Plan.standard();

  @Test
  void shouldGiveEveryMemberItsOwnAddress() {
    Pool pool = plan.pool("NTPS");
    Set<Address> seen = new HashSet<>();
    for (long i = 0; i < pool.size(); i++) {
      seen.add(pool.at(i));
    }
    assertEquals(1_500, seen.size());
  }

  @Test
  void shouldStayWithinItsPrefixes() {
    Pool pool = plan.pool("BOT257K");
    for (long i = 0; i < pool.size(); i += 97) {
      long first = pool.at(i).low() >>> 24;
      assertTrue(List.of(22L, 26L, 28L, 29L).contains(first), pool.at(i).toString());
    }
  }

  @Test
  void shouldUseAllPrefixesOfPool() {
    Pool pool = plan.pool("BOT257K");
    Set<Long> used = new HashSet<>();
    for (long i = 0; i < 1_000; i++) {
      used.add(pool.at(i).low() >>> 24);
    }
    assertEquals(4, used.size());
  }

  @Test
  void shouldSpreadIpv6MembersOverDistinctNetworks() {
    Pool pool = plan.pool("EU-6");
    Set<Long> networks = new HashSet<>();
    for (long i = 0; i < 10_000; i++) {
      Address one = pool.at(i);
      assertEquals(0x2a000003L, one.high() >>> 32, one.toString());
      networks.add(one.high());
    }
    assertEquals(10_000, networks.size());
  }

  @Test
  void shouldDrawEveryMemberOfSmallPool() {
    Pool pool = plan.pool("CGN");
    RandomStream random = new RandomStream(7);
    Set<Address> drawn = new HashSet<>();
    for (int n = 0; n < 10_000; n++) {
      drawn.add(pool.any(random));
    }
    assertEquals(256, drawn.size());
  }
}
