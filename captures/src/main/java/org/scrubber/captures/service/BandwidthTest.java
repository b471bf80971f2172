package org.scrubber.captures.service;

import java.util.function.LongToDoubleFunction;
import org.scrubber.captures.dialogue.Datagram;
import org.scrubber.captures.dialogue.Distance;
import org.scrubber.captures.dialogue.Parts;
import org.scrubber.captures.dialogue.Sender;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Hops;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.world.Actor;
import org.scrubber.captures.world.Party;
import org.scrubber.captures.world.World;

/**
 * A test of bandwidth that both sides have agreed upon (iperf3 over UDP): a flood by all looks,
 * from one source, in one direction, in tests of ten minutes. The policy has a rule that allows it.
 */
public final class BandwidthTest implements Actor, Party {
  /** The port of the tests. */
  public static final int PORT = 5_201;

  /** Who sends. */
  public static final Address SOURCE = Address.parse("21.28.3.7");

  private static final int PAYLOAD_BYTES = 1_460;
  private static final int HELLO = 0x39383736;
  private static final int WELCOME = 0x36373839;
  private static final long LENGTH_NS = 600_000_000_000L;
  private static final long ANSWER_NS = 2_500_000L;
  private static final int ASK = 0;
  private static final int ANSWER = 1;
  private static final int SEND = 2;

  private final Sender sender;
  private final LongToDoubleFunction pps;
  private final Address target;
  private int flow;
  private int port;
  private int count;
  private long endNs;

  private BandwidthTest(Sender sender, LongToDoubleFunction pps, Address target) {
    this.sender = sender;
    this.pps = pps;
    this.target = target;
  }

  /** Installs tests one after the other; the first is already under way. */
  static void install(Setting setting, Sender sender, Address target, LongToDoubleFunction pps) {
    BandwidthTest test = new BandwidthTest(sender, pps, target);
    setting.world().at(sender.stream(), 0, test, ASK);
    test.endNs = (long) (sender.random().unit() * LENGTH_NS);
  }

  @Override
  public void act(World world, int code) {
    switch (code) {
      case ASK -> ask(world);
      case ANSWER -> {
        Datagram datagram =
            sender.datagram().begin(target, PORT, SOURCE, port, Distance.INSIDE_TTL);
        datagram.u32(WELCOME);
        datagram.send(false, Datagram.MTU, sender.legit(), sender.legit(), flow, this, ANSWER);
      }
      default -> send(world);
    }
  }

  private void ask(World world) {
    flow = world.newFlow();
    port = sender.random().between(32_768, 60_999);
    count = 0;
    if (endNs <= world.nowNs()) {
      endNs = world.nowNs() + LENGTH_NS;
    }
    datagram().u32(HELLO).send(true, Datagram.MTU, sender.legit(), sender.legit(), flow, this, ASK);
    world.tell(witness -> witness.flowBegan(world.nowNs(), flow, sender.legit()));
    next(world);
  }

  private void send(World world) {
    if (world.nowNs() >= endNs) {
      world.tell(witness -> witness.flowEnded(world.nowNs(), flow));
      ask(world);
      return;
    }
    long micros = (World.EPOCH_NS + world.nowNs()) / 1_000;
    Datagram datagram = datagram();
    datagram.u32((int) (micros / 1_000_000)).u32((int) (micros % 1_000_000)).u32(++count);
    datagram.random(sender.random(), PAYLOAD_BYTES - 12);
    datagram.send(true, Datagram.MTU, sender.legit(), sender.legit(), flow, null, SEND);
    next(world);
  }

  private Datagram datagram() {
    return sender.datagram().begin(SOURCE, port, target, PORT, Hops.ttl(64, SOURCE));
  }

  private void next(World world) {
    long wait = Pace.intervalNs(pps, world.nowNs(), 1);
    world.at(sender.stream(), world.nowNs() + wait, this, SEND);
  }

  @Override
  public void passed(World world, long timeNs, int code) {
    if (Parts.own(code) == ASK) {
      world.at(sender.stream(), timeNs + ANSWER_NS, this, ANSWER);
    }
  }
}
