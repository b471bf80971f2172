package org.scrubber.captures.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.datagram.Bench;
import org.scrubber.captures.legit.TrafficClass;
import org.scrubber.captures.scenario.Profile;

class QuicTrafficTest {
  private static final TrafficClass WEB = new WebQuic(Race.Maker.NONE);
  private static final TrafficClass EYE = new EyeQuic(Race.Maker.NONE);
  private static final long SECOND_NS = 1_000_000_000L;

  @Test
  void shouldSendWhatThePlanSays() {
    assertRate(WebQuic.NAME, WEB);
    assertRate(EyeQuic.NAME, EYE);
  }

  private static void assertRate(String name, TrafficClass one) {
    Bench bench = Bench.lossless(150, Profile.LAB).install(name, one);
    bench.countFromNs = 30 * SECOND_NS;
    bench.run();
    double wanted =
        bench.setting.plan().tenants().stream()
            .mapToDouble(tenant -> bench.wantedPps(tenant, name))
            .sum();
    int count = bench.inbound.values().stream().mapToInt(Integer::intValue).sum();
    assertEquals(1, count / 120.0 / wanted, 0.05, name);
    assertEquals(1, bench.successWithin(SECOND_NS), 0.001, name);
    assertTrue(bench.ended > bench.began * 9 / 10, bench.ended + " of " + bench.began);
    assertEquals(Set.of(), Set.copyOf(bench.died));
  }
}
