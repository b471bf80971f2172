package org.scrubber.captures.world;

import org.scrubber.captures.plan.Address;
import org.scrubber.captures.random.RandomStream;

/**
 * The connections that began lately, for attackers who imitate live ones. Remembers so many and
 * forgets the oldest.
 */
public final class LiveFlows {
  private static final int PLACES = 4_096;
  private static final int TRIES = 32;

  private final LiveFlow[] flows = new LiveFlow[PLACES];
  private int added;

  /** Notes a connection that is established. */
  public void add(LiveFlow flow) {
    flows[added++ & PLACES - 1] = flow;
  }

  /** Returns a random live connection over IPv4 to a server, or null when none is found soon. */
  public LiveFlow any(RandomStream random, long serverV4) {
    int known = Math.min(added & Integer.MAX_VALUE, PLACES);
    for (int n = 0; n < TRIES && known > 0; n++) {
      LiveFlow flow = flows[random.below(known)];
      Address server = flow.server();
      if (flow.isAlive() && server.isV4() && server.low() == serverV4) {
        return flow;
      }
    }
    return null;
  }
}
