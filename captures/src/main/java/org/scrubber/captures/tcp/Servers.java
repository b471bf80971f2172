package org.scrubber.captures.tcp;

import java.util.HashMap;
import java.util.Map;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.world.World;

/** The servers inside, by address; a host's IPv4 and IPv6 address are the same server. */
public final class Servers {
  private final Map<Long, Server> servers = new HashMap<>();

  private Servers() {}

  /** Returns the servers of a world. */
  public static Servers of(World world) {
    return world.shared(Servers.class, Servers::new);
  }

  /** Returns the server at an address inside. */
  public Server at(Address address) {
    // The plan gives a host the same number in both families.
    return servers.computeIfAbsent(address.low() & 0xffff, number -> new Server());
  }
}
