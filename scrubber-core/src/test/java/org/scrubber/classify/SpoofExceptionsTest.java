package org.scrubber.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.scrubber.policy.Mode;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.ProtectedObject;
import org.scrubber.policy.load.Policies;

class SpoofExceptionsTest {
  private static ProtectedObject object(String name, String prefix, String... exceptions) {
    return new ProtectedObject(
        name,
        List.of(Prefix.parse(prefix)),
        "generic",
        Policies.protecting(List.of()).defaults().thresholds(),
        List.of(),
        Set.of(),
        Stream.of(exceptions).map(Prefix::parse).toList(),
        Mode.ENFORCE);
  }

  private final SpoofExceptions exceptions =
      new SpoofExceptions(
          List.of(
              object("university", "198.18.32.0/19", "198.18.56.0/24", "2001:db8:5::/48"),
              object("university-web", "198.18.33.10/32"),
              object("college", "198.18.64.0/20", "198.18.56.7/32"),
              object("library", "198.18.96.0/24")));

  private boolean has(int object, String address) {
    Prefix host = Prefix.parse(address);
    return exceptions.contains(object, host.family(), host.high(), host.low());
  }

  @Test
  void shouldHoldTowardsTheObjectThatNamesItAndThoseWithin() {
    assertTrue(has(0, "198.18.56.1"));
    assertTrue(has(1, "198.18.56.1"));
    assertFalse(has(2, "198.18.56.1"));
    assertFalse(has(3, "198.18.56.1"));
    assertTrue(has(1, "2001:db8:5::1"));
    assertFalse(has(2, "2001:db8:5::1"));
  }

  @Test
  void shouldHoldTowardsAllThatNameAPrefixAroundTheAddress() {
    assertTrue(has(0, "198.18.56.7"));
    assertTrue(has(1, "198.18.56.7"));
    assertTrue(has(2, "198.18.56.7"));
    assertFalse(has(3, "198.18.56.7"));
  }

  @Test
  void shouldHoldForNoOtherAddress() {
    assertFalse(has(0, "198.18.57.1"));
    assertFalse(has(1, "2001:db8:6::1"));
  }

  @Test
  void shouldTakeNoMemoryWhenThereAreNone() {
    assertEquals(0, new SpoofExceptions(List.of(object("a", "198.18.0.0/24"))).sizeBytes());
  }
}
