package org.scrubber.policy.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> KNOWN = List.of("prefixes", "profile", "mode", "udp-pps");

  @Test
  void shouldFindWordWithinTwoEdits() {
    assertEquals("profile", Nearest.of("profil", KNOWN));
    assertEquals("profile", Nearest.of("porfile", KNOWN));
    assertEquals("mode", Nearest.of("mod", KNOWN));
    assertEquals("udp-pps", Nearest.of("udp_pps", KNOWN));
  }

  @Test
  void shouldFindWordThatBeginsAlike() {
    assertEquals("prefixes", Nearest.of("pref", KNOWN));
    assertEquals("udp-pps", Nearest.of("udp", KNOWN));
  }

  @Test
  void shouldNotGuessWildly() {
    assertNull(Nearest.of("thresholds", KNOWN));
    assertNull(Nearest.of("", KNOWN));
    assertEquals(
        "one of prefixes, profile, mode, udp-pps", Nearest.expectation("thresholds", KNOWN));
  }
}
