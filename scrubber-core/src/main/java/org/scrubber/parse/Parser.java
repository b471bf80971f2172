package org.scrubber.parse;

import java.util.Arrays;
import org.scrubber.batch.PacketBatch;
import org.scrubber.wire.Icmp;
import org.scrubber.wire.InternetChecksum;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;
import org.scrubber.wire.Tcp;

/**
 * Fills the header columns of a batch: one pass, each frame read once, nothing thrown, nothing read
 * beyond the captured bytes.
 *
 * <p>What the sender put on the wire and what was captured are held apart: a header that a snapped
 * capture does not show is unknown, not malformed. Tunnels are read by their outer header. Used by
 * one thread; keeps no state.
 */
public final class Parser {
  private static final int IPV4_HEADER_BYTES = 20;
  private static final int IPV6_HEADER_BYTES = 40;
  private static final int MAX_EXTENSIONS = 12;
  private static final int MAX_DATAGRAM_BYTES = 65_535;

  /** Upper 10 bits of fe80::/10. */
  private static final long LINK_LOCAL_PREFIX = 0xfe80 >>> 6;

  /** Fills the columns from {@code family} to {@code fragmentOffset} of every packet. */
  public void parse(PacketBatch batch) {
    clear(batch);
    for (int i = 0, size = batch.size; i < size; i++) {
      if (!PlainHeaders.read(batch, i)) {
        general(batch, i);
      }
    }
  }

  /** Clears what few packets have, a column at a time. */
  private static void clear(PacketBatch batch) {
    int size = batch.size;
    Arrays.fill(batch.sourceHigh, 0, size, 0);
    Arrays.fill(batch.targetHigh, 0, size, 0);
    Arrays.fill(batch.tcpFlags, 0, size, 0);
    Arrays.fill(batch.malformed, 0, size, (byte) 0);
    Arrays.fill(batch.fragmentId, 0, size, 0);
    Arrays.fill(batch.fragmentOffset, 0, size, 0);
  }

  /** Reads a packet of any kind, step by step. */
  private static void general(PacketBatch batch, int i) {
    clear(batch, i);
    int captured = batch.capturedLength[i];
    int located = LinkLayer.locate(batch.frameAddress[i], captured, batch.linkType[i]);
    if (located == LinkLayer.NOT_IP) {
      batch.parseFlags[i] = LinkType.isReadable(batch.linkType[i]) ? 0 : ParseFlags.UNREADABLE_LINK;
      return;
    }
    int offset = located & 0xffff;
    if (located >>> 16 == 4) {
      ipv4(batch, i, offset, captured - offset, batch.wireLength[i] - offset);
    } else {
      ipv6(batch, i, offset, captured - offset, batch.wireLength[i] - offset);
    }
  }

  private static void clear(PacketBatch batch, int i) {
    batch.family[i] = 0;
    batch.sourceLow[i] = 0;
    batch.targetLow[i] = 0;
    batch.ports[i] = 0;
    batch.protocol[i] = -1;
    batch.parseFlags[i] = 0;
    batch.networkOffset[i] = -1;
    batch.transportOffset[i] = -1;
    batch.payloadOffset[i] = -1;
    batch.payloadLength[i] = 0;
    batch.timeToLive[i] = 0;
  }

  private static void ipv4(PacketBatch batch, int i, int offset, int captured, int onWire) {
    if (captured < IPV4_HEADER_BYTES) {
      return;
    }
    long header = batch.frameAddress[i] + offset;
    int headerLength = (Memory.u8(header) & 0x0f) * 4;
    int totalLength = Memory.u16(header + 2);
    if (totalLength == 0) {
      totalLength = onWire; // Segmentation offload: the length was not yet known.
    }
    batch.family[i] = 4;
    batch.networkOffset[i] = offset;
    batch.sourceLow[i] = Memory.u32(header + 12);
    batch.targetLow[i] = Memory.u32(header + 16);
    batch.timeToLive[i] = Memory.u8(header + 8);
    int protocol = Memory.u8(header + 9);
    batch.protocol[i] = protocol;
    if (headerLength < IPV4_HEADER_BYTES) {
      malformed(batch, i, Malformed.IP_HEADER_LENGTH);
      return;
    }
    if (headerLength > onWire) {
      malformed(batch, i, Malformed.IP_HEADER_CUT);
      return;
    }
    if (totalLength < headerLength || totalLength > onWire) {
      malformed(batch, i, Malformed.IP_LENGTH);
      return;
    }
    if (headerLength <= captured) {
      if (InternetChecksum.of(InternetChecksum.sum(header, headerLength)) != 0) {
        batch.parseFlags[i] |= ParseFlags.BAD_CHECKSUM;
        malformed(batch, i, Malformed.IP_CHECKSUM);
      }
      if (headerLength > IPV4_HEADER_BYTES && hasSourceRoute(header, headerLength)) {
        malformed(batch, i, Malformed.SOURCE_ROUTE);
      }
    }
    if (batch.timeToLive[i] == 0) {
      malformed(batch, i, Malformed.TTL_ZERO);
    }
    int length = totalLength - headerLength;
    int fragment = Memory.u16(header + 6);
    if ((fragment & 0x3fff) != 0) {
      int fragmentOffset = (fragment & 0x1fff) * 8;
      boolean more = (fragment & 0x2000) != 0;
      fragment(batch, i, Memory.u16(header + 4), fragmentOffset, more, protocol, length);
      if (fragmentOffset != 0) {
        return;
      }
    }
    transport(batch, i, protocol, offset + headerLength, captured - headerLength, length);
  }

  private static boolean hasSourceRoute(long header, int length) {
    int at = IPV4_HEADER_BYTES;
    while (at < length) {
      int option = Memory.u8(header + at);
      if (option == 131 || option == 137) {
        return true; // Loose, strict source routing (RFC 791).
      }
      if (option == 0) {
        return false;
      }
      int step = option == 1 || at + 1 >= length ? 1 : Memory.u8(header + at + 1);
      if (step == 0) {
        return false;
      }
      at += step;
    }
    return false;
  }

  private static void ipv6(PacketBatch batch, int i, int offset, int captured, int onWire) {
    if (captured < IPV6_HEADER_BYTES) {
      return;
    }
    long header = batch.frameAddress[i] + offset;
    batch.family[i] = 6;
    batch.networkOffset[i] = offset;
    batch.sourceHigh[i] = Memory.i64(header + 8);
    batch.sourceLow[i] = Memory.i64(header + 16);
    batch.targetHigh[i] = Memory.i64(header + 24);
    batch.targetLow[i] = Memory.i64(header + 32);
    batch.timeToLive[i] = Memory.u8(header + 7);
    if (batch.timeToLive[i] == 0) {
      malformed(batch, i, Malformed.TTL_ZERO);
    }
    int length = Memory.u16(header + 4);
    if (length == 0) {
      length = onWire - IPV6_HEADER_BYTES; // Jumbogram or segmentation offload.
    }
    batch.protocol[i] = Memory.u8(header + 6);
    if (length > onWire - IPV6_HEADER_BYTES) {
      malformed(batch, i, Malformed.IP_LENGTH);
      return;
    }
    extensions(batch, i, offset, captured, length);
  }

  /** Walks the extension headers (RFC 8200, 4) and goes on with the transport header. */
  private static void extensions(PacketBatch batch, int i, int offset, int captured, int length) {
    long header = batch.frameAddress[i] + offset;
    int next = batch.protocol[i];
    int at = IPV6_HEADER_BYTES;
    int end = IPV6_HEADER_BYTES + length;
    for (int seen = 0; isExtension(next); seen++) {
      if (seen == MAX_EXTENSIONS || at + 8 > end) {
        boolean first = (batch.parseFlags[i] & ParseFlags.FRAGMENT) != 0;
        malformed(batch, i, first ? Malformed.FRAGMENT_TINY : Malformed.IPV6_EXTENSION);
        return;
      }
      if (at + 8 > captured) {
        return;
      }
      int extension = next;
      next = Memory.u8(header + at);
      batch.protocol[i] = next;
      if (extension == Protocols.FRAGMENT) {
        int field = Memory.u16(header + at + 2);
        int fragmentOffset = field & 0xfff8;
        boolean more = (field & 1) != 0;
        if (fragmentOffset != 0 || more) { // Else atomic: a whole packet (RFC 6946).
          int id = Memory.i32(header + at + 4);
          fragment(batch, i, id, fragmentOffset, more, next, end - at - 8);
          if (fragmentOffset != 0) {
            return;
          }
        }
        at += 8;
      } else {
        if (extension == Protocols.ROUTING && Memory.u8(header + at + 2) == 0) {
          malformed(batch, i, Malformed.SOURCE_ROUTE); // RFC 5095.
        }
        int words = Memory.u8(header + at + 1);
        at += extension == Protocols.AH ? (words + 2) * 4 : (words + 1) * 8;
      }
    }
    if (at > end) {
      boolean first = (batch.parseFlags[i] & ParseFlags.FRAGMENT) != 0;
      malformed(batch, i, first ? Malformed.FRAGMENT_HEADERS : Malformed.IPV6_EXTENSION);
      return;
    }
    transport(batch, i, next, offset + at, captured - at, end - at);
  }

  private static boolean isExtension(int protocol) {
    return protocol == Protocols.HOP_BY_HOP
        || protocol == Protocols.ROUTING
        || protocol == Protocols.FRAGMENT
        || protocol == Protocols.AH
        || protocol == Protocols.DESTINATION_OPTIONS
        || protocol == Protocols.MOBILITY;
  }

  private static void fragment(
      PacketBatch batch,
      int i,
      int id,
      int fragmentOffset,
      boolean more,
      int protocol,
      int dataLength) {
    int flags = ParseFlags.FRAGMENT;
    flags |= fragmentOffset != 0 ? ParseFlags.LATER_FRAGMENT : 0;
    flags |= more ? ParseFlags.MORE_FRAGMENTS : 0;
    batch.parseFlags[i] |= flags;
    batch.fragmentId[i] = id;
    batch.fragmentOffset[i] = fragmentOffset;
    batch.payloadLength[i] = dataLength;
    if (fragmentOffset + dataLength > MAX_DATAGRAM_BYTES) {
      malformed(batch, i, Malformed.FRAGMENT_OVERSIZE);
    }
    if (more && (dataLength & 7) != 0) {
      malformed(batch, i, Malformed.FRAGMENT_LENGTH);
    }
    if (fragmentOffset == 8 && protocol == Protocols.TCP) {
      malformed(batch, i, Malformed.FRAGMENT_TINY); // RFC 1858, RFC 3128.
    }
  }

  /** Reads the transport header at {@code offset}; {@code length} bytes of it are on the wire. */
  private static void transport(
      PacketBatch batch, int i, int protocol, int offset, int captured, int length) {
    batch.protocol[i] = protocol;
    batch.payloadLength[i] = 0; // Of a first fragment: that of its data, until now.
    if (protocol == Protocols.TCP) {
      tcp(batch, i, offset, captured, length);
    } else if (protocol == Protocols.UDP) {
      udp(batch, i, offset, captured, length);
    } else if (protocol == (batch.family[i] == 6 ? Protocols.ICMPV6 : Protocols.ICMP)) {
      icmp(batch, i, offset, captured, length);
    } else {
      batch.payloadLength[i] = length;
      if (captured > 0) {
        batch.transportOffset[i] = offset;
        batch.payloadOffset[i] = offset;
      }
    }
  }

  private static void tcp(PacketBatch batch, int i, int offset, int captured, int length) {
    boolean fragmented = (batch.parseFlags[i] & ParseFlags.FRAGMENT) != 0;
    if (length < Tcp.MIN_HEADER_BYTES) {
      malformed(batch, i, fragmented ? Malformed.FRAGMENT_TINY : Malformed.TRANSPORT_CUT);
      return;
    }
    if (captured <= Tcp.FLAGS) {
      return;
    }
    long header = batch.frameAddress[i] + offset;
    ports(batch, i, header);
    batch.transportOffset[i] = offset;
    int flags = Memory.u8(header + Tcp.FLAGS);
    batch.tcpFlags[i] = flags;
    int headerLength = (Memory.u8(header + Tcp.DATA_OFFSET) >>> 4) * 4;
    if (headerLength < Tcp.MIN_HEADER_BYTES || (headerLength > length && !fragmented)) {
      malformed(batch, i, Malformed.TCP_OFFSET);
      return;
    }
    boolean impossible =
        (flags & (Tcp.SYN | Tcp.RST | Tcp.ACK)) == 0
            || (flags & Tcp.SYN) != 0 && (flags & (Tcp.FIN | Tcp.RST)) != 0;
    if (impossible) {
      malformed(batch, i, Malformed.TCP_FLAGS);
    }
    batch.payloadLength[i] = Math.max(0, length - headerLength);
    if (headerLength <= captured) {
      batch.payloadOffset[i] = offset + headerLength;
      if (headerLength <= length && !TcpOptions.areReadable(header, headerLength)) {
        malformed(batch, i, Malformed.TCP_OPTIONS);
      }
    }
  }

  private static void udp(PacketBatch batch, int i, int offset, int captured, int length) {
    boolean fragmented = (batch.parseFlags[i] & ParseFlags.FRAGMENT) != 0;
    if (length < 8) {
      malformed(batch, i, fragmented ? Malformed.FRAGMENT_TINY : Malformed.TRANSPORT_CUT);
      return;
    }
    batch.payloadLength[i] = length - 8;
    if (captured < 8) {
      return;
    }
    long header = batch.frameAddress[i] + offset;
    ports(batch, i, header);
    batch.transportOffset[i] = offset;
    batch.payloadOffset[i] = offset + 8;
    int udpLength = Memory.u16(header + 4);
    // 0 stands for "unknown" in jumbograms (RFC 2675) and before segmentation offload.
    if (udpLength != 0 && (udpLength < 8 || (udpLength > length && !fragmented))) {
      malformed(batch, i, Malformed.UDP_LENGTH);
    }
  }

  private static void ports(PacketBatch batch, int i, long header) {
    int ports = Memory.i32(header);
    batch.ports[i] = ports;
    batch.parseFlags[i] |= ParseFlags.HAS_PORTS;
    if ((ports & 0xffff) == 0 || ports >>> 16 == 0 && batch.protocol[i] == Protocols.TCP) {
      malformed(batch, i, Malformed.PORT_ZERO);
    }
  }

  private static void icmp(PacketBatch batch, int i, int offset, int captured, int length) {
    int least = batch.family[i] == 6 ? 4 : 8;
    if (length < least) {
      malformed(batch, i, Malformed.TRANSPORT_CUT);
      return;
    }
    batch.payloadLength[i] = Math.max(0, length - 8);
    if (captured < 8) {
      return;
    }
    long header = batch.frameAddress[i] + offset;
    int type = Memory.u8(header);
    int family = batch.family[i];
    batch.transportOffset[i] = offset;
    batch.payloadOffset[i] = offset + 8;
    batch.ports[i] = type << 8 | Memory.u8(header + 1);
    if (Icmp.isEcho(family, type)) {
      int id = Memory.u16(header + 4);
      batch.ports[i] = id << 16 | id; // So that a request and its reply are one flow.
      batch.parseFlags[i] |= ParseFlags.HAS_PORTS;
    } else if (Icmp.isError(family, type)) {
      batch.parseFlags[i] |= ParseFlags.ICMP_ERROR;
    } else if (Icmp.isLinkControl(family, type) && isOnLink(batch, i, type)) {
      batch.parseFlags[i] |= ParseFlags.LINK_CONTROL;
    }
  }

  /**
   * Tells whether a message of link control can only have come from the link itself: no router has
   * taken from its hop limit (RFC 4861), or it is a listener's own report (RFC 2710, RFC 3810).
   */
  private static boolean isOnLink(PacketBatch batch, int i, int type) {
    if (Icmp.isListenerControl(type)) {
      boolean unspecified = (batch.sourceHigh[i] | batch.sourceLow[i]) == 0;
      boolean linkLocal = batch.sourceHigh[i] >>> 54 == LINK_LOCAL_PREFIX;
      return batch.timeToLive[i] == 1 && (unspecified || linkLocal);
    }
    return batch.timeToLive[i] == 255;
  }

  /** Keeps the surest finding. */
  private static void malformed(PacketBatch batch, int i, Malformed what) {
    int found = batch.malformed[i];
    if (found == 0 || what.ordinal() < found) {
      batch.malformed[i] = (byte) what.ordinal();
    }
  }
}
