package org.scrubber.captures.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.random.RandomStream;

class TargetsTest {
  private final Shot shot = new Shot(new RandomStream(3));

  private static Targets targets(Object what) {
    return Targets.of(Plan.standard(), what, 0);
  }

  private int hit(Targets targets, int shots) {
    Set<Long> hit = new HashSet<>();
    for (int k = 0; k < shots; k++) {
      targets.pick(shot);
      hit.add(shot.targetLow);
    }
    return hit.size();
  }

  @Test
  void shouldReadAddressesRangesAndPrefixes() {
    assertEquals(1, targets("198.18.0.10").hosts().size());
    assertEquals(16, targets("198.18.32.1-198.18.32.16").hosts().size());
    assertEquals(8_192, targets("198.18.32.0/19").hosts().size());
    assertEquals(5_632, targets("198.18.200.0-198.18.221.255").hosts().size());
    assertEquals(2, targets(List.of("198.18.0.10", "198.18.10.3")).hosts().size());
  }

  @Test
  void shouldKnowWhoseHostItHits() {
    targets("198.18.65.10").pick(shot);
    assertEquals(Plan.standard().tenant("T06").number(), shot.tenant);
    assertTrue(shot.isV4);
    targets("2001:db8:6::10").pick(shot);
    assertEquals(Plan.standard().tenant("T06").number(), shot.tenant);
    assertEquals(0x20010db80006_0000L, shot.targetHigh);
  }

  @Test
  void shouldTakeOneTargetAPulse() {
    Targets rotating = targets(Map.of("rotate", List.of("198.18.0.10", "198.18.4.10")));
    shot.pulse = 0;
    assertEquals(1, hit(rotating, 100));
    assertEquals(Address.parse("198.18.0.10").low(), shot.targetLow);
    shot.pulse = 3;
    assertEquals(1, hit(rotating, 100));
    assertEquals(Address.parse("198.18.4.10").low(), shot.targetLow);
  }

  @Test
  void shouldWalkOverEverMoreHosts() {
    Map<String, Object> walk =
        Map.of("walk", "198.18.32.0/19", "first", 100, "last", 1813, "subnets", 8);
    Targets walking = targets(walk);
    Set<Long> subnets = new HashSet<>();
    walking.hosts().forEach(host -> subnets.add(host.low() >>> 8));
    assertEquals(8, subnets.size());
    assertEquals(1_813, new HashSet<>(walking.hosts()).size());
    shot.progress = 0;
    assertEquals(100, hit(walking, 5_000));
    shot.progress = 0.999;
    assertTrue(hit(walking, 50_000) > 1_800);
  }

  @Test
  void shouldPreferTheFirstServers() {
    Targets servers = targets(Map.of("hosts-of", List.of("T01", "T12"), "zipf", 1));
    long first = servers.hosts().getFirst().low();
    int count = 0;
    for (int k = 0; k < 10_000; k++) {
      servers.pick(shot);
      count += shot.targetLow == first ? 1 : 0;
    }
    assertTrue(count > 2_500, "hits: " + count);
  }
}
