package org.scrubber.captures.telephony;

import org.scrubber.captures.datagram.DatagramPath;
import org.scrubber.captures.media.Leg;
import org.scrubber.captures.media.LegEnds;
import org.scrubber.captures.media.LegKind;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Actor;
import org.scrubber.captures.world.Party;
import org.scrubber.captures.world.World;

/** A telephone company's server outside, at a fixed address, which asks every 30 s if we live. */
final class Trunk implements Actor, Party {
  private static final int ASK = 0;
  private static final int ANSWER = 1;
  private static final int SIP_PORT = 5_060;
  private static final int FIRST_MEDIA_PORT = 10_000;
  private static final int MEDIA_PORTS = 5_000;
  private static final long INSIDE_NS = 2_000_000L;

  /** Time between two questions, ns. */
  static final long ASK_NS = 30_000_000_000L;

  private final LegEnds ends;
  private final DatagramPath path;
  private final Address server;
  private final Address gateway;
  private final long rttNs;
  private final int flow;
  private int asked;

  Trunk(World world, LegEnds ends, Address server, Address gateway, long rttNs) {
    RandomStream random = ends.stream().random();
    this.ends = ends;
    this.server = server;
    this.gateway = gateway;
    this.rttNs = rttNs;
    path = new DatagramPath(random, server, SIP_PORT, gateway, SIP_PORT, 64).tos(0x60);
    flow = world.newFlow();
    world.at(ends.stream(), (long) (random.unit() * ASK_NS), this, ASK);
  }

  DatagramPath path() {
    return path;
  }

  long rttNs() {
    return rttNs;
  }

  String host() {
    return gateway.toString();
  }

  /** Returns a way for speech that does not flow yet. */
  Leg leg(World world, LegKind kind, Runnable over) {
    RandomStream random = ends.stream().random();
    int outside = FIRST_MEDIA_PORT + 2 * random.below(MEDIA_PORTS);
    int inside = FIRST_MEDIA_PORT + 2 * random.below(MEDIA_PORTS);
    DatagramPath way = new DatagramPath(random, server, outside, gateway, inside, 64);
    return new Leg(world, ends, way, kind, rttNs, over);
  }

  @Override
  public void act(World world, int code) {
    if (code == ASK) {
      asked++;
      path.datagram(world, true)
          .bytes(SipMessages.request("OPTIONS", host(), flow + 7_919 * asked, asked, 0));
      world.emit(ends.truth(), flow, this, ASK);
      world.at(ends.stream(), world.nowNs() + ASK_NS, this, ASK);
    } else {
      int call = flow + 7_919 * asked;
      path.datagram(world, false)
          .bytes(SipMessages.response("200 OK", "OPTIONS", host(), call, asked, 0));
      world.emit(ends.truth(), flow, null, ANSWER);
    }
  }

  @Override
  public void passed(World world, long timeNs, int code) {
    world.at(ends.stream(), timeNs + INSIDE_NS, this, ANSWER);
  }
}
