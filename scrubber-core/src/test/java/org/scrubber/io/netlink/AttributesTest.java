package org.scrubber.io.netlink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AttributesTest {
  @Test
  void shouldReadNumbersTextsAndNests() {
    Attributes all =
        attributes(
            "0800 0400 dc050000"
                + "0900 0300 6574683000 000000"
                + "0500 1000 06 000000"
                + "0600 0900 f8ff 0000"
                + "0c00 1280 0800 0500 01000000"
                + "1400 1700 0100000000000000 0200000000000000");
    assertEquals(1500, all.u32(4, 0));
    assertEquals("eth0", all.text(3));
    assertEquals(6, all.u8(16, 0));
    assertEquals(0xfff8, all.u16(9, 0));
    assertEquals(1, all.nested(18).u32(5, 0));
    assertEquals(1, all.u64(23, 0));
    assertEquals(2, all.u64(23, 1));
    assertTrue(all.has(16));
  }

  @Test
  void shouldHaveDefaultsForWhatIsMissingOrTooShort() {
    Attributes all = attributes("0500 0400 07 000000");
    assertEquals(9, all.u32(4, 9), "one byte is no 32-bit number");
    assertEquals(7, all.u8(4, 0));
    assertEquals(0, all.u64(4, 0));
    assertEquals(5, all.u16(99, 5));
    assertEquals("", all.text(99));
    assertFalse(all.nested(99).has(1));
    assertArrayEquals(new byte[0], all.bytes(99));
  }

  @Test
  void shouldEndAtWhatIsCutShort() {
    String whole = "0800 0400 dc050000";
    for (String cut : new String[] {"", "08", "0800 05", "0800 0500 0000", "0300 0500 00000000"}) {
      Attributes all = attributes(whole + cut);
      assertEquals(1500, all.u32(4, 0));
      assertFalse(all.has(5), cut);
    }
  }

  @Test
  void shouldReadAnAttributeWhosePaddingIsMissingAtTheEnd() {
    assertEquals("ab", attributes("0700 0300 616200").text(3));
  }

  static Attributes attributes(String hex) {
    return new Attributes(ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))));
  }
}
