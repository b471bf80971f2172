package org.scrubber.captures.media;

import java.util.List;
import org.scrubber.captures.datagram.DatagramPath;
import org.scrubber.captures.dialogue.Distance;
import org.scrubber.captures.legit.TrafficClass;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.World;

/** Class {@code MEDIA}: people inside in conferences, for 30 to 90 minutes each. */
public final class Media implements TrafficClass {
  /** The class's name in a mix. */
  public static final String NAME = "MEDIA";

  /** Median round trip time of the relays, ns. */
  static final double RELAY_RTT_NS = 25e6;

  /** Answers of STUN, beside the media. */
  private static final double KEEP_PPS = 0.4;

  private static final long MINUTE_NS = 60_000_000_000L;

  /** Creates the class. */
  public Media() {}

  @Override
  public void install(Setting setting, Tenant tenant) {
    World world = setting.world();
    Stream stream = world.stream(NAME, tenant.id());
    LegEnds ends = new LegEnds(stream, Truth.legit(tenant.number(), NAME), "", true);
    Population.Origin origin =
        (pps, isUnderWay, over) -> {
          LegKind kind = kind(stream.random(), pps - KEEP_PPS);
          Leg leg = leg(setting, tenant, ends, kind, over);
          begin(world, stream.random(), leg, isUnderWay);
          return new Population.Member(kind.meanInPps() + KEEP_PPS, () -> leg.hangUp(world));
        };
    Population.start(
        world, stream, timeNs -> setting.legitPps(tenant, NAME, timeNs), setting.endNs(), origin);
  }

  private static void begin(World world, RandomStream random, Leg leg, boolean isUnderWay) {
    long lifeNs = random.between(30, 90) * MINUTE_NS;
    if (isUnderWay) {
      leg.goOn(world, (long) (random.unit() * lifeNs));
    } else {
      leg.join(world, lifeNs);
    }
  }

  /** Returns what fits into so many packets/s; who fits nowhere else is quiet. */
  private static LegKind kind(RandomStream random, double pps) {
    if (pps >= LegKind.VIDEO.inPps() && random.chance(60)) {
      return LegKind.VIDEO;
    }
    if (pps >= LegKind.AUDIO.inPps()) {
      return LegKind.AUDIO;
    }
    return LegKind.quiet(LegKind.quietPps(pps));
  }

  private static Leg leg(
      Setting setting, Tenant tenant, LegEnds ends, LegKind kind, Runnable over) {
    RandomStream random = ends.stream().random();
    List<Address> nats = tenant.hosts("nat");
    Address nat = nats.get(random.below(nats.size()));
    Address relay = setting.plan().pool("CONF").any(random);
    int port = random.between(1_024, 65_535);
    DatagramPath path = new DatagramPath(random, relay, relayPort(random), nat, port, 64);
    long rttNs = Distance.anyNs(random, RELAY_RTT_NS);
    return new Leg(setting.world(), ends, path, kind, rttNs, over);
  }

  /** Returns a port that one of the large services uses. */
  static int relayPort(RandomStream random) {
    return switch (random.below(4)) {
      case 0 -> random.between(8_801, 8_810);
      case 1 -> random.between(3_478, 3_481);
      case 2 -> random.between(19_302, 19_309);
      default -> random.between(50_000, 59_999);
    };
  }
}
