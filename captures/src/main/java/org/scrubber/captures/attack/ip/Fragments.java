package org.scrubber.captures.attack.ip;

import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.world.Frame;
import org.scrubber.wire.Protocols;

/** Well-formed fragments of datagrams that will never be complete, over IPv4. */
public final class Fragments {
  private static final int LATER_BYTES = 1_400;
  private static final int FIRST_BYTES = 1_480;
  private static final int MORE_PERCENT = 70;
  private static final int LAST_OFFSET_UNITS = 185;

  private Fragments() {}

  /** Writes one from the middle or the end, without its first. */
  public static void later(Frame frame, Shot shot) {
    int offset = shot.random.between(1, LAST_OFFSET_UNITS);
    int more = shot.random.chance(MORE_PERCENT) ? Frame.MF : 0;
    frame.ipv4(shot.sourceLow, shot.targetLow, shot.ttl(64), shot.id(), more | offset, 0);
    frame.protocol(Protocols.UDP).random(shot.random, LATER_BYTES);
  }

  /** Writes a first one of 1,500 bytes that nothing follows. */
  public static void first(Frame frame, Shot shot) {
    frame.ipv4(shot.sourceLow, shot.targetLow, shot.ttl(64), shot.id(), Frame.MF, 0);
    frame.protocol(Protocols.UDP).u16(shot.anyPort()).u16(shot.targetPort);
    frame.u16(FIRST_BYTES + shot.random.between(500, 2_500)).u16(0);
    frame.random(shot.random, FIRST_BYTES - 8);
  }
}
