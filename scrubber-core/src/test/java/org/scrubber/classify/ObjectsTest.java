package org.scrubber.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.scrubber.policy.Border;
import org.scrubber.policy.Mode;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.ProtectedObject;
import org.scrubber.policy.load.Policies;

class ObjectsTest {
  private static final Policy BASE = Policies.protecting(List.of());

  private static ProtectedObject object(String name, Mode mode, Prefix exception, String... cidrs) {
    return new ProtectedObject(
        name,
        List.of(cidrs).stream().map(Prefix::parse).toList(),
        "generic",
        BASE.defaults().thresholds(),
        List.of(),
        Set.of(),
        List.of(exception),
        mode);
  }

  private static Objects compile(ProtectedObject... objects) {
    return new Objects(
        new Policy(
            "test",
            Border.INTERNET,
            42,
            1 << 10,
            1 << 10,
            1 << 10,
            BASE.defaults(),
            List.of(objects),
            List.of(),
            List.of(),
            false));
  }

  private final Objects objects =
      compile(
          object(
              "network",
              Mode.ENFORCE,
              Prefix.parse("198.51.100.64/26"),
              "198.51.100.0/24",
              "2001:db8::/32"),
          object("host", Mode.MONITOR, Prefix.parse("2001:db8:7::/48"), "198.51.100.7/32"));

  @Test
  void shouldLetTheLongestPrefixWinOverAllObjects() {
    int network = objects.prefixOf(4, 0, 0xc633_6406L);
    int host = objects.prefixOf(4, 0, 0xc633_6407L);
    assertEquals(0, objects.objectOf(network));
    assertEquals(1, objects.objectOf(host));
    assertEquals(Prefix.parse("198.51.100.0/24"), objects.prefix(network));
    assertEquals(Prefix.parse("198.51.100.7/32"), objects.prefix(host));
    assertEquals(0, objects.objectOf(objects.prefixOf(6, 0x2001_0db8_ffff_ffffL, -1)));
  }

  @Test
  void shouldNotKnowWhatIsNotProtected() {
    assertEquals(Objects.NONE, objects.prefixOf(4, 0, 0xc633_6500L));
    assertEquals(Objects.NONE, objects.prefixOf(6, 0x2001_0db9_0000_0000L, 0));
  }

  @Test
  void shouldKeepWhatThePolicySays() {
    assertEquals(2, objects.objectCount());
    assertEquals(3, objects.prefixCount());
    assertFalse(objects.isMonitored(0));
    assertTrue(objects.isMonitored(1));
    assertTrue(objects.internetBorder);
    assertFalse(objects.anyTarget);
    assertEquals(42, objects.seed);
    assertTrue(new Objects(Policies.forCapture()).anyTarget);
    assertFalse(new Objects(Policies.forCapture()).internetBorder);
  }

  @Test
  void shouldKnowOwnAddressesThatMayComeFromOutside() {
    assertTrue(objects.isSpoofException(0, 4, 0, 0xc633_6440L));
    assertFalse(objects.isSpoofException(0, 4, 0, 0xc633_643fL));
    assertTrue(objects.isSpoofException(1, 6, 0x2001_0db8_0007_0000L, 1));
    assertFalse(objects.isSpoofException(1, 6, 0x2001_0db8_0008_0000L, 1));
  }

  @Test
  void shouldTellTheMemoryOfItsTables() {
    long root = 4L << 16;
    Prefix any = Prefix.parse("10.0.0.0/8");
    // A root for the prefixes, and one for the exceptions; then a root for the other family.
    assertEquals(2 * root, compile(object("a", Mode.ENFORCE, any, "11.0.0.0/8")).sizeBytes());
    assertEquals(
        3 * root, compile(object("a", Mode.ENFORCE, any, "11.0.0.0/8", "2001::/16")).sizeBytes());
    assertEquals(0, compile().sizeBytes());
  }

  @Test
  void shouldProtectEveryAddressWithoutPolicy() {
    Objects capture = new Objects(Policies.forCapture());
    assertEquals(0, capture.objectOf(capture.prefixOf(4, 0, 0)));
    assertEquals(0, capture.objectOf(capture.prefixOf(4, 0, 0xffff_ffffL)));
    assertEquals(0, capture.objectOf(capture.prefixOf(6, -1, -1)));
  }
}
