package org.scrubber.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProfileTest {
  @Test
  void shouldLeaveGenericUnrestricted() {
    assertEquals(
        new Thresholds(1_000, 500, 1_000, 500, 5_000, 1_000, 100, 200, 200, 1_000, 4, 1, 30),
        Profile.GENERIC.thresholds());
    assertTrue(Profile.GENERIC.services().isEmpty());
    assertTrue(Profile.GENERIC.allowedReflectors().isEmpty());
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void shouldBeFoundByItsName(Profile profile) {
    assertSame(profile, Profile.of(profile.text()));
    assertNull(Profile.of(profile.text() + "s"));
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void shouldKeepItsThresholdsInRange(Profile profile) {
    for (ThresholdKey key : ThresholdKey.values()) {
      long value = key.of(profile.thresholds());
      long most =
          switch (key.unit()) {
            case RATE -> 1_000_000_000;
            case COUNT -> 1_000;
            case DURATION -> 3_600;
            case FACTOR -> 100;
          };
      long least = key.unit() == ThresholdKey.Unit.FACTOR ? 0 : 1;
      assertTrue(value >= least && value <= most, key.key());
    }
    assertEquals(
        profile.thresholds(), ThresholdKey.thresholds(ThresholdKey.valuesOf(profile.thresholds())));
  }
}
