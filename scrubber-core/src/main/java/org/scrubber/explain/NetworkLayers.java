package org.scrubber.explain;

import org.scrubber.policy.AddressText;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;

/** Reads IP headers of a frame into words, and hands on to {@link TransportLayers}. */
final class NetworkLayers {
  private static final int IPV4_HEADER_BYTES = 20;
  private static final int IPV6_HEADER_BYTES = 40;

  private final Dissector dissector;
  private final TransportLayers transport;

  NetworkLayers(Dissector dissector) {
    this.dissector = dissector;
    this.transport = new TransportLayers(dissector, this);
  }

  /** An IP header of either version at an offset. */
  void byVersion(int at) {
    if (!dissector.holds(at, 1, "ip")) {
      return;
    }
    switch (Memory.u8(dissector.frame + at) >>> 4) {
      case 4 -> ipv4(at);
      case 6 -> ipv6(at);
      default -> dissector.add("ip", "version is neither 4 nor 6");
    }
  }

  private void ipv4(int at) {
    if (!dissector.holds(at, IPV4_HEADER_BYTES, "ipv4")) {
      return;
    }
    long header = dissector.frame + at;
    int headerBytes = (Memory.u8(header) & 0x0f) * 4;
    int fragment = Memory.u16(header + 6);
    int protocol = Memory.u8(header + 9);
    String fields =
        "%s → %s   ttl %d   id 0x%04x   length %d%s%s%s"
            .formatted(
                AddressText.format(4, 0, Memory.u32(header + 12)),
                AddressText.format(4, 0, Memory.u32(header + 16)),
                Memory.u8(header + 8),
                Memory.u16(header + 4),
                Memory.u16(header + 2),
                (fragment & 0x4000) != 0 ? "   DF" : "",
                headerBytes > IPV4_HEADER_BYTES
                    ? "   options %d bytes".formatted(headerBytes - IPV4_HEADER_BYTES)
                    : "",
                fragment((fragment & 0x1fff) * 8, (fragment & 0x2000) != 0));
    if (!dissector.add("ipv4", fields)) {
      return;
    }
    if (headerBytes < IPV4_HEADER_BYTES) {
      dissector.add("ipv4", "header length of %d bytes is impossible".formatted(headerBytes));
    } else if ((fragment & 0x1fff) == 0) {
      transport.read(4, protocol, at + headerBytes);
    } else {
      dissector.add(TransportLayers.name(protocol), "later fragment: no header");
    }
  }

  private static String fragment(int offset, boolean more) {
    if (offset == 0) {
      return more ? "   first fragment" : "";
    }
    return "   %s fragment at %,d".formatted(more ? "middle" : "last", offset);
  }

  private void ipv6(int at) {
    if (!dissector.holds(at, IPV6_HEADER_BYTES, "ipv6")) {
      return;
    }
    long header = dissector.frame + at;
    String fields =
        "%s → %s   hop limit %d   length %d"
            .formatted(
                AddressText.format(6, Memory.i64(header + 8), Memory.i64(header + 16)),
                AddressText.format(6, Memory.i64(header + 24), Memory.i64(header + 32)),
                Memory.u8(header + 7),
                Memory.u16(header + 4));
    if (dissector.add("ipv6", fields)) {
      extensions(Memory.u8(header + 6), at + IPV6_HEADER_BYTES);
    }
  }

  private void extensions(int first, int start) {
    int next = first;
    int at = start;
    while (isExtension(next)) {
      String name = TransportLayers.name(next);
      if (!dissector.holds(at, 8, name)) {
        return;
      }
      long header = dissector.frame + at;
      int following = Memory.u8(header);
      if (next == Protocols.FRAGMENT) {
        int field = Memory.u16(header + 2);
        String words = fragment(field & 0xfff8, (field & 1) != 0).strip();
        boolean atomic = words.isEmpty();
        String id = "   id 0x%08x".formatted(Memory.u32(header + 4));
        if (!dissector.add(name, (atomic ? "atomic" : words) + id)) {
          return;
        }
        if ((field & 0xfff8) != 0) {
          dissector.add(TransportLayers.name(following), "later fragment: no header");
          return;
        }
        at += 8;
      } else {
        int words = Memory.u8(header + 1);
        int bytes = next == Protocols.AH ? (words + 2) * 4 : (words + 1) * 8;
        if (!dissector.add(name, "%d bytes".formatted(bytes))) {
          return;
        }
        at += bytes;
      }
      next = following;
    }
    transport.read(6, next, at);
  }

  private static boolean isExtension(int protocol) {
    return protocol == Protocols.HOP_BY_HOP
        || protocol == Protocols.ROUTING
        || protocol == Protocols.FRAGMENT
        || protocol == Protocols.AH
        || protocol == Protocols.DESTINATION_OPTIONS
        || protocol == Protocols.MOBILITY;
  }
}
