package org.scrubber.captures.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BotsTest {
  private static final long[] ALL = Bots.first(257_000);

  @Test
  void shouldHideTwoPercentAmongSubscribers() {
    long subscribers =
        Arrays.stream(ALL).filter(a -> a >>> 16 >= 0xb00 && a >>> 16 < 0xb20).count();
    assertEquals(0.02, subscribers / (double) ALL.length, 0.001);
  }

  @Test
  void shouldHideInEverySmallBotnetBehindTheSameMobileAddresses() {
    for (int size : new int[] {2_000, 5_000, 257_000}) {
      long[] mobile =
          Arrays.stream(Bots.first(size)).filter(a -> a >>> 8 == 0x0b2000).distinct().toArray();
      assertEquals(Bots.INFESTED, mobile.length);
      for (long address : mobile) {
        assertTrue(Bots.isInfested(Address.v4(address)));
      }
    }
    long infested = 0;
    for (long host = 0; host < 256; host++) {
      infested += Bots.isInfested(Address.v4(0x0b200000L + host)) ? 1 : 0;
    }
    assertEquals(Bots.INFESTED, infested);
    assertFalse(Bots.isInfested(Address.parse("11.0.0.1")));
  }

  @Test
  void shouldBeAsManyAsAsked() {
    assertEquals(257_000, ALL.length);
    assertEquals(257_000, Arrays.stream(ALL).distinct().count(), 30);
  }
}
