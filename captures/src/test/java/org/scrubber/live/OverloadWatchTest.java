package org.scrubber.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scrubber.classify.Vectors;
import org.scrubber.live.event.Attack;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.policy.Prefix;
import org.scrubber.upstream.Flood;

final class OverloadWatchTest {
  private static final long TICK_NS = 100_000_000L;
  private static final Attack SYNS = attack(1, "198.18.0.10/32", 9_000, Vectors.SYN_FLOOD);

  private final OverloadWatch watch = new OverloadWatch();
  private final List<LiveEvent> heard = new ArrayList<>();
  private long ticks;
  private long offered;
  private long lost;

  private static Attack attack(int number, String target, long ratePps, Integer... treated) {
    return new Attack(
        0,
        number,
        "shop",
        Vectors.name(treated[0]),
        List.of(treated),
        Prefix.parse(target),
        1,
        0,
        ratePps,
        100,
        0,
        0,
        -1,
        -1,
        -1);
  }

  /** Lets seconds pass with 10,000 packets each, of which some are lost. */
  private void pass(double seconds, boolean losing, Attack... attacks) {
    for (long end = ticks + Math.round(seconds * 10); ticks < end; ticks++) {
      offered += 1_000;
      lost += losing ? 300 : 0;
      LiveEvent event = watch.look((ticks + 1) * TICK_NS, offered, lost, 0, List.of(attacks));
      if (event != null) {
        heard.add(event);
      }
    }
  }

  private LiveEvent.Overloaded overload(int k) {
    return assertInstanceOf(LiveEvent.Overloaded.class, heard.get(k));
  }

  @Test
  void shouldProposeFurtherRulesWhenAVectorJoins() {
    pass(1, false, SYNS);
    pass(2, true, SYNS);
    assertEquals(1, heard.size());
    assertTrue(overload(0).begins());
    assertEquals(List.of(SYNS.flood()), overload(0).floods());
    Attack both = attack(1, "198.18.0.10/32", 9_000, Vectors.SYN_FLOOD, Vectors.UDP_FLOOD);
    Attack other = attack(2, "198.18.0.11/32", 20_000, Vectors.ICMP_FLOOD);
    pass(10, true, both, other);
    assertEquals(2, heard.size(), heard::toString);
    LiveEvent.Overloaded more = overload(1);
    assertEquals(false, more.begins());
    assertEquals(10_000, more.offeredPps());
    assertEquals(3_000, more.lostPps());
    List<Flood> joined = List.of(other.flood(), both.flood().of(List.of(Vectors.UDP_FLOOD)));
    assertEquals(joined, more.floods());
    pass(10, false, both, other);
    assertEquals(3, heard.size(), heard::toString);
    LiveEvent.OverloadEnded end = assertInstanceOf(LiveEvent.OverloadEnded.class, heard.get(2));
    assertEquals(12_000_000_000L, end.lastedNs(), "the wait for its end is no part of it");
  }

  @Test
  void shouldProposeNoMoreThanOnceInFiveSeconds() {
    pass(1, false);
    List<Attack> attacks = new ArrayList<>();
    for (int k = 0; k < 40; k++) {
      attacks.add(attack(k, "198.18.1." + k + "/32", 1_000 + k, Vectors.UDP_FLOOD));
      pass(0.5, true, attacks.toArray(Attack[]::new));
    }
    assertTrue(heard.size() >= 3 && heard.size() <= 5, () -> heard.size() + " in 20 s");
    for (int k = 0; k < heard.size(); k++) {
      assertTrue(overload(k).floods().size() <= 8, overload(k)::toString);
    }
  }

  @Test
  void shouldProposeTheSameAgainInTheNextOverload() {
    pass(1, false, SYNS);
    pass(2, true, SYNS);
    pass(8, false, SYNS);
    pass(2, true, SYNS);
    assertEquals(3, heard.size(), heard::toString);
    assertEquals(overload(0).floods(), overload(2).floods());
  }

  @Test
  void shouldSayNothingOfAShortLoss() {
    pass(1, false, SYNS);
    pass(0.3, true, SYNS);
    pass(3, false, SYNS);
    assertEquals(List.of(), heard);
    assertNull(watch.look((ticks + 1) * TICK_NS, offered, lost, 0, List.of()));
  }
}
