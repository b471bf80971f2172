package org.scrubber.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTextTest {
  private static final String NOT_AN_ADDRESS =
      "is not an address; expected IPv4 or IPv6, for example 203.0.113.7 or 2001:db8::7";

  // RFC 4291 section 2.2 and RFC 5952 sections 1 to 4.
  @ParameterizedTest
  @CsvSource({
    "ABCD:EF01:2345:6789:ABCD:EF01:2345:6789, abcd:ef01:2345:6789:abcd:ef01:2345:6789",
    "2001:DB8:0:0:8:800:200C:417A, 2001:db8::8:800:200c:417a",
    "2001:DB8::8:800:200C:417A, 2001:db8::8:800:200c:417a",
    "FF01:0:0:0:0:0:0:101, ff01::101",
    "0:0:0:0:0:0:0:1, ::1",
    "0:0:0:0:0:0:0:0, ::",
    "::, ::",
    "1::, 1::",
    "2001:db8::, 2001:db8::",
    "::13.1.68.3, ::d01:4403",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    "2001:0db8::0001, 2001:db8::1",
    "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:db8::1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "0:0:0:1:0:0:0:0, 0:0:0:1::",
    "192.0.2.255, 192.0.2.255",
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255"
  })
  void shouldWriteCanonicallyWhatItReads(String text, String canonical) {
    Prefix address = AddressText.parse(text);
    assertEquals(canonical, AddressText.format(address.family(), address.high(), address.low()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ":",
        ":::",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "1.2.3.04",
        "1.2.3.4 ",
        " 1.2.3.4",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "1.2.3.-4",
        "0x1.2.3.4",
        "localhost",
        "example.org",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1::2::3",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        "12345::",
        "g::",
        "1:",
        ":1",
        "1:2:",
        ":1::",
        "1:::2",
        "fe80::1%eth0",
        "::1.2.3",
        "1:2:3:4:5:6:7:1.2.3.4",
        "1.2.3.4::",
        "1.2.3.4:80",
        "[::1]",
        "\u0661.2.3.4",
        "\uff11::"
      })
  void shouldRefuseWhatIsNoAddress(String text) {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> AddressText.parse(text));
    assertEquals(NOT_AN_ADDRESS, error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"::ffff:192.0.2.1", "::FFFF:c000:201", "0:0:0:0:0:ffff:192.0.2.1"})
  void shouldSuggestPlainIpv4ForMappedAddress(String text) {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> AddressText.parse(text));
    assertEquals(
        "is an IPv4 address mapped into IPv6, which no packet carries; expected plain IPv4:"
            + " 192.0.2.1",
        error.getMessage());
  }

  @Test
  void shouldWriteMappedAddressOfPacketInMixedNotation() {
    assertEquals("::ffff:192.0.2.1", AddressText.format(6, 0, 0xffff_c000_0201L));
  }

  @Test
  void shouldReadBackEveryAddressItWrites() {
    Random random = new Random(0x5eed_0001L);
    for (int i = 0; i < 20_000; i++) {
      long high = random.nextLong() & mask(random);
      long low = random.nextLong() & mask(random) | 1L << 63;
      assertEquals(
          new Prefix(6, high, low, 128), AddressText.parse(AddressText.format(6, high, low)));
      long address = random.nextInt() & 0xffff_ffffL;
      assertEquals(
          new Prefix(4, 0, address, 32), AddressText.parse(AddressText.format(4, 0, address)));
    }
  }

  /** Returns a mask that clears whole groups, so that runs of zeros occur. */
  private static long mask(Random random) {
    long mask = 0;
    for (int group = 0; group < 4; group++) {
      mask = mask << 16 | (random.nextBoolean() ? 0xffff : 0);
    }
    return mask;
  }
}
