package org.scrubber.captures.sample;

import java.nio.ByteBuffer;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.random.SplitMix64;

/** The synthetic Internet: pools of outside addresses. Member {@code i} of a pool never changes. */
final class Outside {
  /** Most hops that a packet has behind it, less the fewest. */
  private static final int HOP_SPREAD = 17;

  private static final int FEWEST_HOPS = 8;

  private Outside() {}

  /** Returns a fixed-line subscriber (11.0.0.0/11). */
  static byte[] subscriber(RandomStream random) {
    return ipv4(0x0B000000 | random.below(1 << 21));
  }

  /** Returns an IPv6 subscriber (2a00:1::/32). */
  static byte[] subscriber6(RandomStream random) {
    return ByteBuffer.allocate(16)
        .putInt(0x2a00_0001)
        .putInt(random.nextInt())
        .putLong(random.next())
        .array();
  }

  /** Returns a web server of a content network (21.0.0.0/14), 4,000 of them. */
  static byte[] contentServer(int index) {
    return member(0x15000000, 18, index % 4_000);
  }

  /** Returns an IPv6 web server of a content network (2a00:10::/32). */
  static byte[] contentServer6(int index) {
    return ByteBuffer.allocate(16).putInt(0x2a00_0010).putInt(0).putLong(1 + index % 4_000).array();
  }

  /** Returns a media relay of a conference service (21.8.0.0/22). */
  static byte[] mediaRelay(int index) {
    return member(0x15080000, 10, index % 256);
  }

  /** Returns an authoritative name server (21.16.0.0/16), 20,000 of them. */
  static byte[] nameServer(int index) {
    return member(0x15100000, 16, index % 20_000);
  }

  /** Returns a public time server (21.20.0.0/20), 1,500 of them. */
  static byte[] timeServer(int index) {
    return member(0x15140000, 12, index % 1_500);
  }

  /** Returns a peer research network's host (21.28.0.0/16) by its last two bytes. */
  static byte[] researchPeer(int thirdByte, int fourthByte) {
    return ipv4(0x151C0000 | thirdByte << 8 | fourthByte);
  }

  /** Returns a bot with its true address (22, 26, 28 or 29/8). */
  static byte[] bot(int index) {
    long hash = SplitMix64.mix(index + 1L);
    int[] blocks = {22, 26, 28, 29};
    return ipv4(blocks[(int) (hash >>> 62)] << 24 | (int) (hash & 0xFFFFFF));
  }

  /**
   * Returns a reflector (30.0.0.0/8).
   *
   * @param pool number of the protocol's pool, 0..255
   * @param index of the reflector in its pool, 0..65535
   */
  static byte[] reflector(int pool, int index) {
    return ipv4(30 << 24 | pool << 16 | (int) SplitMix64.mix(index) & 0xFFFF);
  }

  /** Returns any of the 2^32 addresses, reserved ones included, as naive spoofing tools do. */
  static byte[] anything(RandomStream random) {
    return ipv4(random.nextInt());
  }

  /** Returns the hops between a true source and the scrubber, 8..24, always the same. */
  static int hops(byte[] address) {
    long hash = 0;
    for (byte part : address) {
      hash = SplitMix64.mix(hash ^ part & 0xFF);
    }
    return FEWEST_HOPS + (int) Long.remainderUnsigned(hash, HOP_SPREAD);
  }

  /** Returns the four bytes of an IPv4 address. */
  static byte[] ipv4(int address) {
    return ByteBuffer.allocate(4).putInt(address).array();
  }

  /** Returns the bytes of a literal address. */
  static byte[] literal(String address) {
    return PacketBuilder.address(address);
  }

  private static byte[] member(int base, int bits, int index) {
    // An odd multiplier permutes the block, so that members are spread over it without a table.
    return ipv4(base | (index * 0x9E3779B1 & (1 << bits) - 1));
  }
}
