package org.scrubber.explain;

import org.scrubber.wire.Memory;

/**
 * Reads headers of tunnels into words, and goes on with what stands in them. The engine judges by
 * the outer headers; the inner ones are shown so that a person sees what was carried.
 */
final class TunnelLayers {
  private static final int VXLAN = 4789;
  private static final int VXLAN_GPE = 4790;
  private static final int GPE_NEXT_PROTOCOL = 0x04;
  private static final int GPE_OAM = 0x01;
  private static final int GPE_IPV4 = 1;
  private static final int GPE_IPV6 = 2;
  private static final int GPE_ETHERNET = 3;
  private static final int GENEVE = 6081;
  private static final int GTP_U = 2152;
  private static final int TEREDO = 3544;
  private static final int GTP_USER_DATA = 255;
  private static final int TRANSPARENT_BRIDGING = 0x6558;
  private static final int ERSPAN = 0x88be;
  private static final int ERSPAN_III = 0x22eb;
  private static final int SEQUENCE_PRESENT = 0x1000;
  private static final int TEREDO_AUTHENTICATION = 1;
  private static final int TEREDO_ORIGIN = 0;

  private final Dissector dissector;
  private final NetworkLayers network;

  TunnelLayers(Dissector dissector, NetworkLayers network) {
    this.dissector = dissector;
    this.network = network;
  }

  /** Reads the payload of a UDP packet if its ports say that it is a tunnel; else false. */
  boolean udp(int source, int target, int at) {
    if (target == VXLAN && dissector.captured >= at + 8) {
      long vni = Memory.u32(dissector.frame + at + 4) >>> 8;
      if (dissector.add("vxlan", "vni %d   inner frame:".formatted(vni))) {
        dissector.ethernet(at + 8);
      }
      return true;
    }
    if (target == VXLAN_GPE && dissector.captured >= at + 8) {
      vxlanGpe(at);
      return true;
    }
    if (target == GENEVE && dissector.captured >= at + 8) {
      geneve(at);
      return true;
    }
    if ((target == GTP_U || source == GTP_U) && dissector.captured >= at + 8) {
      gtp(at);
      return true;
    }
    return (target == TEREDO || source == TEREDO) && teredo(at);
  }

  /**
   * VXLAN that names what it carries, where bit P is set; else a frame, as of VXLAN
   * (draft-ietf-nvo3-vxlan-gpe-13, section 3).
   */
  private void vxlanGpe(int at) {
    long header = dissector.frame + at;
    int flags = Memory.u8(header);
    boolean named = (flags & GPE_NEXT_PROTOCOL) != 0;
    int next = named ? Memory.u8(header + 3) : GPE_ETHERNET;
    String words = "vni %d".formatted(Memory.u32(header + 4) >>> 8);
    if ((flags & GPE_OAM) != 0) {
      words += "   oam";
    }
    String carried =
        switch (next) {
          case GPE_IPV4, GPE_IPV6 -> "inner packet:";
          case GPE_ETHERNET -> "inner frame:";
          default -> "next protocol %d".formatted(next);
        };
    if (!dissector.add("vxlan-gpe", words + "   " + carried)) {
      return;
    }
    if (next == GPE_ETHERNET) {
      dissector.ethernet(at + 8);
    } else if (next == GPE_IPV4 || next == GPE_IPV6) {
      network.byVersion(at + 8);
    }
  }

  private void geneve(int at) {
    long header = dissector.frame + at;
    int options = (Memory.u8(header) & 0x3f) * 4;
    long vni = Memory.u32(header + 4) >>> 8;
    if (dissector.add("geneve", "vni %d   inner frame:".formatted(vni))) {
      int type = Memory.u16(header + 2);
      int inner = at + 8 + options;
      if (type == TRANSPARENT_BRIDGING) {
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

  /**
   * IPv6 in UDP, behind an authentication header and an indication of the sender's address where
   * there are (RFC 4380, 5.1.1).
   */
  private boolean teredo(int start) {
    int at = start;
    String words = "";
    if (indicator(at) == TEREDO_AUTHENTICATION && dissector.captured >= at + 4) {
      int identity = Memory.u8(dissector.frame + at + 2);
      int value = Memory.u8(dissector.frame + at + 3);
      at += 4 + identity + value + 9; // A nonce, and a byte of confirmation.
      words = "authentication   ";
    }
    if (indicator(at) == TEREDO_ORIGIN) {
      at += 8;
      words += "origin   ";
    }
    if (at >= dissector.captured || Memory.u8(dissector.frame + at) >>> 4 != 6) {
      return false;
    }
    if (dissector.add("teredo", words + "inner packet:")) {
      network.byVersion(at);
    }
    return true;
  }

  private int indicator(int at) {
    return dissector.captured >= at + 2 ? Memory.u16(dissector.frame + at) : -1;
  }

  /** A GRE header at an offset, and what is in it. */
  void gre(int at) {
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
    inner += (flags & SEQUENCE_PRESENT) != 0 ? 4 : 0; // Sequence number.
    if (!dissector.add("gre", words + "   inner packet:")) {
      return;
    }
    switch (type) {
      case TRANSPARENT_BRIDGING -> dissector.ethernet(inner);
      case ERSPAN -> erspan(inner, (flags & SEQUENCE_PRESENT) != 0);
      case ERSPAN_III -> erspanThree(inner);
      default -> dissector.etherType(type, inner);
    }
  }

  /** A mirrored frame: of type I with no header of its own, of type II with one of 8 bytes. */
  private void erspan(int at, boolean numbered) {
    if (!numbered) {
      if (dissector.add("erspan", "type I   inner frame:")) {
        dissector.ethernet(at);
      }
    } else if (dissector.holds(at, 8, "erspan")
        && dissector.add("erspan", "type II   " + session(at) + "   inner frame:")) {
      dissector.ethernet(at + 8);
    }
  }

  /** Type III: 12 bytes, and 8 more where the last bit says so. */
  private void erspanThree(int at) {
    if (!dissector.holds(at, 12, "erspan")) {
      return;
    }
    int last = Memory.u16(dissector.frame + at + 10);
    int frameType = last >>> 10 & 0x1f;
    int inner = at + 12 + ((last & 1) != 0 ? 8 : 0);
    String words = "type III   " + session(at) + "   inner ";
    if (frameType == 2) {
      if (dissector.add("erspan", words + "packet:")) {
        network.byVersion(inner);
      }
    } else if (frameType == 0) {
      if (dissector.add("erspan", words + "frame:")) {
        dissector.ethernet(inner);
      }
    } else {
      dissector.add("erspan", words + "frame of type %d".formatted(frameType));
    }
  }

  private String session(int at) {
    return "session %d   vlan %d"
        .formatted(
            Memory.u16(dissector.frame + at + 2) & 0x3ff, Memory.u16(dissector.frame + at) & 0xfff);
  }
}
