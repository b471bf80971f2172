package org.scrubber.io.pcap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class WideCountTest {
  @Test
  void shouldGoOnWhereThirtyTwoBitsWrap() {
    WideCount count = new WideCount();
    assertEquals(0xffff_fff0L, count.update(0xffff_fff0L));
    assertEquals(0x1_0000_0005L, count.update(5));
    assertEquals(0x1_0000_0005L, count.update(5));
    assertEquals(0x2_0000_0004L, count.update(4));
  }
}
