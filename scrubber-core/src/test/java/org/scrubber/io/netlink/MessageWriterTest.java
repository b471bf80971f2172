package org.scrubber.io.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MessageWriterTest {
  @Test
  void shouldWriteTheRequestThatSwitchesALinkOn() {
    byte[] message =
        new MessageWriter(Links.NEW_LINK, MessageWriter.ACKNOWLEDGE).link(0, 7, 1, 1).bytes(3);
    // length 32, RTM_NEWLINK, REQUEST|ACK, sequence 3, port 0; unspecified family, index 7, IFF_UP
    assertHex(
        "20000000 1000 0500 03000000 00000000 00 00 0000 07000000 01000000 01000000", message);
  }

  @Test
  void shouldAlignAttributesAndCountTheirRealLength() {
    byte[] message = new MessageWriter(16, 0).text(3, "abcd").u8(8, 1).u16(9, 0xfff8).bytes(1);
    assertHex(
        "2c000000 1000 0100 01000000 00000000"
            + "0900 0300 6162636400 000000"
            + "0500 0800 01 000000"
            + "0600 0900 f8ff 0000",
        message);
  }

  @Test
  void shouldNestAttributesAndMarkThemSo() {
    byte[] message =
        new MessageWriter(16, 0).begin(18).text(1, "br").begin(2).u32(5, 0).end().end().bytes(1);
    assertHex(
        "28000000 1000 0100 01000000 00000000"
            + "1800 1280"
            + "0700 0100 627200 00"
            + "0c00 0280 0800 0500 00000000",
        message);
  }

  @Test
  void shouldWriteNumbersInNetworkOrderWhereAsked() {
    assertHex(
        "18000000 0000 0100 01000000 00000000 0800 0200 00000002",
        new MessageWriter(0, 0).u32Network(2, 2).bytes(1));
  }

  @Test
  void shouldKnowWhetherAnAcknowledgementWasAskedFor() {
    assertTrue(new MessageWriter(16, MessageWriter.ACKNOWLEDGE).isAcknowledged());
    assertFalse(new MessageWriter(16, MessageWriter.DUMP).isAcknowledged());
  }

  static void assertHex(String expected, byte[] actual) {
    assertEquals(expected.replace(" ", ""), HexFormat.of().formatHex(actual));
  }
}
