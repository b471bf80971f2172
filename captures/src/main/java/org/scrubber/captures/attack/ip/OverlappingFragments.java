package org.scrubber.captures.attack.ip;

import org.scrubber.captures.attack.tool.Nature;
import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.attack.tool.Tool;
import org.scrubber.captures.world.Frame;
import org.scrubber.wire.Protocols;
import org.scrubber.wire.Tcp;

/**
 * Pairs of fragments that overlap: one that rewrites the TCP header of the first, a teardrop (the
 * second ends inside the first), or one that repeats the first's place with other data. The first
 * of a pair looks like any other, so only the second is impossible in itself.
 */
public final class OverlappingFragments implements Tool {
  private static final int KINDS = 3;
  private static final int REWRITE = 0;
  private static final int TEARDROP = 1;
  private static final int TEARDROP_BYTES = 48;
  private static final int DUPLICATE_BYTES = 512;

  private boolean secondIsDue;
  private int kind;
  private int id;

  @Override
  public boolean hasMore() {
    return secondIsDue;
  }

  @Override
  public double packetsATime() {
    return 2;
  }

  @Override
  public void write(Frame frame, Shot shot) {
    if (secondIsDue) {
      shot.nature = Nature.INVARIANT;
      second(frame, shot);
    } else {
      shot.nature = Nature.PLAIN;
      kind = shot.random.below(KINDS);
      id = shot.id();
      first(frame, shot);
    }
    secondIsDue = !secondIsDue;
  }

  private void first(Frame frame, Shot shot) {
    ip(frame, shot, Frame.MF);
    switch (kind) {
      case REWRITE -> {
        frame.protocol(Protocols.TCP).u16(shot.clientPort()).u16(shot.targetPort);
        frame.u32(shot.random.nextInt()).u32(shot.random.nextInt());
        frame.u16(0x5000 | Tcp.ACK).u16(8_192).u32(0).random(shot.random, 12);
      }
      case TEARDROP -> udp(frame, shot, 2 * TEARDROP_BYTES, TEARDROP_BYTES);
      default -> udp(frame, shot, 2 * DUPLICATE_BYTES, DUPLICATE_BYTES);
    }
  }

  private void second(Frame frame, Shot shot) {
    switch (kind) {
      case REWRITE -> {
        ip(frame, shot, 1);
        frame.protocol(Protocols.TCP).u32(0).u16(0x5000 | Tcp.SYN).u16(8_192).u32(0);
        frame.random(shot.random, 16);
      }
      case TEARDROP -> {
        ip(frame, shot, 3);
        frame.protocol(Protocols.UDP).random(shot.random, 4);
      }
      default -> {
        ip(frame, shot, Frame.MF);
        udp(frame, shot, 2 * DUPLICATE_BYTES, DUPLICATE_BYTES);
      }
    }
  }

  private void ip(Frame frame, Shot shot, int flags) {
    frame.ipv4(shot.sourceLow, shot.targetLow, shot.ttl(64), id, flags, 0);
  }

  private static void udp(Frame frame, Shot shot, int wholeBytes, int bytes) {
    frame.protocol(Protocols.UDP).u16(shot.clientPort()).u16(shot.targetPort);
    frame.u16(wholeBytes).u16(0).random(shot.random, bytes - 8);
  }
}
