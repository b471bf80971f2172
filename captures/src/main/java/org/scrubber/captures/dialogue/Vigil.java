package org.scrubber.captures.dialogue;

import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.World;

/** Watches one direction of a flow that never rests, and reports when nothing gets through. */
public final class Vigil {
  private final World world;
  private final int flow;
  private final Truth truth;
  private final int inARow;
  private final long deathNs;
  private int pending;
  private long lastNs;
  private boolean reported;
  private boolean dead;

  /**
   * Creates a watch.
   *
   * @param inARow so many lost in a row are a gap
   * @param deathNs the flow dies when nothing gets through for so long
   */
  public Vigil(World world, int flow, Truth truth, int inARow, long deathNs) {
    this.world = world;
    this.flow = flow;
    this.truth = truth;
    this.inARow = inARow;
    this.deathNs = deathNs;
    lastNs = world.nowNs();
  }

  /** A packet is about to be sent: those before it have arrived by now, or never will. */
  public void sending() {
    long now = world.nowNs();
    if (pending >= inARow && !reported) {
      reported = true;
      world.tell(witness -> witness.gap(now, flow, truth, now - lastNs));
    }
    if (pending >= inARow && now - lastNs >= deathNs && !dead) {
      dead = true;
      world.tell(witness -> witness.flowDied(now, flow, "silence"));
    }
    pending++;
  }

  /** A packet has passed. */
  public void passed(long timeNs) {
    pending = 0;
    reported = false;
    lastNs = timeNs;
  }
}
