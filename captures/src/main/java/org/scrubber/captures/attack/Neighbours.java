package org.scrubber.captures.attack;

import org.scrubber.captures.attack.tool.Nature;
import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.world.LiveFlow;
import org.scrubber.captures.world.LiveFlows;

/**
 * Sources next to the clients of live connections to the same target: in the same /24. One in a
 * thousand is the client itself, which nobody can tell. Without a live connection: any subscriber.
 */
final class Neighbours implements Sources {
  private static final int ITSELF_ONE_IN = 1_000;

  private final LiveFlows live;
  private final Sources otherwise;

  Neighbours(LiveFlows live, Sources otherwise) {
    this.live = live;
    this.otherwise = otherwise;
  }

  @Override
  public void pick(Shot shot) {
    LiveFlow flow = live.any(shot.random, shot.targetLow);
    shot.live = flow;
    if (flow == null || !flow.client().isV4()) {
      shot.live = null;
      otherwise.pick(shot);
      return;
    }
    long client = flow.client().low();
    shot.sourceHigh = 0;
    if (shot.random.below(ITSELF_ONE_IN) == 0) {
      shot.sourceLow = client;
      shot.nature = Nature.AMBIGUOUS;
    } else {
      long step = 1L + shot.random.below(255);
      shot.sourceLow = client & ~0xffL | client + step & 0xff;
    }
  }
}
