package org.scrubber.explain;

import java.util.HexFormat;
import org.scrubber.wire.Icmp;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;
import org.scrubber.wire.Tcp;

/**
 * Reads transport headers into words, and goes on with what stands in a tunnel. The engine judges
 * by the outer headers; the inner ones are shown so that a person sees what was carried.
 */
final class TransportLayers {
  private static final int IPIP = 4;
  private static final int SIX_IN_FOUR = 41;
  private static final int SHOWN_BYTES = 16;
  private static final int VXLAN = 4789;
  private static final int GENEVE = 6081;
  private static final int GTP_U = 2152;
  private static final int TEREDO = 3544;
  private static final int GRE_TRANSPARENT_BRIDGING = 0x6558;
  private static final int GTP_USER_DATA = 255;
  private static final String FLAG_LETTERS = "FSRPAUEC";

  private final Dissector dissector;
  private final NetworkLayers network;

  TransportLayers(Dissector dissector, NetworkLayers network) {
    this.dissector = dissector;
    this.network = network;
  }

  /** Returns a protocol's name. */
  static String name(int protocol) {
    return switch (protocol) {
      case Protocols.HOP_BY_HOP -> "hop-by-hop";
      case Protocols.ICMP -> "icmp";
      case IPIP -> "ipip";
      case Protocols.TCP -> "tcp";
      case Protocols.UDP -> "udp";
      case SIX_IN_FOUR -> "6in4";
      case Protocols.ROUTING -> "routing";
      case Protocols.FRAGMENT -> "fragment";
      case Protocols.GRE -> "gre";
      case Protocols.ESP -> "esp";
      case Protocols.AH -> "ah";
      case Protocols.ICMPV6 -> "icmpv6";
      case Protocols.NO_NEXT_HEADER -> "no next header";
      case Protocols.DESTINATION_OPTIONS -> "destination options";
      case Protocols.MOBILITY -> "mobility";
      default -> "protocol " + protocol;
    };
  }

  /** Reads the header of a protocol at an offset, and what is in it. */
  void read(int family, int protocol, int at) {
    String name = name(protocol);
    switch (protocol) {
      case Protocols.TCP -> tcp(at);
      case Protocols.UDP -> udp(at);
      case Protocols.ICMP, Protocols.ICMPV6 -> icmp(family, name, at);
      case Protocols.GRE -> gre(at);
      case Protocols.ESP -> {
        if (dissector.holds(at, 8, name)) {
          long header = dissector.frame + at;
          dissector.add(
              name,
              "spi 0x%08x   sequence %d".formatted(Memory.u32(header), Memory.u32(header + 4)));
        }
      }
      case IPIP, SIX_IN_FOUR -> {
        if (dissector.add(name, "inner packet:")) {
          network.byVersion(at);
        }
      }
      default -> dissector.add(name, "");
    }
  }

  private void tcp(int at) {
    if (!dissector.holds(at, Tcp.MIN_HEADER_BYTES, "tcp")) {
      return;
    }
    long header = dissector.frame + at;
    int flags = Memory.u8(header + Tcp.FLAGS);
    StringBuilder letters = new StringBuilder();
    for (int bit = 0; bit < 8; bit++) {
      if ((flags & 1 << bit) != 0) {
        letters.append(FLAG_LETTERS.charAt(bit));
      }
    }
    int headerBytes = (Memory.u8(header + Tcp.DATA_OFFSET) >>> 4) * 4;
    dissector.add(
        "tcp",
        "%d → %d   flags %s   seq %d   ack %d   window %d   header %d bytes"
            .formatted(
                Memory.u16(header),
                Memory.u16(header + 2),
                letters.isEmpty() ? "none" : letters,
                Memory.u32(header + Tcp.SEQUENCE),
                Memory.u32(header + Tcp.ACKNOWLEDGEMENT),
                Memory.u16(header + Tcp.WINDOW),
                headerBytes));
    payload(at + headerBytes);
  }

  private void udp(int at) {
    if (!dissector.holds(at, 8, "udp")) {
      return;
    }
    long header = dissector.frame + at;
    int source = Memory.u16(header);
    int target = Memory.u16(header + 2);
    String fields = "%d → %d   length %d".formatted(source, target, Memory.u16(header + 4));
    if (!dissector.add("udp", fields)) {
      return;
    }
    int inner = at + 8;
    if (target == VXLAN && dissector.captured >= inner + 8) {
      long vni = Memory.u32(header + 12) >>> 8;
      if (dissector.add("vxlan", "vni %d   inner frame:".formatted(vni))) {
        dissector.ethernet(inner + 8);
      }
    } else if (target == GENEVE && dissector.captured >= inner + 8) {
      geneve(inner);
    } else if ((target == GTP_U || source == GTP_U) && dissector.captured >= inner + 8) {
      gtp(inner);
    } else if ((target == TEREDO || source == TEREDO)
        && dissector.captured > inner
        && Memory.u8(dissector.frame + inner) >>> 4 == 6) {
      if (dissector.add("teredo", "inner packet:")) {
        network.byVersion(inner);
      }
    } else {
      payload(inner);
    }
  }

  private void geneve(int at) {
    long header = dissector.frame + at;
    int options = (Memory.u8(header) & 0x3f) * 4;
    long vni = Memory.u32(header + 4) >>> 8;
    if (dissector.add("geneve", "vni %d   inner frame:".formatted(vni))) {
      int type = Memory.u16(header + 2);
      int inner = at + 8 + options;
      if (type == GRE_TRANSPARENT_BRIDGING) {
        dissector.ethernet(inner);
      } else {
        dissector.etherType(type, inner);
      }
    }
  }

  private void gtp(int at) {
    long header = dissector.frame + at;
    int flags = Memory.u8(header);
    int type = Memory.u8(header + 1);
    boolean data = type == GTP_USER_DATA;
    String words = "tunnel 0x%08x   type %d".formatted(Memory.u32(header + 4), type);
    if (!dissector.add("gtp-u", data ? words + "   inner packet:" : words) || !data) {
      return;
    }
    int inner = at + 8 + ((flags & 7) != 0 ? 4 : 0);
    boolean extended = (flags & 4) != 0;
    int next = extended && dissector.captured >= inner ? Memory.u8(dissector.frame + inner - 1) : 0;
    while (next != 0 && dissector.holds(inner, 4, "gtp-u")) {
      int bytes = Math.max(1, Memory.u8(dissector.frame + inner)) * 4;
      if (!dissector.holds(inner, bytes, "gtp-u")) {
        return;
      }
      next = Memory.u8(dissector.frame + inner + bytes - 1);
      inner += bytes;
    }
    network.byVersion(inner);
  }

  private void gre(int at) {
    if (!dissector.holds(at, 4, "gre")) {
      return;
    }
    long header = dissector.frame + at;
    int flags = Memory.u16(header);
    int type = Memory.u16(header + 2);
    int version = flags & 7;
    String words = "version %d   type 0x%04x".formatted(version, type);
    if (version != 0) {
      dissector.add("gre", words);
      return;
    }
    int inner = at + 4;
    inner += (flags & 0x8000) != 0 ? 4 : 0; // Checksum and offset (RFC 2784).
    inner += (flags & 0x2000) != 0 ? 4 : 0; // Key (RFC 2890).
    inner += (flags & 0x1000) != 0 ? 4 : 0; // Sequence number.
    if (!dissector.add("gre", words + "   inner packet:")) {
      return;
    }
    if (type == GRE_TRANSPARENT_BRIDGING) {
      dissector.ethernet(inner);
    } else {
      dissector.etherType(type, inner);
    }
  }

  private void icmp(int family, String name, int at) {
    if (!dissector.holds(at, 8, name)) {
      return;
    }
    long header = dissector.frame + at;
    int type = Memory.u8(header);
    String words = "type %d   code %d".formatted(type, Memory.u8(header + 1));
    if (Icmp.isEcho(family, type)) {
      words +=
          "   echo id %d   sequence %d".formatted(Memory.u16(header + 4), Memory.u16(header + 6));
    }
    boolean error = Icmp.isError(family, type);
    if (dissector.add(name, error ? words + "   quoting:" : words) && error) {
      network.byVersion(at + 8);
    }
  }

  private void payload(int at) {
    int bytes = Math.min(SHOWN_BYTES, dissector.captured - at);
    if (bytes <= 0) {
      return;
    }
    byte[] begin = new byte[bytes];
    Memory.copy(dissector.frame + at, begin, 0, bytes);
    StringBuilder text = new StringBuilder();
    for (byte one : begin) {
      text.append(one >= 0x20 && one < 0x7f ? (char) one : '.');
    }
    String more = dissector.captured - at > bytes ? " …" : "";
    dissector.add(
        "payload", HexFormat.ofDelimiter(" ").formatHex(begin) + more + "   |" + text + "|");
  }
}
