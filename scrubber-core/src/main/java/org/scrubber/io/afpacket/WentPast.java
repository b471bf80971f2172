package org.scrubber.io.afpacket;

import org.scrubber.batch.ColdPath;
import org.scrubber.io.PacketLine;

/**
 * What goes past a worker that stands still, as an {@link Ingress} decides: gives it signs of life,
 * has rings pass over what has gone past, and tells that from what is lost.
 *
 * <p>Rings of a worker that stands still are full soon. So when it is back, packets go on passing
 * until there is room for them again; and what found no room, and passed, is no loss: a worker that
 * is only late would shed packets for it. The worker's thread; nothing is allocated.
 */
final class WentPast {
  private static final int SIDES = 2;
  private static final long SIGN_INTERVAL_NS = 100_000_000;
  private static final long LOST_INTERVAL_NS = 10_000_000;

  /** A second of them without anything that passes: rings have been emptied since. */
  private static final int CALM_SIGNS = 10;

  /** How long packets may go on passing until there is room in the rings. */
  private static final long CATCH_UP_NS = 1_000_000_000;

  private static final int CLOCK_READINGS = 3;

  private final Ingress ingress;

  /** By lane and side. */
  private final PacketRing[] rings;

  private long nowNs;
  private long signedNs;
  private int calmSigns;
  private long passedSeen;

  // Whether packets of a side pass for want of a sign, and until when they did last.
  private final boolean[] past = new boolean[SIDES];
  private final long[] untilNs = new long[SIDES];

  /** Whether a side's rings have no room yet. */
  private boolean behind;

  private long behindSinceNs;

  private final long[] lost = new long[SIDES];
  private long lostAskedNs;

  // Of what happened before all was calm last: packets that passed and no ring has shown, and
  // packets that rings had no room for and that were not lost.
  private final long[] unseenBefore = new long[SIDES];
  private final long[] excused = new long[SIDES];

  /**
   * Creates it for a line.
   *
   * @param rings by lane and side, which may be put there later
   */
  WentPast(Ingress ingress, PacketRing[] rings) {
    this.ingress = ingress;
    this.rings = rings;
  }

  /** Begins when rings take packets in: what passed before they could not show. */
  void begin() {
    for (int side = 0; side < SIDES; side++) {
      unseenBefore[side] = passed(side);
    }
  }

  /** Shows that the worker is there, and looks what went past meanwhile; at each poll. */
  void look(long nowNs) {
    this.nowNs = nowNs;
    if (nowNs - signedNs >= SIGN_INTERVAL_NS || nowNs < signedNs || behind) {
      giveSigns();
    }
    if (ingress.passedUntilNs(PacketLine.OUTSIDE) != untilNs[PacketLine.OUTSIDE]
        || ingress.passedUntilNs(PacketLine.INSIDE) != untilNs[PacketLine.INSIDE]
        || past[PacketLine.OUTSIDE]
        || past[PacketLine.INSIDE]) {
      passOver();
    }
  }

  /** Gives a sign for each side, but none yet where packets pass and there is no room for them. */
  private void giveSigns() {
    behindSinceNs = behind ? behindSinceNs : nowNs;
    boolean patient = nowNs - behindSinceNs < CATCH_UP_NS;
    signedNs = nowNs;
    behind = false;
    for (int side = 0; side < SIDES; side++) {
      if (patient && ingress.isPassing(side) && !hasRoom(side)) {
        behind = true;
      } else {
        ingress.giveSign(side);
      }
    }
    long passed = passed(PacketLine.OUTSIDE) + passed(PacketLine.INSIDE);
    calmSigns = behind || passed != passedSeen ? 0 : calmSigns + 1;
    passedSeen = passed;
    if (calmSigns == CALM_SIGNS) {
      forget();
    }
  }

  /** Returns packets of a side that the kernel has handled itself, for whatever reason. */
  private long passed(int side) {
    return ingress.passed(side) + ingress.passedAside(side);
  }

  private boolean hasRoom(int side) {
    return rings[side].hasRoom() && rings[SIDES + side].hasRoom();
  }

  /**
   * All that went past has been seen: clocks may be set back to that time, and what the rings have
   * not shown of it by now has found no room in them, as far as anything was lost at all.
   */
  private void forget() {
    for (int side = 0; side < SIDES; side++) {
      excused[side] = weigh(side) - lost[side];
      unseenBefore[side] += unseen(side);
    }
    for (PacketRing ring : rings) {
      ring.passOver(1, 0);
    }
  }

  /** Returns how many of the packets that passed the rings have not shown, since it forgot. */
  private long unseen(int side) {
    return passed(side)
        - rings[side].passedOver()
        - rings[SIDES + side].passedOver()
        - unseenBefore[side];
  }

  /** Asks the kernel how many packets of a side have found no room in a ring, and returns that. */
  private long weigh(int side) {
    long refused = rings[side].lost() + rings[SIDES + side].lost();
    lost[side] = Math.max(lost[side], refused - excused[side] - Math.max(0, unseen(side)));
    return refused;
  }

  @ColdPath("when the worker has stood still")
  private void passOver() {
    long bootNs = bootNs();
    for (int side = 0; side < SIDES; side++) {
      boolean was = past[side];
      past[side] = ingress.isPassing(side);
      long until = ingress.passedUntilNs(side);
      if (was || past[side] || until != untilNs[side]) {
        untilNs[side] = until;
        long from = bootNs + ingress.passedFromNs(side);
        long end = past[side] ? Long.MAX_VALUE : bootNs + until;
        for (int k = side; k < rings.length; k += SIDES) {
          rings[k].passOver(from, end);
        }
      }
    }
  }

  /**
   * Returns what to add to the virtual machine's clock of intervals, the kernel's since boot: the
   * most of some readings, as it is too little where one was interrupted.
   */
  private static long bootNs() {
    long most = Long.MIN_VALUE;
    for (int k = 0; k < CLOCK_READINGS; k++) {
      long epochNs = PacketSocketLine.clockNs();
      most = Math.max(most, epochNs - System.nanoTime());
    }
    return most;
  }

  /**
   * Returns packets of a side that are lost, since the start. Asks the kernel a hundred times a
   * second at most.
   *
   * <p>What has passed and no ring has shown has found no room there, and is not lost. That goes
   * for what is still to be taken, too, so that a loss may be told late.
   */
  long lost(int side) {
    if (nowNs - lostAskedNs >= LOST_INTERVAL_NS) {
      lostAskedNs = nowNs;
      for (int s = 0; s < SIDES; s++) {
        weigh(s);
      }
    }
    return lost[side];
  }
}
