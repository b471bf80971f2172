package org.scrubber.captures.tcp;

import java.util.Arrays;

/**
 * The limits of one server: a backlog of half-open connections, without SYN cookies, and so many
 * connections accepted a second.
 */
public final class Server {
  /** Half-open connections that it holds; a SYN that finds no place is dropped in silence. */
  public static final int BACKLOG = 4_096;

  /** How long a half-open connection is waited for. */
  public static final long HALF_OPEN_NS = 5_000_000_000L;

  /** Connections/s that it can accept. */
  public static final int ACCEPTS_PER_SECOND = 5_000;

  /** What {@link #halfOpen} returns when there is no place. */
  public static final long REFUSED = -1;

  private static final long FREE = Long.MIN_VALUE;
  private static final double BURST = ACCEPTS_PER_SECOND / 10.0;

  private long[] endNs = new long[2 * BACKLOG];
  private long first;
  private long next;
  private int waiting;
  private long refused;
  private double tokens = BURST;
  private long tokensAtNs;
  private int boots;

  /**
   * A SYN has come.
   *
   * @param nowNs time of the world; about in order
   * @return its place, for {@link #release}, or {@link #REFUSED}
   */
  public long halfOpen(long nowNs) {
    forget(nowNs);
    if (waiting >= BACKLOG) {
      refused++;
      return REFUSED;
    }
    if (next - first == endNs.length) {
      grow();
    }
    endNs[(int) (next & endNs.length - 1)] = nowNs + HALF_OPEN_NS;
    waiting++;
    return next++;
  }

  /** The handshake at this place is complete, or off; does nothing when it has timed out. */
  public void release(long place) {
    int at = (int) (place & endNs.length - 1);
    if (place >= first && place < next && endNs[at] != FREE) {
      endNs[at] = FREE;
      waiting--;
    }
  }

  /** Tells whether there is time to accept one more connection, and takes it. */
  public boolean accept(long nowNs) {
    tokens = Math.min(BURST, tokens + (nowNs - tokensAtNs) * 1e-9 * ACCEPTS_PER_SECOND);
    tokensAtNs = nowNs;
    if (tokens < 1) {
      refused++;
      return false;
    }
    tokens--;
    return true;
  }

  /** Forgets all connections: segments of them are answered with RST from now on. */
  public void reboot() {
    boots++;
    first = next;
    waiting = 0;
  }

  /** Returns how often it was rebooted. */
  int boots() {
    return boots;
  }

  /** Returns the half-open connections. */
  public int waiting() {
    return waiting;
  }

  /** Returns the SYNs that found no place. */
  public long refused() {
    return refused;
  }

  private void forget(long nowNs) {
    for (; first < next; first++) {
      long end = endNs[(int) (first & endNs.length - 1)];
      if (end > nowNs) {
        return;
      }
      waiting -= end == FREE ? 0 : 1;
    }
  }

  private void grow() {
    long[] larger = Arrays.copyOf(endNs, 2 * endNs.length);
    for (long k = first; k < next; k++) {
      larger[(int) (k & larger.length - 1)] = endNs[(int) (k & endNs.length - 1)];
    }
    endNs = larger;
  }
}
