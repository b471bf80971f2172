package org.scrubber.captures.attack.ip;

import org.scrubber.captures.attack.tool.Nature;
import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.attack.tool.Tool;
import org.scrubber.captures.world.Frame;
import org.scrubber.wire.Protocols;

/** SYNs cut after 8 bytes, so that the first fragment shows ports but no flags (RFC 1858). */
public final class TinyFragments implements Tool {
  private static final int WINDOW = 1_024;
  private static final int HEADER_WORD = 0x6002;
  private static final int MSS_OPTION = 0x0204_05b4;

  private boolean secondIsDue;
  private int id;
  private int port;
  private int sequence;

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
    shot.nature = Nature.INVARIANT;
    if (secondIsDue) {
      second(frame, shot, shot.ttl(64), id, port, sequence);
    } else {
      id = shot.id();
      port = shot.clientPort();
      sequence = shot.random.nextInt();
      first(frame, shot, shot.ttl(64), id, port, sequence);
    }
    secondIsDue = !secondIsDue;
  }

  /** Writes the first half: ports and sequence number. */
  public static void first(Frame frame, Shot shot, int ttl, int id, int port, int sequence) {
    frame.ipv4(shot.sourceLow, shot.targetLow, ttl, id, Frame.MF, 0).protocol(Protocols.TCP);
    frame.u16(port).u16(shot.targetPort).u32(sequence);
  }

  /** Writes the second half: flags, window, the whole's checksum, and an option. */
  public static void second(Frame frame, Shot shot, int ttl, int id, int port, int sequence) {
    long sum =
        words(shot.sourceLow)
            + words(shot.targetLow)
            + Protocols.TCP
            + 24
            + port
            + shot.targetPort
            + words(sequence & 0xffff_ffffL)
            + HEADER_WORD
            + WINDOW
            + words(MSS_OPTION);
    long folded = (sum & 0xffff) + (sum >>> 16);
    folded = (folded & 0xffff) + (folded >>> 16);
    frame.ipv4(shot.sourceLow, shot.targetLow, ttl, id, 1, 0).protocol(Protocols.TCP);
    frame.u32(0).u16(HEADER_WORD).u16(WINDOW).u16((int) ~folded & 0xffff).u16(0).u32(MSS_OPTION);
  }

  private static long words(long value) {
    return (value >>> 16) + (value & 0xffff);
  }
}
