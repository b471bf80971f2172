package org.scrubber.captures.attack.ip;

import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.attack.tool.Tool;
import org.scrubber.captures.world.Frame;
import org.scrubber.wire.Protocols;

/** GRE floods of Mirai: UDP of 512 random bytes inside, with correct headers and checksums. */
public final class Gre implements Tool {
  private static final int PAYLOAD_WORDS = 64;
  private static final int PAYLOAD_BYTES = 8 * PAYLOAD_WORDS;
  private static final int UDP_BYTES = 8 + PAYLOAD_BYTES;
  private static final int IP_BYTES = 20 + UDP_BYTES;
  private static final int ETHERNET_INSIDE = 0x6558;
  private static final int INNER_TTL = 64;

  private final boolean ethernet;
  private final long[] payload = new long[PAYLOAD_WORDS];

  /**
   * Creates the tool.
   *
   * @param ethernet true for a whole Ethernet frame inside
   */
  public Gre(boolean ethernet) {
    this.ethernet = ethernet;
  }

  @Override
  public void write(Frame frame, Shot shot) {
    for (int k = 0; k < PAYLOAD_WORDS; k++) {
      payload[k] = shot.random.next();
    }
    int id = shot.id();
    long addresses = shot.random.next();
    int ports = shot.anyPort() << 16 | shot.anyPort();
    int innerId = ~(id - 1_000) & 0xffff;
    write(frame, shot, shot.ttl(64), id, innerId, addresses, ports, payload, ethernet);
  }

  /**
   * Writes one.
   *
   * @param addresses inner source in the upper half, inner target in the lower
   * @param ports inner source port in the upper half, inner target port in the lower
   * @param payload 64 words
   */
  public static void write(
      Frame frame,
      Shot shot,
      int ttl,
      int id,
      int innerId,
      long addresses,
      int ports,
      long[] payload,
      boolean ethernet) {
    shot.ip(frame, ttl, id, true).protocol(Protocols.GRE);
    frame.u16(0).u16(ethernet ? ETHERNET_INSIDE : Protocols.ETHERTYPE_IPV4);
    if (ethernet) {
      frame.u64(0x0200_0000_0003_0200L).u32(4).u16(Protocols.ETHERTYPE_IPV4);
    }
    long pair = words(addresses);
    long ipSum = 0x4500 + IP_BYTES + innerId + Frame.DF + (INNER_TTL << 8 | Protocols.UDP) + pair;
    long udpSum = pair + Protocols.UDP + 2 * UDP_BYTES + words(ports & 0xffff_ffffL);
    for (long word : payload) {
      udpSum += words(word);
    }
    int udpChecksum = fold(udpSum);
    frame.u16(0x4500).u16(IP_BYTES).u16(innerId).u16(Frame.DF).u8(INNER_TTL).u8(Protocols.UDP);
    frame.u16(fold(ipSum)).u64(addresses);
    frame.u32(ports).u16(UDP_BYTES).u16(udpChecksum == 0 ? 0xffff : udpChecksum);
    for (long word : payload) {
      frame.u64(word);
    }
  }

  private static long words(long value) {
    return (value >>> 48) + (value >>> 32 & 0xffff) + (value >>> 16 & 0xffff) + (value & 0xffff);
  }

  private static int fold(long sum) {
    long folded = (sum & 0xffff) + (sum >>> 16);
    folded = (folded & 0xffff) + (folded >>> 16);
    return (int) ~folded & 0xffff;
  }
}
