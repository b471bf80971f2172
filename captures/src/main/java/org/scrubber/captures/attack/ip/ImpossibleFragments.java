package org.scrubber.captures.attack.ip;

import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.world.Frame;
import org.scrubber.wire.Protocols;

/** Fragments that no datagram can have. */
public final class ImpossibleFragments {
  private static final int LAST_OFFSET_UNITS = 0x1fff;

  private ImpossibleFragments() {}

  /**
   * Writes a last fragment that ends beyond 65,535 bytes (ping of death), or one of the middle
   * whose length is no multiple of 8.
   */
  public static void write(Frame frame, Shot shot) {
    if (shot.random.chance(50)) {
      int offset = LAST_OFFSET_UNITS - shot.random.below(100);
      frame.ipv4(shot.sourceLow, shot.targetLow, shot.ttl(64), shot.id(), offset, 0);
      frame.protocol(Protocols.ICMP).random(shot.random, 1_000);
    } else {
      int flags = Frame.MF | shot.random.between(2, 100);
      frame.ipv4(shot.sourceLow, shot.targetLow, shot.ttl(64), shot.id(), flags, 0);
      frame.protocol(Protocols.UDP).random(shot.random, 8 * shot.random.between(10, 100) + 3);
    }
  }
}
