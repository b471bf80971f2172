package org.scrubber.explain;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.scrubber.explain.Explanation.Layer;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;

/**
 * Reads the link layer of a frame into words, and hands on to {@link NetworkLayers}. Never reads
 * past the captured bytes: what is cut is said to be cut.
 */
final class Dissector {
  /** Headers shown at most, however deep a crafted packet nests them. */
  static final int MAX_LAYERS = 24;

  private static final int PPP_IPV4 = 0x0021;
  private static final int PPP_IPV6 = 0x0057;

  final long frame;
  final int captured;
  final List<Layer> layers = new ArrayList<>();
  private final NetworkLayers network = new NetworkLayers(this);

  private Dissector(long frame, int captured) {
    this.frame = frame;
    this.captured = captured;
  }

  /** Returns the layers of a frame at an absolute address. */
  static List<Layer> dissect(long frame, int captured, int linkType) {
    Dissector dissector = new Dissector(frame, captured);
    dissector.link(linkType);
    return List.copyOf(dissector.layers);
  }

  /** Adds a layer; false when there are enough. */
  boolean add(String protocol, String fields) {
    layers.add(new Layer(protocol, fields));
    return layers.size() < MAX_LAYERS;
  }

  /** Tells whether so many bytes at an offset were captured, and says so when not. */
  boolean holds(int at, int bytes, String protocol) {
    if (at >= 0 && at + bytes <= captured) {
      return true;
    }
    add(protocol, "cut: %,d of %,d bytes captured".formatted(Math.max(0, captured - at), bytes));
    return false;
  }

  private void link(int linkType) {
    switch (linkType) {
      case LinkType.ETHERNET -> ethernet(0);
      case LinkType.RAW, LinkType.RAW_BSD, LinkType.RAW_OPENBSD, LinkType.IPV4, LinkType.IPV6 ->
          network.byVersion(0);
      case LinkType.NULL, LinkType.LOOP -> {
        if (holds(0, 4, "loopback") && add("loopback", "")) {
          network.byVersion(4);
        }
      }
      case LinkType.LINUX_SLL -> {
        if (holds(0, 16, "linux-sll") && add("linux-sll", "")) {
          etherType(Memory.u16(frame + 14), 16);
        }
      }
      case LinkType.LINUX_SLL2 -> {
        if (holds(0, 20, "linux-sll2") && add("linux-sll2", "")) {
          etherType(Memory.u16(frame), 20);
        }
      }
      case LinkType.PPP, LinkType.PPP_HDLC -> ppp(0);
      case LinkType.C_HDLC -> {
        if (holds(0, 4, "cisco-hdlc") && add("cisco-hdlc", "")) {
          etherType(Memory.u16(frame + 2), 4);
        }
      }
      default -> add("link type " + linkType, "cannot be read; the packet passes unjudged");
    }
  }

  /** An Ethernet header, as the outermost one or within a tunnel. */
  void ethernet(int at) {
    if (holds(at, 14, "ethernet") && add("ethernet", mac(at + 6) + " → " + mac(at))) {
      etherType(Memory.u16(frame + at + 12), at + 14);
    }
  }

  private String mac(int at) {
    byte[] bytes = new byte[6];
    Memory.copy(frame + at, bytes, 0, bytes.length);
    return HexFormat.ofDelimiter(":").formatHex(bytes);
  }

  /** What follows a type field. */
  void etherType(int type, int at) {
    switch (type) {
      case Protocols.ETHERTYPE_IPV4, Protocols.ETHERTYPE_IPV6 -> network.byVersion(at);
      case Protocols.ETHERTYPE_VLAN,
          Protocols.ETHERTYPE_QINQ,
          Protocols.ETHERTYPE_QINQ_9100,
          Protocols.ETHERTYPE_QINQ_9200 -> {
        if (holds(at, 4, "vlan")) {
          int tag = Memory.u16(frame + at);
          String service = type == Protocols.ETHERTYPE_VLAN ? "" : "   type 0x%04x".formatted(type);
          if (add("vlan", "id %d   priority %d%s".formatted(tag & 0xfff, tag >>> 13, service))) {
            etherType(Memory.u16(frame + at + 2), at + 4);
          }
        }
      }
      case Protocols.ETHERTYPE_MPLS, Protocols.ETHERTYPE_MPLS_UPSTREAM -> mpls(at);
      case Protocols.ETHERTYPE_PPPOE_SESSION -> {
        if (holds(at, 6, "pppoe")
            && add("pppoe", "session %d".formatted(Memory.u16(frame + at + 2)))) {
          ppp(at + 6);
        }
      }
      case 0x0806 -> add("arp", "passes unjudged");
      case 0x88cc -> add("lldp", "passes unjudged");
      default -> {
        boolean length = type <= 1500;
        add(length ? "llc" : "type 0x%04x".formatted(type), "not IP: passes unjudged");
      }
    }
  }

  private void mpls(int start) {
    int at = start;
    boolean bottom = false;
    while (!bottom && holds(at, 4, "mpls")) {
      long entry = Memory.u32(frame + at);
      bottom = (entry & 0x100) != 0;
      at += 4;
      if (!add("mpls", "label %d   ttl %d".formatted(entry >>> 12, entry & 0xff))) {
        return;
      }
    }
    if (bottom) {
      network.byVersion(at);
    }
  }

  private void ppp(int start) {
    int at = start;
    if (!holds(at, 4, "ppp")) {
      return;
    }
    at += Memory.u16(frame + at) == 0xff03 ? 2 : 0;
    boolean compressed = (Memory.u8(frame + at) & 1) != 0;
    int type = compressed ? Memory.u8(frame + at) : Memory.u16(frame + at);
    at += compressed ? 1 : 2;
    if (add("ppp", "protocol 0x%04x".formatted(type)) && (type == PPP_IPV4 || type == PPP_IPV6)) {
      network.byVersion(at);
    }
  }
}
