package org.scrubber.captures.service;

import java.util.function.LongToDoubleFunction;
import org.scrubber.captures.dialogue.Datagram;
import org.scrubber.captures.dialogue.Distance;
import org.scrubber.captures.dialogue.Parts;
import org.scrubber.captures.dialogue.Sender;
import org.scrubber.captures.dialogue.Vigil;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Hops;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.world.Actor;
import org.scrubber.captures.world.Party;
import org.scrubber.captures.world.World;

/** Two probes send each other about ten small packets/s, for ever (OWAMP, RFC 4656). */
final class DelayTest implements Actor, Party {
  private static final double USUAL_PPS = 10;
  private static final int FIRST_PORT = 8_760;
  private static final int LAST_PORT = 9_960;
  private static final int PADDING_BYTES = 28;
  private static final int IN = 0;
  private static final int OUT = 1;
  private static final int LOST_IN_A_ROW = 20;
  private static final long DEATH_NS = 30_000_000_000L;

  private final Sender sender;
  private final LongToDoubleFunction pps;
  private final int flows;
  private final Address inside;
  private final Address outside;
  private final int insidePort;
  private final int outsidePort;
  private final int flow;
  private final Vigil vigil;
  private int sequence;

  private DelayTest(
      Sender sender, LongToDoubleFunction pps, int flows, Address inside, Address outside) {
    this.sender = sender;
    this.pps = pps;
    this.flows = flows;
    this.inside = inside;
    this.outside = outside;
    insidePort = sender.random().between(FIRST_PORT, LAST_PORT);
    outsidePort = sender.random().between(FIRST_PORT, LAST_PORT);
    flow = sender.world().newFlow();
    sequence = sender.random().below(1 << 20);
    vigil = new Vigil(sender.world(), flow, sender.legit(), LOST_IN_A_ROW, DEATH_NS);
  }

  /** Installs as many pairs of probes as the rate at the beginning asks for, at least one. */
  static void install(Setting setting, Sender sender, Address probe, LongToDoubleFunction pps) {
    double begins = pps.applyAsDouble(0);
    int flows = (int) Math.max(1, StrictMath.round(begins / USUAL_PPS));
    for (int k = 0; k < flows; k++) {
      Address peer = setting.plan().pool("NREN").at(100 + k);
      DelayTest test = new DelayTest(sender, pps, flows, probe, peer);
      long firstNs = sender.random().below(100_000_000);
      setting.world().at(sender.stream(), firstNs, test, IN);
      setting.world().at(sender.stream(), firstNs + 3_000_000, test, OUT);
      setting.world().tell(witness -> witness.flowBegan(0, test.flow, sender.legit()));
    }
  }

  @Override
  public void act(World world, int code) {
    boolean in = code == IN;
    if (in) {
      vigil.sending();
      sequence++;
    }
    Datagram datagram =
        in
            ? sender.datagram().begin(outside, outsidePort, inside, insidePort, ttl())
            : sender
                .datagram()
                .begin(inside, insidePort, outside, outsidePort, Distance.INSIDE_TTL);
    datagram.u32(sequence).u64(World.EPOCH_NS + world.nowNs()).u16(0x9801);
    datagram.random(sender.random(), PADDING_BYTES);
    datagram.send(in, Datagram.MTU, sender.legit(), sender.legit(), flow, this, code);
    long next = world.nowNs() + Pace.intervalNs(pps, world.nowNs(), flows);
    world.at(sender.stream(), next, this, code);
  }

  private int ttl() {
    return Hops.ttl(255, outside);
  }

  @Override
  public void passed(World world, long timeNs, int code) {
    if (Parts.own(code) == IN) {
      vigil.passed(timeNs);
    }
  }
}
