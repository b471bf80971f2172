package org.scrubber.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SignalsTest {
  @ParameterizedTest
  @CsvSource({
    "0000000000000001, 1, true",
    "0000000000000000, 1, false",
    "fffffffffffffffe, 1, false",
    "8000000000000000, 64, true",
    "0000000000004000, 15, true"
  })
  void shouldKnowWhatIsIgnored(String mask, int number, boolean ignored) {
    List<String> status = List.of("Name:\tjava", "SigBlk:\tffffffffffffffff", "SigIgn:\t" + mask);
    assertEquals(ignored, Signals.isIgnored(number, status));
  }
}
