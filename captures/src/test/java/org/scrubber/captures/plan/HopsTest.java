package org.scrubber.captures.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HopsTest {
  @Test
  void shouldShowOneTimeToLivePerSource() {
    Address source = Address.parse("11.0.5.6");
    assertEquals(Hops.ttl(64, source), Hops.ttl(64, Address.parse("11.0.5.6")));
    assertEquals(Hops.ttl(64, source) + 64, Hops.ttl(128, source));
  }

  @Test
  void shouldSpreadSourcesOverSeventeenDistances() {
    Set<Integer> seen = new HashSet<>();
    for (long i = 0; i < 2_000; i++) {
      int ttl = Hops.ttl(64, Address.v4(0x0B000000L + i * 7_919));
      assertTrue(ttl >= 40 && ttl <= 56, Integer.toString(ttl));
      seen.add(ttl);
    }
    assertEquals(17, seen.size());
  }
}
