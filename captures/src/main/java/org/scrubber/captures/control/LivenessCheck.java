package org.scrubber.captures.control;

import org.scrubber.captures.dialogue.Datagram;
import org.scrubber.captures.dialogue.Parts;
import org.scrubber.captures.dialogue.Sender;
import org.scrubber.captures.dialogue.Vigil;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.world.Actor;
import org.scrubber.captures.world.Party;
import org.scrubber.captures.world.World;

/**
 * Two routers on a link tell each other every 300 ms that they are there (BFD, RFC 5880 and 5881).
 * When three in a row are lost, the link is down: a gap.
 */
final class LivenessCheck implements Actor, Party {
  static final long INTERVAL_NS = 300_000_000L;

  private static final int PORT = 3_784;
  private static final int TTL = 255;
  private static final int UP_VERSION_1 = 0x20C0;
  private static final int MULTIPLIER = 3;
  private static final int INTERVAL_US = 300_000;
  private static final int IN = 0;
  private static final int OUT = 1;
  private static final long DEATH_NS = 30_000_000_000L;

  private final Sender sender;
  private final Address[] ends;
  private final int[] ports = new int[2];
  private final int[] discriminators = new int[2];
  private final Vigil[] vigils = new Vigil[2];
  private final int flow;

  LivenessCheck(Sender sender, Address neighbour, Address router) {
    this.sender = sender;
    ends = new Address[] {neighbour, router};
    flow = sender.world().newFlow();
    for (int side = IN; side <= OUT; side++) {
      ports[side] = sender.random().between(49_152, 65_535);
      discriminators[side] = sender.random().nextInt() | 1;
      vigils[side] = new Vigil(sender.world(), flow, sender.hard(), MULTIPLIER, DEATH_NS);
    }
  }

  /** Goes on with a session that has been up for long; called at time 0. */
  void begin() {
    World world = sender.world();
    for (int side = IN; side <= OUT; side++) {
      world.at(sender.stream(), sender.random().below((int) INTERVAL_NS), this, side);
    }
    world.tell(witness -> witness.flowBegan(world.nowNs(), flow, sender.hard()));
  }

  @Override
  public void act(World world, int side) {
    vigils[side].sending();
    int other = 1 - side;
    Datagram datagram = sender.datagram().begin(ends[side], ports[side], ends[other], PORT, TTL);
    datagram.u16(UP_VERSION_1).u8(MULTIPLIER).u8(24);
    datagram.u32(discriminators[side]).u32(discriminators[other]);
    datagram.u32(INTERVAL_US).u32(INTERVAL_US).u32(0);
    datagram.send(side == IN, Datagram.MTU, sender.hard(), sender.hard(), flow, this, side);
    world.at(sender.stream(), world.nowNs() + INTERVAL_NS, this, side);
  }

  @Override
  public void passed(World world, long timeNs, int code) {
    vigils[Parts.own(code)].passed(timeNs);
  }
}
