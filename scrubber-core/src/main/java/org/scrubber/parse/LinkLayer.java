package org.scrubber.parse;

import org.scrubber.wire.LinkType;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;

/**
 * Finds the IP header behind the link layer: Ethernet with any stack of VLAN tags, MPLS labels and
 * PPPoE, and the simpler link types. Hot path; reads captured bytes only.
 */
public final class LinkLayer {
  /** Returned when there is no IP header to be found. */
  public static final int NOT_IP = -1;

  /** Tags and labels skipped at most, so that a crafted stack cannot hold up the pipeline. */
  private static final int MAX_TAGS = 16;

  private static final int PPP_IPV4 = 0x0021;
  private static final int PPP_IPV6 = 0x0057;
  private static final int LLC_SNAP = 0xaaaa;
  private static final int MAX_LLC_LENGTH = 1500;

  private LinkLayer() {}

  /**
   * Returns the offset of the IP header in the lower 16 bits and 4 or 6 in the upper, or {@link
   * #NOT_IP}.
   *
   * @param frame absolute address
   * @param captured bytes there
   */
  public static int locate(long frame, int captured, int linkType) {
    return switch (linkType) {
      case LinkType.ETHERNET ->
          captured < 14 ? NOT_IP : etherType(frame, captured, 14, Memory.u16(frame + 12));
      case LinkType.RAW, LinkType.RAW_BSD, LinkType.RAW_OPENBSD, LinkType.IPV4, LinkType.IPV6 ->
          byVersion(frame, captured, 0);
      case LinkType.NULL, LinkType.LOOP -> loopback(frame, captured);
      case LinkType.LINUX_SLL ->
          captured < 16 ? NOT_IP : etherType(frame, captured, 16, Memory.u16(frame + 14));
      case LinkType.LINUX_SLL2 ->
          captured < 20 ? NOT_IP : etherType(frame, captured, 20, Memory.u16(frame));
      case LinkType.PPP, LinkType.PPP_HDLC -> ppp(frame, captured, 0);
      case LinkType.C_HDLC ->
          captured < 4 ? NOT_IP : etherType(frame, captured, 4, Memory.u16(frame + 2));
      default -> NOT_IP;
    };
  }

  private static int etherType(long frame, int captured, int start, int firstType) {
    int offset = start;
    int type = firstType;
    for (int tags = 0; tags < MAX_TAGS; tags++) {
      switch (type) {
        case Protocols.ETHERTYPE_IPV4 -> {
          return versionIs(frame, captured, offset, 4) ? 4 << 16 | offset : NOT_IP;
        }
        case Protocols.ETHERTYPE_IPV6 -> {
          return versionIs(frame, captured, offset, 6) ? 6 << 16 | offset : NOT_IP;
        }
        case Protocols.ETHERTYPE_VLAN,
            Protocols.ETHERTYPE_QINQ,
            Protocols.ETHERTYPE_QINQ_9100,
            Protocols.ETHERTYPE_QINQ_9200 -> {
          if (captured < offset + 4) {
            return NOT_IP;
          }
          type = Memory.u16(frame + offset + 2);
          offset += 4;
        }
        case Protocols.ETHERTYPE_MPLS, Protocols.ETHERTYPE_MPLS_UPSTREAM -> {
          return mpls(frame, captured, offset);
        }
        case Protocols.ETHERTYPE_PPPOE_SESSION -> {
          return captured < offset + 8 ? NOT_IP : ppp(frame, captured, offset + 6);
        }
        default -> {
          boolean snap =
              type <= MAX_LLC_LENGTH
                  && captured >= offset + 8
                  && Memory.u16(frame + offset) == LLC_SNAP
                  && isEtherTypeSpace(Memory.i32(frame + offset + 2));
          if (!snap) {
            return NOT_IP;
          }
          type = Memory.u16(frame + offset + 6);
          offset += 8;
        }
      }
    }
    return NOT_IP;
  }

  /** Unnumbered information, and an organisation code whose protocols are EtherTypes (RFC 1042). */
  private static boolean isEtherTypeSpace(int controlAndOrganisation) {
    return controlAndOrganisation == 0x0300_0000 || controlAndOrganisation == 0x0300_00f8;
  }

  private static int mpls(long frame, int captured, int start) {
    int offset = start;
    for (int labels = 0; labels < MAX_TAGS; labels++) {
      if (captured < offset + 5) {
        return NOT_IP;
      }
      boolean bottom = (Memory.u8(frame + offset + 2) & 1) != 0;
      offset += 4;
      if (bottom) {
        return byVersion(frame, captured, offset);
      }
    }
    return NOT_IP;
  }

  private static int ppp(long frame, int captured, int start) {
    int offset = start;
    if (captured < offset + 4) {
      return NOT_IP;
    }
    if (Memory.u16(frame + offset) == 0xff03) {
      offset += 2; // Address and control fields (RFC 1662).
    }
    int type;
    if ((Memory.u8(frame + offset) & 1) != 0) {
      type = Memory.u8(frame + offset); // Compressed protocol field.
      offset += 1;
    } else {
      type = Memory.u16(frame + offset);
      offset += 2;
    }
    return type == PPP_IPV4 || type == PPP_IPV6 ? byVersion(frame, captured, offset) : NOT_IP;
  }

  private static int loopback(long frame, int captured) {
    if (captured < 5) {
      return NOT_IP;
    }
    int bigEndian = Memory.i32(frame);
    int littleEndian = Integer.reverseBytes(bigEndian);
    boolean known = isAddressFamily(bigEndian) || isAddressFamily(littleEndian);
    return known ? byVersion(frame, captured, 4) : NOT_IP;
  }

  /** AF_INET is 2 everywhere; AF_INET6 is 10, 24, 28 or 30, depending on the system. */
  private static boolean isAddressFamily(int family) {
    return family == 2 || family == 10 || family == 24 || family == 28 || family == 30;
  }

  private static int byVersion(long frame, int captured, int offset) {
    if (versionIs(frame, captured, offset, 4)) {
      return 4 << 16 | offset;
    }
    return versionIs(frame, captured, offset, 6) ? 6 << 16 | offset : NOT_IP;
  }

  private static boolean versionIs(long frame, int captured, int offset, int version) {
    return captured > offset && Memory.u8(frame + offset) >>> 4 == version;
  }
}
