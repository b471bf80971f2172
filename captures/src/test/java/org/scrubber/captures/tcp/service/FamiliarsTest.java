package org.scrubber.captures.tcp.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.random.RandomStream;

class FamiliarsTest {
  private static final long SECOND_NS = 1_000_000_000L;

  private final RandomStream random = new RandomStream(7);
  private final Visitors all = Visitors.usual(Plan.standard(), 0);

  /** Returns of 2,000 connections, two a second, how many come from addresses not seen before. */
  private int newcomers(Familiars familiars, int percent, Map<Address, Integer> connections) {
    Set<Address> met = new HashSet<>();
    int count = 0;
    for (int n = 0; n < 4_000; n++) {
      Visitors.Visitor one = familiars.next(all, random, n * SECOND_NS / 2, percent);
      boolean first = met.add(one.host().address());
      count += first && n >= 2_000 ? 1 : 0;
      connections.merge(one.host().address(), 1, Integer::sum);
    }
    return count;
  }

  @Test
  void shouldLetThreeOfFourConnectionsComeFromThoseWhoWereThere() {
    int count = newcomers(new Familiars(), Familiars.USUAL_NEWCOMERS, new HashMap<>());
    assertTrue(count > 350 && count < 550, "of 2,000 came for the first time: " + count);
  }

  @Test
  void shouldLetOnlyNewcomersComeWhereAScenarioAsksForThem() {
    int count = newcomers(new Familiars(), 100, new HashMap<>());
    assertTrue(count > 1_600, "of 2,000 came for the first time: " + count);
  }

  @Test
  void shouldLetNobodyBeEverybody() {
    Map<Address, Integer> connections = new HashMap<>();
    newcomers(new Familiars(), Familiars.USUAL_NEWCOMERS, connections);
    int most = connections.values().stream().mapToInt(count -> count).max().orElseThrow();
    assertTrue(most < 400, "one visitor's share of 4,000 connections: " + most);
  }

  @Test
  void shouldComeAgainFromAnotherPortOfTheSameBlock() {
    for (int n = 0; n < 1_000; n++) {
      Visitors.Visitor one = all.any(random);
      Visitors.Visitor again = one.again(random);
      assertEquals(one.host(), again.host());
      assertNotEquals(one.port(), again.port());
      assertEquals(one.port() / one.ports(), again.port() / one.ports());
      assertTrue(again.port() >= 1_024 && again.port() <= 65_535, "port " + again.port());
    }
  }
}
