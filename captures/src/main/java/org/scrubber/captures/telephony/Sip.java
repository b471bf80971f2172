package org.scrubber.captures.telephony;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.scrubber.captures.dialogue.Distance;
import org.scrubber.captures.legit.Arrivals;
import org.scrubber.captures.legit.TrafficClass;
import org.scrubber.captures.media.Leg;
import org.scrubber.captures.media.LegEnds;
import org.scrubber.captures.media.LegKind;
import org.scrubber.captures.media.Population;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.World;

/** Class {@code SIP}: calls over six trunks, three minutes each, and callers who find it busy. */
public final class Sip implements TrafficClass {
  /** The class's name in a mix. */
  public static final String NAME = "SIP";

  private static final int TRUNKS = 6;
  private static final double ASK_PPS = TRUNKS * 1e9 / Trunk.ASK_NS;

  /** Callers in vain per second, at most; two packets each. */
  private static final double BUSY_PER_SECOND = 0.2;

  private static final long CALL_NS = 180_000_000_000L;
  private static final long MEMBER = 700_000;

  /** Creates the class. */
  public Sip() {}

  @Override
  public void install(Setting setting, Tenant tenant) {
    World world = setting.world();
    Stream stream = world.stream(NAME, tenant.id());
    LegEnds ends = new LegEnds(stream, Truth.legit(tenant.number(), NAME), "", false);
    List<Trunk> trunks = trunks(setting, tenant, ends);
    LongToDoubleFunction talk =
        timeNs -> Math.max(0, setting.legitPps(tenant, NAME, timeNs) - ASK_PPS);
    LongToDoubleFunction busy = timeNs -> Math.min(BUSY_PER_SECOND, talk.applyAsDouble(timeNs) / 2);
    Arrivals.start(
        world,
        stream,
        busy,
        setting.endNs(),
        () -> Call.busy(world, ends, any(stream.random(), trunks)));
    Population.start(
        world,
        stream,
        timeNs -> talk.applyAsDouble(timeNs) - 2 * busy.applyAsDouble(timeNs),
        setting.endNs(),
        (pps, isUnderWay, over) -> call(world, ends, trunks, pps, isUnderWay, over));
  }

  private static Population.Member call(
      World world,
      LegEnds ends,
      List<Trunk> trunks,
      double pps,
      boolean isUnderWay,
      Runnable over) {
    RandomStream random = ends.stream().random();
    Trunk trunk = any(random, trunks);
    LegKind kind = Call.kind(pps);
    Leg leg = trunk.leg(world, kind, over);
    // Lengths differ by a third, so that calls do not end together.
    long lifeNs = (long) (CALL_NS * (0.67 + 0.66 * random.unit()));
    if (isUnderWay) {
      leg.goOn(world, (long) (random.unit() * lifeNs));
    } else {
      Call.taken(world, ends, trunk, leg, lifeNs);
    }
    return new Population.Member(kind.meanInPps(), () -> leg.hangUp(world));
  }

  private static List<Trunk> trunks(Setting setting, Tenant tenant, LegEnds ends) {
    List<Address> gateways =
        tenant.hosts("sip").isEmpty() ? tenant.hosts("nat") : tenant.hosts("sip");
    RandomStream random = ends.stream().random();
    List<Trunk> trunks = new ArrayList<>();
    for (int k = 0; k < TRUNKS; k++) {
      Address server = setting.plan().pool("EU").at(MEMBER + k);
      long rttNs = Distance.anyNs(random, 35e6);
      trunks.add(new Trunk(setting.world(), ends, server, gateways.getFirst(), rttNs));
    }
    return trunks;
  }

  private static Trunk any(RandomStream random, List<Trunk> trunks) {
    return trunks.get(random.below(trunks.size()));
  }
}
