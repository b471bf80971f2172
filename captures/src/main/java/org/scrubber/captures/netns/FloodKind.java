package org.scrubber.captures.netns;

import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.Fingerprints;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.payload.DnsMessages;
import org.scrubber.captures.random.RandomStream;

/** What a {@link Flood} is made of. */
public enum FloodKind {
  /**
   * SYNs to port 80 that look like those of Linux with a window scale of 7: nothing tells them from
   * clients.
   */
  SYN {
    @Override
    byte[] frame(PacketBuilder link, Shot shot) {
      Endpoints ends = shot.ends(shot.random().between(1_024, 65_535), 80);
      RandomStream random = shot.random();
      int id = random.nextInt() & 0xffff;
      return Fingerprints.linuxSyn(link, ends, 64, id, random.nextInt(), random.nextInt())
          .window(ends.isIpv6() ? 64_800 : 64_240)
          .build();
    }
  },

  /** UDP to port 443, 1,200 random bytes each. */
  QUIC {
    @Override
    byte[] frame(PacketBuilder link, Shot shot) {
      Endpoints ends = shot.ends(shot.random().between(1_024, 65_535), 443);
      return ends.udp(link, 60, 0, false).payload(shot.random().bytes(1_200)).build();
    }
  },

  /** Large DNS answers from port 53 that nobody asked for. */
  DNS {
    @Override
    byte[] frame(PacketBuilder link, Shot shot) {
      RandomStream random = shot.random();
      byte[] answer =
          DnsMessages.texts(
              random, random.nextInt() & 0xffff, "example.org", DnsMessages.ANY, 1_300);
      return shot.ends(53, random.between(1_024, 65_535))
          .udp(link, 60, 0, false)
          .payload(answer)
          .build();
    }
  },

  /** Answers to NTP monlist. */
  NTP {
    @Override
    byte[] frame(PacketBuilder link, Shot shot) {
      Endpoints ends = shot.ends(123, shot.random().between(1_024, 65_535));
      return Fingerprints.ntpMonlist(link, ends, 60, 0, 1).build();
    }
  },

  /** The same from one reflector to one port: what a kernel can drop by itself. */
  ONE_NTP {
    @Override
    boolean isSpoofed() {
      return false;
    }

    @Override
    byte[] frame(PacketBuilder link, Shot shot) {
      byte[] source = new byte[shot.target().length];
      source[0] = source.length == 4 ? (byte) 25 : (byte) 0x2a;
      source[source.length - 1] = 9;
      Endpoints ends = new Endpoints(source, shot.target(), 123, 40_000);
      return Fingerprints.ntpMonlist(link, ends, 60, 0, 1).build();
    }
  },

  /** Values of memcached. */
  MEMCACHED {
    @Override
    byte[] frame(PacketBuilder link, Shot shot) {
      Endpoints ends = shot.ends(11_211, shot.random().between(1_024, 65_535));
      return Fingerprints.memcached(link, ends, 60, 0, 7, 1).build();
    }
  };

  /**
   * One packet of a flood.
   *
   * @param target address of 4 or 16 bytes
   * @param random decides all else
   */
  record Shot(byte[] target, RandomStream random) {
    /** Returns ends with a source that nobody has. */
    Endpoints ends(int sourcePort, int targetPort) {
      byte[] source = random.bytes(target.length);
      source[0] = target.length == 4 ? (byte) 25 : (byte) 0x2a;
      return new Endpoints(source, target, sourcePort, targetPort);
    }
  }

  /** Tells whether each packet seems to come from somebody else. */
  boolean isSpoofed() {
    return true;
  }

  /** Builds one frame. */
  abstract byte[] frame(PacketBuilder link, Shot shot);
}
