package org.scrubber.io.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class LinkTest {
  private static final String ETHERNET_UP = "00 00 0100 07000000 03100100 00000000";

  @Test
  void shouldReadAPortOfABridgeWithAnXdpProgram() {
    Link link =
        link(
            ETHERNET_UP
                + "0900 0300 6574683100 000000"
                + "0800 0400 dc050000"
                + "0800 0a00 09000000"
                + "2400 1200"
                + "0900 0100 7665746800 000000"
                + "0b00 0400 62726964676500 00"
                + "0800 0500 04000000"
                + "1400 2b80 0500 0200 01 000000 0800 0400 2a000000");
    assertEquals(7, link.index());
    assertEquals("eth1", link.name());
    assertEquals(1500, link.mtuBytes());
    assertEquals(9, link.master());
    assertEquals("veth", link.kind());
    assertTrue(link.isBridgePort());
    assertTrue(link.isUp());
    assertTrue(link.isRunning());
    assertEquals(new Link.Xdp(Link.XdpMode.NATIVE, 42), link.xdp());
  }

  @Test
  void shouldReadTheSettingsOfABridge() {
    Link link =
        link(
            ETHERNET_UP
                + "3c00 1200"
                + "0b00 0100 62726964676500 00"
                + "2c00 0200"
                + "0800 0400 64000000"
                + "0800 0500 01000000"
                + "0500 0700 00 000000"
                + "0600 0900 f8ff 0000"
                + "0500 1700 01 000000");
    assertTrue(link.isBridge());
    assertEquals(new BridgeSettings(true, 100, 0xfff8, true, false), link.bridge());
  }

  @Test
  void shouldTellACarrierFromASwitch() {
    Link off = link("00 00 0100 07000000 02100000 00000000");
    assertFalse(off.isUp());
    assertFalse(off.isRunning());
    Link noCarrier = link("00 00 0100 07000000 03100000 00000000");
    assertTrue(noCarrier.isUp());
    assertFalse(noCarrier.isRunning());
  }

  @Test
  void shouldReadBothFamiliesOfAddresses() {
    Address ipv4 = Address.of(bytes("02 18 80 00 07000000 0800 0100 c6336401 0800 0200 c6336401"));
    assertEquals(new Address(7, "198.51.100.1/24", false), ipv4);
    Address linkLocal =
        Address.of(bytes("0a 40 80 fd 07000000 1400 0100 fe800000000000000000000000000001"));
    assertEquals(new Address(7, "fe80:0:0:0:0:0:0:1/64", true), linkLocal);
  }

  private static Link link(String hex) {
    return Link.of(bytes(hex));
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")))
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
