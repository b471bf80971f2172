package org.scrubber.captures.world;

import org.scrubber.captures.plan.Address;
import org.scrubber.captures.random.RandomStream;

/**
 * The connections that are alive, for attackers who imitate them. Those that have ended are dropped
 * when they are met; when it is full, a newer one takes the place of an older.
 */
public final class LiveFlows {
  private static final int PLACES = 4_096;
  private static final int TRIES = 64;

  private final LiveFlow[] flows = new LiveFlow[PLACES];
  private int size;
  private int next;

  /** Notes a connection that is established. */
  public void add(LiveFlow flow) {
    if (size < PLACES) {
      flows[size++] = flow;
    } else {
      flows[next++ % PLACES] = flow;
    }
  }

  /** Returns a random live connection over IPv4 to a server, or null when none is found soon. */
  public LiveFlow any(RandomStream random, long serverV4) {
    for (int n = 0; n < TRIES && size > 0; n++) {
      int at = random.below(size);
      LiveFlow flow = flows[at];
      if (!flow.isAlive()) {
        flows[at] = flows[--size];
        flows[size] = null;
        continue;
      }
      Address server = flow.server();
      if (server.isV4() && server.low() == serverV4) {
        return flow;
      }
    }
    return null;
  }
}
