package org.scrubber.captures.tcp;

import org.scrubber.captures.world.Party;
import org.scrubber.captures.world.World;

/**
 * The party of SYNs that nobody follows up: each that passes takes a place in its target's backlog,
 * if the target is one of the {@link Servers}. One for all SYNs of a world.
 */
public final class Backlogs implements Party {
  private final Servers servers;

  private Backlogs(Servers servers) {
    this.servers = servers;
  }

  /** Returns the backlogs of a world's servers. */
  public static Backlogs of(World world) {
    Servers servers = Servers.of(world);
    return world.shared(Backlogs.class, () -> new Backlogs(servers));
  }

  /** Returns the code with which a SYN is emitted, by the lower half of its target. */
  public static int code(long targetLow) {
    return Servers.number(targetLow);
  }

  @Override
  public void passed(World world, long timeNs, int code) {
    Server server = servers.known(code);
    if (server != null) {
      server.halfOpen(timeNs);
    }
  }
}
