package org.scrubber.captures.quic;

import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.world.World;

/**
 * The TCP connection that a browser begins beside a QUIC connection that nobody has answered yet.
 */
public interface Race {
  /** No such connection: the client has only QUIC. */
  Race NONE = (world, client, server, rttNs, finish) -> {};

  /**
   * Lets a client connect by TCP to port 443, too, from now on.
   *
   * @param rttNs round trip time between the outside end and the scrubber
   * @param finish is told when the server has the first byte of the request
   */
  void begin(World world, Address client, Address server, long rttNs, Finish finish);

  /** Who waits for the outcome. */
  interface Finish {
    /** TCP was served, at that time; called from an actor or a party. */
    void raced(World world, long timeNs);
  }

  /** Makes the races of one tenant. */
  interface Maker {
    /** No tenant's clients race. */
    Maker NONE = (setting, tenant) -> Race.NONE;

    /** Returns the race of a tenant's clients; called once, when its traffic is installed. */
    Race of(Setting setting, Tenant tenant);
  }
}
