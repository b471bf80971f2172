package org.scrubber.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IcmpTest {
  private static List<Integer> types(IntPredicate predicate) {
    return IntStream.range(0, 256).filter(predicate).boxed().toList();
  }

  @Test
  void shouldKnowMessagesThatQuoteAPacket() {
    assertEquals(List.of(3, 4, 5, 11, 12), types(type -> Icmp.isError(4, type)));
    assertEquals(List.of(1, 2, 3, 4), types(type -> Icmp.isError(6, type)));
  }

  @Test
  void shouldKnowEchoes() {
    assertEquals(List.of(0, 8), types(type -> Icmp.isEcho(4, type)));
    assertEquals(List.of(128, 129), types(type -> Icmp.isEcho(6, type)));
  }

  @Test
  void shouldKnowLinkControlOfIpv6Only() {
    List<Integer> control = List.of(130, 131, 132, 133, 134, 135, 136, 137, 143);
    assertEquals(control, types(type -> Icmp.isLinkControl(6, type)));
    assertEquals(List.of(130, 131, 132, 143), types(Icmp::isListenerControl));
    assertFalse(IntStream.range(0, 256).anyMatch(type -> Icmp.isLinkControl(4, type)));
  }
}
