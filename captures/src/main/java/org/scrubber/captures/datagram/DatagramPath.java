package org.scrubber.captures.datagram;

import org.scrubber.captures.dialogue.Distance;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Hops;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Frame;
import org.scrubber.captures.world.World;

/** The two ends of a conversation, and how their packets look at the scrubber. One thread. */
public final class DatagramPath {

  private Address outside;
  private final Address inside;
  private int outsidePort;
  private final int insidePort;
  private final int initialTtl;
  private int ttl;
  private int outsideId;
  private int insideId;
  private int tos;

  /**
   * Creates a path.
   *
   * @param random for the first IP identifications
   * @param initialTtl with which packets leave the outside host: 64 or 128
   */
  public DatagramPath(
      RandomStream random,
      Address outside,
      int outsidePort,
      Address inside,
      int insidePort,
      int initialTtl) {
    this.outside = outside;
    this.outsidePort = outsidePort;
    this.inside = inside;
    this.insidePort = insidePort;
    this.initialTtl = initialTtl;
    ttl = Hops.ttl(initialTtl, outside);
    long ids = random.next();
    outsideId = (int) ids;
    insideId = (int) (ids >>> 32);
  }

  /** Sets the type of service of all packets, for example 0xB8 for speech; returns this. */
  public DatagramPath tos(int value) {
    tos = value;
    return this;
  }

  /** Lets the outside host go on from another port: its NAT has forgotten the old one. */
  public void rebind(int port) {
    outsidePort = port;
  }

  /** Lets the outside host go on from another place. */
  public void roam(Address address, int port) {
    outside = address;
    outsidePort = port;
    ttl = Hops.ttl(initialTtl, address);
  }

  /** Begins a UDP datagram that arrives at the scrubber now. */
  public Frame datagram(World world, boolean inbound) {
    Frame frame = packet(world, inbound);
    return inbound ? frame.udp(outsidePort, insidePort) : frame.udp(insidePort, outsidePort);
  }

  /** Begins an IP packet that arrives at the scrubber now, for a protocol without ports. */
  public Frame packet(World world, boolean inbound) {
    Frame frame = world.frame(inbound);
    if (!inside.isV4()) {
      return inbound
          ? frame.ipv6(outside, inside, ttl)
          : frame.ipv6(inside, outside, Distance.INSIDE_TTL);
    }
    return inbound
        ? frame.ipv4(outside.low(), inside.low(), ttl, outsideId++ & 0xffff, Frame.DF, tos)
        : frame.ipv4(
            inside.low(), outside.low(), Distance.INSIDE_TTL, insideId++ & 0xffff, Frame.DF, tos);
  }

  /** Returns the outside host. */
  public Address outside() {
    return outside;
  }

  /** Returns the inside host. */
  public Address inside() {
    return inside;
  }

  /** Returns the outside host's port. */
  public int outsidePort() {
    return outsidePort;
  }

  /** Returns the inside host's port. */
  public int insidePort() {
    return insidePort;
  }
}
