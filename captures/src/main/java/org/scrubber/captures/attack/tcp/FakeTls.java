package org.scrubber.captures.attack.tcp;

import org.scrubber.captures.attack.tool.Nature;
import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.world.Frame;
import org.scrubber.captures.world.LiveFlow;
import org.scrubber.wire.Tcp;

/**
 * Data that looks like a TLS record of a connection which is alive: numbers within 2^20 of its own,
 * from a neighbour of its client.
 */
public final class FakeTls {
  private static final int NEAR = 1 << 20;

  private FakeTls() {}

  /** Writes one; without a live connection, with random numbers. */
  public static void write(Frame frame, Shot shot) {
    LiveFlow live = shot.live;
    int seq = live == null ? shot.random.nextInt() : near(shot, live.clientSequence());
    int ack = live == null ? shot.random.nextInt() : near(shot, live.serverSequence());
    boolean itself = live != null && shot.nature == Nature.AMBIGUOUS;
    int port = itself ? live.clientPort() : shot.clientPort();
    shot.ip(frame, shot.ttl(64), shot.id(), true);
    frame.tcp(port, shot.targetPort, seq, ack, Tcp.PSH | Tcp.ACK, 501);
    int bytes = shot.random.between(1, 1_400);
    if (bytes >= 5) {
      frame.u8(23).u16(0x0303).u16(bytes - 5).random(shot.random, bytes - 5);
    } else {
      frame.u8(23);
    }
  }

  private static int near(Shot shot, int number) {
    return number + shot.random.between(-NEAR, NEAR);
  }
}
