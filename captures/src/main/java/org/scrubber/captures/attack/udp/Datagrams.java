package org.scrubber.captures.attack.udp;

import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.payload.Payloads;
import org.scrubber.captures.world.Frame;

/** UDP floods without a protocol, or with one that is only pretended. */
public final class Datagrams {
  private static final int MIRAI_PAYLOAD_BYTES = 512;
  private static final int HEADERS_BYTES = 28;
  private static final int BFD_PORT = 3_784;
  private static final byte[] BFD = Payloads.bfd(0x1234, 0x4321);

  private Datagrams() {}

  /** Writes a datagram of Mirai: 512 random bytes from a random port. */
  public static void mirai(Frame frame, Shot shot) {
    shot.ip(frame, shot.ttl(64), shot.id(), false).udp(shot.anyPort(), shot.targetPort);
    frame.random(shot.random, MIRAI_PAYLOAD_BYTES);
  }

  /** Writes one whose every attribute is random: short, middling or long. */
  public static void random(Frame frame, Shot shot) {
    int percent = shot.random.below(100);
    int bytes =
        percent < 40
            ? shot.random.between(60, 120)
            : percent < 80 ? shot.random.between(200, 600) : shot.random.between(1_200, 1_428);
    int initial = Long.remainderUnsigned(shot.perSource(), 100) < 60 ? 64 : 128;
    shot.ip(frame, shot.ttl(initial), shot.id(), shot.random.chance(50));
    frame.udp(shot.anyPort(), shot.targetPort).random(shot.random, bytes - HEADERS_BYTES);
  }

  /** Writes one that expires at the next routers, which have to tell its source. */
  public static void shortLived(Frame frame, Shot shot) {
    shot.ip(frame, shot.random.between(1, 3), shot.id(), false);
    frame.udp(shot.anyPort(), shot.anyPort()).random(shot.random, shot.random.between(20, 120));
  }

  /** Writes a heartbeat between routers that has crossed some of them, as true ones never have. */
  public static void fakeBfd(Frame frame, Shot shot) {
    shot.ip(frame, shot.random.between(240, 254), shot.id(), false);
    frame.udp(shot.random.between(49_152, 65_535), BFD_PORT).bytes(BFD);
  }
}
