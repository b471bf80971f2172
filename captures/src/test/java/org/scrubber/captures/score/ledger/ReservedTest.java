package org.scrubber.captures.score.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scrubber.captures.plan.Address;

final class ReservedTest {
  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, true",
    "9.255.255.255, false",
    "100.127.0.1, true",
    "100.128.0.1, false",
    "172.31.0.1, true",
    "172.32.0.1, false",
    "224.0.0.1, true",
    "255.255.255.255, true",
    "223.255.255.255, false",
    "fe80::1, true",
    "::1, true",
    "2a00:1::1, false",
    "fd00::1, true"
  })
  void shouldKnowWhatNobodyAnswersTo(String text, boolean reserved) {
    Address address = Address.parse(text);
    assertEquals(
        reserved, Reserved.contains(address.family(), address.high(), address.low()), text);
  }
}
