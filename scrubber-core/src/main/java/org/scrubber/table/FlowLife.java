package org.scrubber.table;

import static org.scrubber.table.FlowTable.ENDED;
import static org.scrubber.table.FlowTable.ENDED_BY_LOW;
import static org.scrubber.table.FlowTable.ESTABLISHED;
import static org.scrubber.table.FlowTable.TICK_NS;

/**
 * How long a flow is remembered, and which of several makes room for another; from the state word
 * of {@link FlowTable}: the tick when it was last seen in the upper half, then its packets by
 * direction, then its flags. Stateless.
 */
final class FlowLife {
  private static final long BOTH = FlowTable.FROM_LOW | FlowTable.FROM_HIGH;

  /** From a direction that was seen to the flag that its side has ended it. */
  private static final int ENDED_SHIFT = Integer.numberOfTrailingZeros(ENDED_BY_LOW);

  /** A flow of one direction lasts when it has so many packets. */
  private static final int LASTING_PACKETS = 4;

  /** What is brief goes first, then what is not established; each above any idle time, in ticks. */
  private static final long BRIEF = 2L << 32;

  private static final long LASTING = 1L << 32;

  /**
   * Idle lifetimes in ticks: established TCP 7,440 s until one side has ended it (RFC 5382),
   * lasting 300 s, a question and its answer 120 s (RFC 4787), as what the only side in sight has
   * ended, else 30 s, as when both sides have ended it.
   */
  private static final int ESTABLISHED_TICKS = ticks(7_440);

  private static final int LASTING_TICKS = ticks(300);
  private static final int TWO_WAY_TICKS = ticks(120);
  private static final int BRIEF_TICKS = ticks(30);

  /** A connection of which one direction is seen rests when it has been silent for so long. */
  private static final int RESTING_TICKS = ticks(60);

  /** Bits of the flags, and one above them that tells that a flow lasts. */
  private static final int KINDS = 1 << 15;

  private static final int LASTS = 1 << 14;
  private static final int FLAGS = LASTS - 1;

  /** The rank of what is expired: above any other. */
  private static final long FREE = 1L << 40;

  /** Idle ticks that no flow reaches. */
  private static final int NEVER = Integer.MAX_VALUE;

  // By flags and whether it lasts: a bucket holds flows of all kinds, so that branches on what
  // they are like would be guessed wrong; tables are not.
  private static final int[] LIFETIME_TICKS = new int[KINDS];
  private static final int[] GIVES_WAY_TICKS = new int[KINDS];
  private static final long[] PRECEDENCE = new long[KINDS];

  static {
    for (int kind = 0; kind < KINDS; kind++) {
      long packets = (kind & LASTS) != 0 ? LASTING_PACKETS : 0;
      long state = packets << 16 | kind & FLAGS;
      LIFETIME_TICKS[kind] = lifetimeTicks(state);
      PRECEDENCE[kind] = precedence(state);
      GIVES_WAY_TICKS[kind] =
          givesWay(state, 0) ? 0 : givesWay(state, RESTING_TICKS + 1) ? RESTING_TICKS + 1 : NEVER;
    }
  }

  private FlowLife() {}

  private static int kind(long state) {
    int packets = (int) (state >>> 16 & 0xff) + (int) (state >>> 24 & 0xff);
    return (int) state & FLAGS | LASTING_PACKETS - 1 - packets >>> 31 << 14;
  }

  /**
   * Ranks what a newcomer may displace: {@link #FREE} where nothing lives, else the higher the
   * sooner it makes room, below 0 for what never does. Without a branch.
   */
  static long rank(long hash, long state, int now) {
    int kind = kind(state);
    int idle = now - (int) (state >>> 32);
    long idleTicks = idle & 0xffff_ffffL; // When the ticks have wrapped since, above any lifetime.
    long stays = idle - (long) GIVES_WAY_TICKS[kind] >> 63;
    long empty = ((hash | -hash) >>> 63) - 1;
    long over = LIFETIME_TICKS[kind] - idleTicks >> 63 | empty;
    // A spoofed packet makes way for the next, before anybody who has been going on.
    return (PRECEDENCE[kind] + idle | stays) & ~over | FREE & over;
  }

  private static int ticks(int seconds) {
    return (int) ((seconds * 1_000_000_000L) / TICK_NS);
  }

  /** Tells whether a flow is a connection, or both sides speak on it, and nobody has ended it. */
  static boolean isEstablished(long state) {
    boolean established = (state & ESTABLISHED) != 0 || (state & BOTH) == BOTH;
    return established && !isOver(state);
  }

  /** Tells whether every side that was seen has ended it. */
  private static boolean isOver(long state) {
    long seen = state & BOTH;
    return seen != 0 && (state >>> ENDED_SHIFT & seen) == seen;
  }

  /** Tells whether a flow is forgotten at a tick. */
  static boolean expired(long state, int now) {
    int idle = now - (int) (state >>> 32);
    // Below 0: the ticks have wrapped since.
    return Integer.compareUnsigned(idle, LIFETIME_TICKS[kind(state)]) > 0;
  }

  private static int lifetimeTicks(long state) {
    long ended = state & ENDED;
    if (ended == ENDED) {
      return BRIEF_TICKS;
    }
    if ((state & ESTABLISHED) != 0 && ended == 0) {
      return ESTABLISHED_TICKS;
    }
    if (isOver(state)) {
      return TWO_WAY_TICKS;
    }
    if (isLasting(state)) {
      return LASTING_TICKS;
    }
    return (state & BOTH) == BOTH ? TWO_WAY_TICKS : BRIEF_TICKS;
  }

  /** Tells whether a newcomer may take the place of a living flow. */
  static boolean givesWay(long state, int idleTicks) {
    return (state & BOTH) != BOTH && (!isEstablished(state) || idleTicks > RESTING_TICKS)
        || isOver(state);
  }

  /** Returns what to add to its idle ticks: the largest sum makes room first. */
  static long precedence(long state) {
    return !isLasting(state) ? BRIEF : !isEstablished(state) ? LASTING : 0;
  }

  private static boolean isLasting(long state) {
    long packets = (state >>> 16 & 0xff) + (state >>> 24 & 0xff);
    return packets >= LASTING_PACKETS || (state & ESTABLISHED) != 0;
  }
}
