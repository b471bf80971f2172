package org.scrubber.parse;

import java.math.BigInteger;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.scrubber.wire.LinkType;

/**
 * A parser as one would write it with time to waste: an object a packet, a copy a layer, an
 * exception where the capture ends. Written from the RFCs, to be held against {@link Parser}.
 */
final class ReferenceParser {
  private static final Set<Integer> VLAN_TYPES = Set.of(0x8100, 0x88a8, 0x9100, 0x9200);
  private static final Set<Integer> AF_INET = Set.of(2);
  private static final Set<Integer> AF_INET6 = Set.of(10, 24, 28, 30);
  private static final Set<Integer> EXTENSIONS = Set.of(0, 43, 44, 51, 60, 135);

  private final byte[] frame;
  private final int wireLength;
  private final Set<Malformed> findings = EnumSet.noneOf(Malformed.class);
  private final Set<Integer> flags = new TreeSet<>();
  private int family;
  private long sourceHigh;
  private long sourceLow;
  private long targetHigh;
  private long targetLow;
  private int ports;
  private int protocol = -1;
  private int tcpFlags;
  private int networkOffset = -1;
  private int transportOffset = -1;
  private int payloadOffset = -1;
  private int payloadLength;
  private int timeToLive;
  private int fragmentId;
  private int fragmentOffset;

  private ReferenceParser(byte[] frame, int wireLength) {
    this.frame = frame;
    this.wireLength = wireLength;
  }

  /** Returns what is to be said of a frame of which the bytes were captured. */
  static Columns parse(int linkType, byte[] captured, int wireLength) {
    ReferenceParser parser = new ReferenceParser(captured, wireLength);
    if (!LinkType.isReadable(linkType)) {
      parser.flags.add(ParseFlags.UNREADABLE_LINK);
      return parser.columns();
    }
    try {
      parser.link(linkType, new CapturedBytes(captured, 0));
    } catch (CapturedBytes.Unknown end) {
      return parser.columns();
    }
    return parser.columns();
  }

  private Columns columns() {
    return new Columns(
        family,
        sourceHigh,
        sourceLow,
        targetHigh,
        targetLow,
        ports,
        protocol,
        tcpFlags,
        flags.stream().mapToInt(Integer::intValue).sum(),
        networkOffset,
        transportOffset,
        payloadOffset,
        payloadLength,
        findings.stream().findFirst().orElse(Malformed.NONE),
        timeToLive,
        fragmentId,
        fragmentOffset);
  }

  // ---- link layer ----

  private void link(int linkType, CapturedBytes in) throws CapturedBytes.Unknown {
    switch (linkType) {
      case 1 -> tagged(in.u16(12), in.from(14), 0);
      case 113 -> tagged(in.u16(14), in.from(16), 0);
      case 276 -> {
        in.u8(19);
        tagged(in.u16(0), in.from(20), 0);
      }
      case 104 -> tagged(in.u16(2), in.from(4), 0);
      case 0, 108 -> {
        int family = in.u32(0);
        int reversed = Integer.reverseBytes(family);
        Set<Integer> known = new TreeSet<>(AF_INET);
        known.addAll(AF_INET6);
        if (known.contains(family) || known.contains(reversed)) {
          internet(in.from(4));
        }
      }
      case 9, 50 -> ppp(in);
      default -> internet(in);
    }
  }

  private void tagged(int type, CapturedBytes in, int tags) throws CapturedBytes.Unknown {
    if (tags > 15) {
      return;
    }
    if (type == 0x0800 || type == 0x86dd) {
      if (in.u8(0) >> 4 == (type == 0x0800 ? 4 : 6)) {
        internet(in);
      }
    } else if (VLAN_TYPES.contains(type)) {
      tagged(in.u16(2), in.from(4), tags + 1);
    } else if (type == 0x8847 || type == 0x8848) {
      labels(in, 1);
    } else if (type == 0x8864) {
      ppp(in.from(6));
    } else if (type <= 1500) {
      String llc = new BigInteger(1, in.slice(0, 6)).toString(16);
      int inner = in.u16(6);
      if (llc.equals("aaaa03000000") || llc.equals("aaaa030000f8")) {
        tagged(inner, in.from(8), tags + 1);
      }
    }
  }

  private void labels(CapturedBytes in, int count) throws CapturedBytes.Unknown {
    boolean bottom = in.u8(2) % 2 == 1;
    if (bottom) {
      internet(in.from(4));
    } else if (count < 16) {
      labels(in.from(4), count + 1);
    }
  }

  private void ppp(CapturedBytes in) throws CapturedBytes.Unknown {
    in.u32(0);
    CapturedBytes at = in.u16(0) == 0xff03 ? in.from(2) : in;
    boolean compressed = at.u8(0) % 2 == 1;
    int type = compressed ? at.u8(0) : at.u16(0);
    if (type == 0x21 || type == 0x57) {
      internet(at.from(compressed ? 1 : 2));
    }
  }

  // ---- IP ----

  private void internet(CapturedBytes in) throws CapturedBytes.Unknown {
    int version = in.u8(0) >> 4;
    int onWire = wireLength - in.start();
    if (version == 4) {
      in.slice(0, 20);
      ipv4(in, onWire);
    } else if (version == 6) {
      in.slice(0, 40);
      ipv6(in, onWire);
    }
  }

  private void ipv4(CapturedBytes in, int onWire) throws CapturedBytes.Unknown {
    family = 4;
    networkOffset = in.start();
    sourceLow = in.u32(12) & 0xffff_ffffL;
    targetLow = in.u32(16) & 0xffff_ffffL;
    timeToLive = in.u8(8);
    protocol = in.u8(9);
    int headerLength = in.u8(0) % 16 * 4;
    int total = in.u16(2) == 0 ? onWire : in.u16(2);
    if (headerLength < 20) {
      findings.add(Malformed.IP_HEADER_LENGTH);
      return;
    }
    if (headerLength > onWire) {
      findings.add(Malformed.IP_HEADER_CUT);
      return;
    }
    if (total < headerLength || total > onWire) {
      findings.add(Malformed.IP_LENGTH);
      return;
    }
    if (timeToLive == 0) {
      findings.add(Malformed.TTL_ZERO);
    }
    if (in.start() + headerLength <= frame.length) {
      header4(in, headerLength);
    }
    int length = total - headerLength;
    boolean more = (in.u8(6) & 0x20) != 0;
    int offset = in.u16(6) % 0x2000 * 8;
    if (more || offset > 0) {
      fragment(in.u16(4), offset, more, length);
    }
    if (offset == 0) {
      transport(in.from(headerLength), length);
    }
  }

  private void header4(CapturedBytes in, int headerLength) throws CapturedBytes.Unknown {
    int sum = 0;
    for (int at = 0; at < headerLength; at += 2) {
      sum += in.u16(at);
      sum = sum > 0xffff ? sum - 0xffff : sum;
    }
    if (sum != 0xffff) {
      flags.add(ParseFlags.BAD_CHECKSUM);
      findings.add(Malformed.IP_CHECKSUM);
    }
    int at = 20;
    while (at < headerLength && in.u8(at) != 0) {
      if (in.u8(at) == 131 || in.u8(at) == 137) {
        findings.add(Malformed.SOURCE_ROUTE);
        return;
      }
      boolean single = in.u8(at) == 1 || at == headerLength - 1;
      int step = single ? 1 : in.u8(at + 1);
      if (step == 0) {
        return;
      }
      at += step;
    }
  }

  private void ipv6(CapturedBytes in, int onWire) throws CapturedBytes.Unknown {
    family = 6;
    networkOffset = in.start();
    sourceHigh = in.u64(8);
    sourceLow = in.u64(16);
    targetHigh = in.u64(24);
    targetLow = in.u64(32);
    timeToLive = in.u8(7);
    protocol = in.u8(6);
    if (timeToLive == 0) {
      findings.add(Malformed.TTL_ZERO);
    }
    int length = in.u16(4) == 0 ? onWire - 40 : in.u16(4);
    if (length > onWire - 40) {
      findings.add(Malformed.IP_LENGTH);
      return;
    }
    extension(in.from(40), length, 0);
  }

  private void extension(CapturedBytes in, int left, int seen) throws CapturedBytes.Unknown {
    if (!EXTENSIONS.contains(protocol)) {
      if (left < 0) {
        cutChain(Malformed.FRAGMENT_HEADERS);
      } else {
        transport(in, left);
      }
      return;
    }
    if (seen == 12 || left < 8) {
      cutChain(Malformed.FRAGMENT_TINY);
      return;
    }
    byte[] least = in.slice(0, 8);
    int kind = protocol;
    protocol = least[0] & 0xff;
    if (kind == 44) {
      int offset = in.u16(2) / 8 * 8;
      boolean more = in.u16(2) % 2 == 1;
      if (more || offset > 0) {
        fragment(in.u32(4), offset, more, left - 8);
      }
      if (offset == 0) {
        extension(in.from(8), left - 8, seen + 1);
      }
      return;
    }
    if (kind == 43 && least[2] == 0) {
      findings.add(Malformed.SOURCE_ROUTE);
    }
    int words = least[1] & 0xff;
    int length = kind == 51 ? (words + 2) * 4 : (words + 1) * 8;
    extension(in.from(length), left - length, seen + 1);
  }

  private void cutChain(Malformed ofFragment) {
    boolean first = flags.contains(ParseFlags.FRAGMENT);
    findings.add(first ? ofFragment : Malformed.IPV6_EXTENSION);
  }

  private void fragment(int id, int offset, boolean more, int length) {
    flags.add(ParseFlags.FRAGMENT);
    if (more) {
      flags.add(ParseFlags.MORE_FRAGMENTS);
    }
    if (offset > 0) {
      flags.add(ParseFlags.LATER_FRAGMENT);
      payloadLength = length;
    }
    fragmentId = id;
    fragmentOffset = offset;
    Map<Malformed, Boolean> wrong =
        Map.of(
            Malformed.FRAGMENT_OVERSIZE, offset + length > 65_535,
            Malformed.FRAGMENT_LENGTH, more && length % 8 != 0,
            Malformed.FRAGMENT_TINY, offset == 8 && protocol == 6);
    wrong.forEach((what, is) -> findings.addAll(is ? Set.of(what) : Set.of()));
    if (offset == 0) {
      payloadLength = length; // Unless a transport header follows.
    }
  }

  // ---- transport ----

  private void transport(CapturedBytes in, int length) throws CapturedBytes.Unknown {
    boolean whole = !flags.contains(ParseFlags.FRAGMENT);
    boolean icmp = protocol == (family == 4 ? 1 : 58);
    int least = protocol == 6 ? 20 : protocol == 17 ? 8 : icmp ? (family == 4 ? 8 : 4) : 0;
    payloadLength = 0;
    if (length < least) {
      boolean split = !whole && !icmp;
      findings.add(split ? Malformed.FRAGMENT_TINY : Malformed.TRANSPORT_CUT);
    } else if (protocol == 6) {
      tcp(in, length, whole);
    } else if (protocol == 17) {
      payloadLength = length - 8;
      in.slice(0, 8);
      ports(in);
      transportOffset = in.start();
      payloadOffset = in.start() + 8;
      int claimed = in.u16(4);
      if ((claimed > 0 && claimed < 8) || (whole && claimed > length)) {
        findings.add(Malformed.UDP_LENGTH);
      }
    } else if (icmp) {
      icmp(in, length);
    } else {
      payloadLength = length;
      if (!in.isEmpty()) {
        transportOffset = in.start();
        payloadOffset = in.start();
      }
    }
  }

  private void tcp(CapturedBytes in, int length, boolean whole) throws CapturedBytes.Unknown {
    in.slice(0, 14);
    ports(in);
    transportOffset = in.start();
    tcpFlags = in.u8(13);
    int headerLength = in.u8(12) / 16 * 4;
    if (headerLength < 20 || (whole && headerLength > length)) {
      findings.add(Malformed.TCP_OFFSET);
      return;
    }
    boolean fin = (tcpFlags & 1) != 0;
    boolean syn = (tcpFlags & 2) != 0;
    boolean rst = (tcpFlags & 4) != 0;
    boolean ack = (tcpFlags & 16) != 0;
    if ((!syn && !rst && !ack) || (syn && fin) || (syn && rst)) {
      findings.add(Malformed.TCP_FLAGS);
    }
    payloadLength = Math.max(0, length - headerLength);
    in.slice(0, headerLength);
    payloadOffset = in.start() + headerLength;
    if (headerLength <= length && !ReferenceOptions.fit(in.slice(20, headerLength - 20))) {
      findings.add(Malformed.TCP_OPTIONS);
    }
  }

  private void icmp(CapturedBytes in, int length) throws CapturedBytes.Unknown {
    payloadLength = Math.max(0, length - 8);
    in.slice(0, 8);
    transportOffset = in.start();
    payloadOffset = in.start() + 8;
    int type = in.u8(0);
    ports = type * 256 + in.u8(1);
    Set<Integer> echoes = family == 4 ? Set.of(0, 8) : Set.of(128, 129);
    Set<Integer> errors = family == 4 ? Set.of(3, 4, 5, 11, 12) : Set.of(1, 2, 3, 4);
    Set<Integer> listeners = family == 4 ? Set.of() : Set.of(130, 131, 132, 143);
    Set<Integer> neighbours = family == 4 ? Set.of() : Set.of(133, 134, 135, 136, 137);
    boolean local =
        (sourceHigh & 0xffc0_0000_0000_0000L) == 0xfe80_0000_0000_0000L
            || (sourceHigh == 0 && sourceLow == 0);
    if (echoes.contains(type)) {
      ports = in.u16(4) * 0x10001;
      flags.add(ParseFlags.HAS_PORTS);
    } else if (errors.contains(type)) {
      flags.add(ParseFlags.ICMP_ERROR);
    } else if ((neighbours.contains(type) && timeToLive == 255)
        || (listeners.contains(type) && timeToLive == 1 && local)) {
      flags.add(ParseFlags.LINK_CONTROL);
    }
  }

  private void ports(CapturedBytes in) throws CapturedBytes.Unknown {
    ports = in.u32(0);
    flags.add(ParseFlags.HAS_PORTS);
    boolean zeroSource = in.u16(0) == 0 && protocol == 6; // UDP may leave it out (RFC 768).
    if (zeroSource || in.u16(2) == 0) {
      findings.add(Malformed.PORT_ZERO);
    }
  }
}
