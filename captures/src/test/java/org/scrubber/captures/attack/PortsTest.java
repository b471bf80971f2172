package org.scrubber.captures.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.random.RandomStream;

class PortsTest {
  private final Shot shot = new Shot(new RandomStream(5));

  private Set<Integer> picked(Ports ports, int count) {
    Set<Integer> picked = new HashSet<>();
    for (int k = 0; k < count; k++) {
      picked.add(ports.pick(shot));
    }
    return picked;
  }

  @Test
  void shouldReadNumbersAndRanges() {
    assertEquals(Set.of(443), picked(Ports.of(443), 10));
    assertEquals(Set.of(5, 6, 7), picked(Ports.of("5-7"), 200));
    assertThrows(IllegalArgumentException.class, () -> Ports.of(70_000));
  }

  @Test
  void shouldKeepThePortOfASource() {
    Ports ports = Ports.of("per-source");
    shot.sourceLow = 1;
    int first = ports.pick(shot);
    assertEquals(first, ports.pick(shot));
    shot.sourceLow = 2;
    assertNotEquals(first, ports.pick(shot));
  }

  @Test
  void shouldHitOtherPortsInTheNextSecond() {
    Ports ports = Ports.of("new-each-second:100");
    Set<Integer> first = picked(ports, 5_000);
    shot.nowNs = 1_000_000_000L;
    Set<Integer> second = picked(ports, 5_000);
    assertTrue(first.size() > 95 && first.size() <= 100, "ports: " + first.size());
    second.retainAll(first);
    assertTrue(second.size() < 10, "the same: " + second.size());
  }

  @Test
  void shouldWeighChoices() {
    Map<Object, Object> weights = new LinkedHashMap<>();
    weights.put(80, 60);
    weights.put(443, 20);
    weights.put("1024-65535", 20);
    Ports ports = Ports.of(weights);
    int web = 0;
    for (int k = 0; k < 10_000; k++) {
      web += ports.pick(shot) == 80 ? 1 : 0;
    }
    assertEquals(6_000, web, 200);
  }
}
