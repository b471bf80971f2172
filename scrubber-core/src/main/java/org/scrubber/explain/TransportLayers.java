package org.scrubber.explain;

import java.util.HexFormat;
import org.scrubber.wire.Icmp;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;
import org.scrubber.wire.Tcp;

/** Reads transport headers into words, and hands on what stands in a tunnel. */
final class TransportLayers {
  private static final int IPIP = 4;
  private static final int SIX_IN_FOUR = 41;
  private static final int SHOWN_BYTES = 16;
  private static final String FLAG_LETTERS = "FSRPAUEC";

  private final Dissector dissector;
  private final NetworkLayers network;
  private final TunnelLayers tunnels;

  TransportLayers(Dissector dissector, NetworkLayers network) {
    this.dissector = dissector;
    this.network = network;
    this.tunnels = new TunnelLayers(dissector, network);
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
      case Protocols.GRE -> tunnels.gre(at);
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
    if (!tunnels.udp(source, target, at + 8)) {
      payload(at + 8);
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
