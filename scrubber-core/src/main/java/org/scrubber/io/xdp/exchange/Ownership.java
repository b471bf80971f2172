package org.scrubber.io.xdp.exchange;

import org.scrubber.io.PacketLine;
import org.scrubber.parse.LinkLayer;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Memory;

/**
 * Which worker a packet belongs to, whatever queue it came in by: the one of its inside network,
 * the /24 or /64 of the target of what comes from outside and of the source of what leaves.
 *
 * <p>So a worker sees both directions of every flow, everything that is sent to a host, and a
 * carpet over its network, and judges them as a single worker would. The share of each does not
 * depend on a seed: a restart finds the state of each worker where it was.
 */
public final class Ownership {
  /** What has no IP header belongs to whoever received it. */
  public static final int NOBODY = -1;

  private static final int V4_SOURCE = 12;
  private static final int V4_TARGET = 16;
  private static final int V6_SOURCE = 8;
  private static final int V6_TARGET = 24;
  private static final int V4_HOST_BITS = 8;

  private final int workers;

  /** Shares among so many workers. */
  public Ownership(int workers) {
    this.workers = workers;
  }

  /**
   * Returns the worker that an Ethernet frame belongs to, or {@link #NOBODY}. Reads captured bytes
   * only.
   *
   * @param side by which it came in
   */
  public int ownerOf(long frame, int capturedBytes, int side) {
    int located = LinkLayer.locate(frame, capturedBytes, LinkType.ETHERNET);
    if (located == LinkLayer.NOT_IP) {
      return NOBODY;
    }
    int offset = located & 0xffff;
    boolean fromOutside = side == PacketLine.OUTSIDE;
    if (located >>> 16 == 4) {
      int at = offset + (fromOutside ? V4_TARGET : V4_SOURCE);
      return at + 4 > capturedBytes
          ? NOBODY
          : share(Integer.toUnsignedLong(Memory.i32(frame + at)) >>> V4_HOST_BITS);
    }
    int at = offset + (fromOutside ? V6_TARGET : V6_SOURCE);
    return at + 8 > capturedBytes ? NOBODY : share(Memory.i64(frame + at));
  }

  /** Spreads networks evenly, neighbours too (multiplication by the golden ratio, Knuth 6.4). */
  private int share(long network) {
    long hash = network * 0x9e37_79b9_7f4a_7c15L;
    hash = (hash ^ hash >>> 32) * 0x9e37_79b9_7f4a_7c15L;
    return (int) ((hash >>> 32) * workers >>> 32);
  }
}
