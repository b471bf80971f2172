package org.scrubber.captures.tcp;

import java.util.HashMap;
import java.util.Map;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.world.World;

/** The servers inside, by address; a host's IPv4 and IPv6 address are the same server. */
public final class Servers {
  private final Map<Integer, Server> servers = new HashMap<>();

  private Servers() {}

  /** Returns the servers of a world. */
  public static Servers of(World world) {
    return world.shared(Servers.class, Servers::new);
  }

  /** Returns the server at an address inside. */
  public Server at(Address address) {
    return servers.computeIfAbsent(number(address.low()), number -> new Server());
  }

  /** Returns the host at an address inside, with the limits of its server. */
  public static Host host(World world, Address address) {
    return Host.inside(address, Stack.LINUX5).serving(of(world).at(address));
  }

  /** Returns the server of a number, or null when nobody has asked for it by its address. */
  Server known(int number) {
    return servers.get(number);
  }

  /** Returns a server's number; the plan gives a host the same one in both families. */
  static int number(long addressLow) {
    return (int) addressLow & 0xffff;
  }
}
