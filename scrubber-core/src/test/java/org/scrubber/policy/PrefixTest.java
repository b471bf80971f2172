package org.scrubber.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrefixTest {
  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.7/32",
    "203.0.113.0/24, 203.0.113.0/24",
    "0.0.0.0/0, 0.0.0.0/0",
    "128.0.0.0/1, 128.0.0.0/1",
    "2001:DB8::7, 2001:db8::7/128",
    "2001:db8::/32, 2001:db8::/32",
    "2001:db8:0:8000::/49, 2001:db8:0:8000::/49",
    "2001:db8::8000:0:0:0/65, 2001:db8:0:0:8000::/65",
    "::/0, ::/0"
  })
  void shouldWriteCanonicallyWhatItReads(String text, String canonical) {
    assertEquals(canonical, Prefix.parse(text).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.7/24|has host bits set; expected 203.0.113.0/24, or 203.0.113.7/32 for the one"
            + " host",
        "2001:db8::1/64|has host bits set; expected 2001:db8::/64, or 2001:db8::1/128 for the one"
            + " host",
        "203.0.113.0/33|has no valid prefix length; expected 0 to 32 after the slash, for example"
            + " /24",
        "2001:db8::/129|has no valid prefix length; expected 0 to 128 after the slash, for example"
            + " /48",
        "203.0.113.0/|has no valid prefix length; expected 0 to 32 after the slash, for example"
            + " /24",
        "203.0.113.0/024|has no valid prefix length; expected 0 to 32 after the slash, for example"
            + " /24",
        "203.0.113.0/255.255.255.0|has no valid prefix length; expected 0 to 32 after the slash,"
            + " for example /24",
        "www.example.org|is not a prefix; expected CIDR, for example 203.0.113.0/24 or"
            + " 2001:db8::/32",
        "203.0.113/24|is not a prefix; expected CIDR, for example 203.0.113.0/24 or 2001:db8::/32",
        "::ffff:203.0.113.0/120|is an IPv4 address mapped into IPv6, which no packet carries;"
            + " expected plain IPv4: 203.0.113.0"
      })
  void shouldSayWhatIsWrongWithText(String text, String message) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> Prefix.parse(text)).getMessage());
  }

  @Test
  void shouldContainItsAddressesOnly() {
    Prefix prefix = Prefix.parse("198.18.4.0/22");
    assertTrue(prefix.contains(4, 0, 0xc612_0400L));
    assertTrue(prefix.contains(4, 0, 0xc612_07ffL));
    assertFalse(prefix.contains(4, 0, 0xc612_0800L));
    assertFalse(prefix.contains(6, 0, 0xc612_0400L));
    Prefix wide = Prefix.parse("2001:db8::/33");
    assertTrue(wide.contains(6, 0x2001_0db8_7fff_ffffL, -1));
    assertFalse(wide.contains(6, 0x2001_0db8_8000_0000L, 0));
    assertTrue(Prefix.parse("::/0").contains(6, -1, -1));
    assertTrue(Prefix.parse("0.0.0.0/0").contains(4, 0, 0xffff_ffffL));
  }

  @Test
  void shouldClearHostBitsWhereAskedAndTellThatItDid() {
    for (String loose : List.of("198.18.4.7/22", "2001:db8:8000::7/33")) {
      assertThrows(IllegalArgumentException.class, () -> Prefix.parse(loose));
      assertFalse(Prefix.isExact(loose, Prefix.around(loose)), loose);
    }
    assertEquals(Prefix.parse("198.18.4.0/22"), Prefix.around("198.18.4.7/22"));
    assertEquals(Prefix.parse("2001:db8:8000::/33"), Prefix.around("2001:db8:8000::7/33"));
    for (String exact : List.of("198.18.4.0/22", "198.18.4.7", "::/0", "2001:db8::7")) {
      assertEquals(Prefix.parse(exact), Prefix.around(exact));
      assertTrue(Prefix.isExact(exact, Prefix.around(exact)), exact);
    }
    assertThrows(IllegalArgumentException.class, () -> Prefix.around("198.18.4.0/33"));
  }

  @Test
  void shouldRefuseHostBitsAndImpossibleLengths() {
    assertThrows(IllegalArgumentException.class, () -> new Prefix(4, 0, 1, 31));
    assertThrows(IllegalArgumentException.class, () -> new Prefix(4, 1, 0, 8));
    assertThrows(IllegalArgumentException.class, () -> new Prefix(4, 0, 1L << 32, 32));
    assertThrows(IllegalArgumentException.class, () -> new Prefix(6, 0, 1, 64));
    assertThrows(IllegalArgumentException.class, () -> new Prefix(6, 0, 0, 129));
    assertThrows(IllegalArgumentException.class, () -> new Prefix(0, 0, 0, 0));
  }
}
