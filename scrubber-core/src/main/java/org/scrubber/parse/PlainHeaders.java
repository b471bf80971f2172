package org.scrubber.parse;

import org.scrubber.batch.PacketBatch;
import org.scrubber.wire.InternetChecksum;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;
import org.scrubber.wire.Tcp;

/**
 * Reads what nearly every packet is: Ethernet without tags, IPv4 without options or IPv6 without
 * extensions, no fragment, TCP or UDP with its header captured in full, and nothing wrong with it.
 *
 * <p>Anything else it leaves to {@link Parser}, which reads the same and more. A field is loaded
 * once, several to a word, and a column is written once. Stateless.
 */
@SuppressWarnings(
    "ShortCircuitBoolean") // On purpose: a test that is nearly always true is no branch.
final class PlainHeaders {
  private static final int ETHERNET_BYTES = 14;
  private static final int IPV4_BYTES = 20;
  private static final int IPV6_BYTES = 40;
  private static final int UDP_BYTES = 8;

  /** EtherType, version 4 and a header of five words; the type of service is anything. */
  private static final int IPV4_PLAIN = 0x0800_4500;

  private static final int IPV4_PLAIN_MASK = 0xffff_ff00;

  /** EtherType and version 6. */
  private static final int IPV6_PLAIN = 0x86dd_6000;

  private static final int IPV6_PLAIN_MASK = 0xffff_f000;

  private PlainHeaders() {}

  /**
   * Fills the parser's columns of a packet, or writes none of them and returns false. Those that a
   * plain packet leaves at 0 (upper halves of IPv4, TCP flags of UDP, {@code malformed} and the
   * fragment's) must be 0 already.
   */
  static boolean read(PacketBatch batch, int i) {
    int captured = batch.capturedLength[i];
    if (batch.linkType[i] != LinkType.ETHERNET
        || captured < ETHERNET_BYTES + IPV4_BYTES + UDP_BYTES) {
      return false;
    }
    long frame = batch.frameAddress[i];
    int kind = Memory.i32(frame + ETHERNET_BYTES - 2);
    if ((kind & IPV4_PLAIN_MASK) == IPV4_PLAIN) {
      return ipv4(batch, i, frame, captured);
    }
    return (kind & IPV6_PLAIN_MASK) == IPV6_PLAIN && ipv6(batch, i, frame, captured);
  }

  private static boolean ipv4(PacketBatch batch, int i, long frame, int captured) {
    long first = Memory.i64(frame + ETHERNET_BYTES); // Up to the fragment's offset.
    long second = Memory.i64(frame + ETHERNET_BYTES + 8); // Time to live to source.
    long target = Memory.u32(frame + ETHERNET_BYTES + 16);
    int length = ((int) (first >>> 32) & 0xffff) - IPV4_BYTES;
    int room = batch.wireLength[i] - ETHERNET_BYTES - IPV4_BYTES;
    boolean whole = length >= UDP_BYTES & length <= room & (first & 0x3fff) == 0;
    if (!whole || second >>> 56 == 0 || !isRight(first, second, target)) {
      return false;
    }
    int protocol = (int) (second >>> 48) & 0xff;
    if (!transport(batch, i, frame + ETHERNET_BYTES + IPV4_BYTES, protocol, captured, length)) {
      return false;
    }
    batch.family[i] = 4;
    batch.timeToLive[i] = (int) (second >>> 56);
    batch.sourceLow[i] = second & 0xffff_ffffL;
    batch.targetLow[i] = target;
    return true;
  }

  /** Tells whether the header's one's-complement sum is right (RFC 1071). */
  private static boolean isRight(long first, long second, long target) {
    long sum =
        (first >>> 32)
            + (first & 0xffff_ffffL)
            + (second >>> 32)
            + (second & 0xffff_ffffL)
            + target;
    return InternetChecksum.of(sum) == 0;
  }

  private static boolean ipv6(PacketBatch batch, int i, long frame, int captured) {
    if (captured < ETHERNET_BYTES + IPV6_BYTES + UDP_BYTES) {
      return false;
    }
    long header = frame + ETHERNET_BYTES;
    int second = Memory.i32(header + 4); // Length, next header, hop limit.
    int length = second >>> 16;
    int room = batch.wireLength[i] - ETHERNET_BYTES - IPV6_BYTES;
    if (length < UDP_BYTES
        || length > room
        || (second & 0xff) == 0
        || !transport(batch, i, header + IPV6_BYTES, second >>> 8 & 0xff, captured, length)) {
      return false;
    }
    batch.family[i] = 6;
    batch.timeToLive[i] = second & 0xff;
    batch.sourceHigh[i] = Memory.i64(header + 8);
    batch.sourceLow[i] = Memory.i64(header + 16);
    batch.targetHigh[i] = Memory.i64(header + 24);
    batch.targetLow[i] = Memory.i64(header + 32);
    return true;
  }

  /**
   * Reads the transport header, of which at least {@link #UDP_BYTES} are captured.
   *
   * @param header its address
   * @param captured bytes of the frame
   * @param length bytes from the transport header on, by the IP header's account
   */
  private static boolean transport(
      PacketBatch batch, int i, long header, int protocol, int captured, int length) {
    int ports = Memory.i32(header);
    int offset = (int) (header - batch.frameAddress[i]);
    int headerLength = UDP_BYTES;
    if (protocol == Protocols.UDP) {
      int said = Memory.u16(header + 4);
      if ((ports & 0xffff) == 0 || said < UDP_BYTES || said > length) {
        return false;
      }
    } else {
      if (protocol != Protocols.TCP || captured - offset < Tcp.MIN_HEADER_BYTES) {
        return false;
      }
      int word = Memory.u16(header + Tcp.DATA_OFFSET);
      headerLength = word >>> 12 << 2;
      int flags = word & 0xff;
      if (!isPlainTcp(header, ports, flags, headerLength, Math.min(length, captured - offset))) {
        return false;
      }
      batch.tcpFlags[i] = flags;
    }
    batch.protocol[i] = protocol;
    batch.ports[i] = ports;
    batch.parseFlags[i] = ParseFlags.HAS_PORTS;
    batch.networkOffset[i] = ETHERNET_BYTES;
    batch.transportOffset[i] = offset;
    batch.payloadOffset[i] = offset + headerLength;
    batch.payloadLength[i] = length - headerLength;
    return true;
  }

  private static boolean isPlainTcp(
      long header, int ports, int flags, int headerLength, int available) {
    boolean begins = (flags & (Tcp.SYN | Tcp.RST | Tcp.ACK)) != 0;
    boolean torn = (flags & Tcp.SYN) != 0 & (flags & (Tcp.FIN | Tcp.RST)) != 0;
    return (ports & 0xffff) != 0 & ports >>> 16 != 0
        && begins & !torn
        && headerLength >= Tcp.MIN_HEADER_BYTES & headerLength <= available
        && (headerLength == Tcp.MIN_HEADER_BYTES || TcpOptions.areReadable(header, headerLength));
  }
}
