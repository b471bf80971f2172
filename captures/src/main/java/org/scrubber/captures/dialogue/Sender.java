package org.scrubber.captures.dialogue;

import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.World;

/**
 * What all conversations of one class with one tenant share.
 *
 * @param world where they take place
 * @param stream their events and random numbers
 * @param datagram writes their datagrams
 * @param legit the truth about their packets
 * @param hard the truth about those that look odd
 */
public record Sender(World world, Stream stream, Datagram datagram, Truth legit, Truth hard) {
  /** Returns the sender of a class for a tenant, with a stream of its own. */
  public static Sender of(Setting setting, String trafficClass, Tenant tenant) {
    return of(setting, trafficClass, tenant, tenant.id());
  }

  /** Returns a sender whose stream has a name of its own. */
  public static Sender of(Setting setting, String trafficClass, Tenant tenant, String streamName) {
    World world = setting.world();
    Stream stream = world.stream(trafficClass, streamName);
    return new Sender(
        world,
        stream,
        new Datagram(world, stream, Disorder.of(setting)),
        Truth.legit(tenant.number(), trafficClass),
        Truth.hard(tenant.number(), trafficClass));
  }

  /** Returns the same sender with the truth about another tenant's packets. */
  public Sender to(Tenant tenant) {
    return legit.tenant() == tenant.number()
        ? this
        : new Sender(
            world,
            stream,
            datagram,
            Truth.legit(tenant.number(), legit.traffic()),
            Truth.hard(tenant.number(), legit.traffic()));
  }

  /** Returns the stream's random numbers. */
  public RandomStream random() {
    return stream.random();
  }
}
