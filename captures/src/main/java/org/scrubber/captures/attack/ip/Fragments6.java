package org.scrubber.captures.attack.ip;

import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.world.Frame;
import org.scrubber.wire.Protocols;

/**
 * Fragments of IPv6: whole packets with a needless fragment header (atomic, which RFC 6946 allows),
 * later ones without a first, header chains that go on in the next fragment, and first ones too
 * short for the ports of TCP.
 */
public final class Fragments6 {
  private static final int KINDS = 4;
  private static final int MORE = 1;

  private Fragments6() {}

  /** Writes one of a random kind. */
  public static void write(Frame frame, Shot shot) {
    shot.ip(frame, shot.ttl(64), 0, false).protocol(Protocols.FRAGMENT);
    switch (shot.random.below(KINDS)) {
      case 0 -> {
        fragment(frame, shot, Protocols.UDP, 0);
        int bytes = shot.random.between(60, 1_200);
        frame.u16(shot.clientPort()).u16(443).u16(bytes + 8).u16(1 + shot.random.below(65_535));
        frame.random(shot.random, bytes);
      }
      case 1 -> {
        int offset = shot.random.between(1, 185) << 3;
        fragment(frame, shot, Protocols.UDP, offset | (shot.random.chance(70) ? MORE : 0));
        frame.random(shot.random, 8 * shot.random.between(10, 150));
      }
      case 2 -> {
        // Destination options that announce 264 bytes, of which 16 are here.
        fragment(frame, shot, Protocols.DESTINATION_OPTIONS, MORE);
        frame.u8(Protocols.TCP).u8(32).u8(1).u8(12).random(shot.random, 12);
      }
      default -> {
        fragment(frame, shot, Protocols.TCP, MORE);
        frame.u16(shot.clientPort()).u16(443).u32(shot.random.nextInt());
      }
    }
  }

  private static void fragment(Frame frame, Shot shot, int next, int field) {
    frame.u8(next).u8(0).u16(field).u32(shot.random.nextInt());
  }
}
