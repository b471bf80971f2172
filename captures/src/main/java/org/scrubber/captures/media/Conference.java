package org.scrubber.captures.media;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.captures.datagram.DatagramPath;
import org.scrubber.captures.dialogue.Distance;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Pool;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.world.Actor;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.World;

/**
 * A large conference: many people behind one address join within a short time, each with speech and
 * picture from a few relays; one in twenty shares a screen; the relays may fail over to others.
 */
public final class Conference implements Actor {
  /**
   * The extra that installs it: {@code tenant, participants} (of the largest profile), {@code at,
   * join-s, fail-over-at}, the times in seconds after the warm-up.
   */
  public static final String EXTRA = "conference-wave";

  private static final int JOIN = 0;
  private static final int FAIL_OVER = 1;
  private static final int RELAYS = 8;
  private static final int SPARE_RELAYS = 4;
  private static final int SHARER_OF = 20;
  private static final long FIRST_RELAY = 200;

  private final Setting setting;
  private final LegEnds ends;
  private final Address nat;
  private final List<Leg> legs = new ArrayList<>();
  private final long endNs;
  private int joined;

  private Conference(Setting setting, LegEnds ends, Address nat, long endNs) {
    this.setting = setting;
    this.ends = ends;
    this.nat = nat;
    this.endNs = endNs;
  }

  /** Installs what a scenario asks for as {@link #EXTRA}; nobody leaves before its end. */
  public static void install(Setting setting, LegitPlan.Extra extra) {
    Tenant tenant = setting.plan().tenant(extra.text("tenant", "T03"));
    double scale = setting.profile().scale();
    long failOverS = (long) extra.number("fail-over-at", -1);
    install(
        setting,
        tenant,
        EXTRA,
        (int) Math.max(1, Math.round(extra.number("participants", 150) * scale)),
        setting.startNs() + extra.nanos("at", 30),
        extra.nanos("join-s", 60),
        failOverS < 0 ? -1 : setting.startNs() + failOverS * 1_000_000_000L,
        setting.endNs());
  }

  /**
   * Installs a conference at a tenant's first address for clients.
   *
   * @param group of its attempts
   * @param participants how many join, two flows each
   * @param fromNs when the first joins
   * @param joinOverNs until the last has joined
   * @param failOverNs when all flows move to other relays, or -1
   * @param endNs when all leave
   */
  public static void install(
      Setting setting,
      Tenant tenant,
      String group,
      int participants,
      long fromNs,
      long joinOverNs,
      long failOverNs,
      long endNs) {
    World world = setting.world();
    Stream stream = world.stream("CONFERENCE" + group, tenant.id());
    Truth truth = Truth.legit(tenant.number(), Media.NAME);
    LegEnds ends = new LegEnds(stream, truth, group, true);
    Conference one = new Conference(setting, ends, tenant.hosts("nat").getFirst(), endNs);
    for (int k = 0; k < participants; k++) {
      world.at(stream, fromNs + (long) (stream.random().unit() * joinOverNs), one, JOIN);
    }
    if (failOverNs >= 0) {
      world.at(stream, failOverNs, one, FAIL_OVER);
    }
  }

  @Override
  public void act(World world, int code) {
    if (code == FAIL_OVER) {
      for (int k = 0; k < legs.size(); k++) {
        int spare = RELAYS + k % SPARE_RELAYS;
        legs.get(k).moveTo(world, relay(spare), port());
      }
      return;
    }
    join(world, LegKind.AUDIO);
    join(world, joined % SHARER_OF == 0 ? LegKind.SCREEN : LegKind.VIDEO);
    joined++;
  }

  private void join(World world, LegKind kind) {
    RandomStream random = ends.stream().random();
    Address relay = relay(random.below(RELAYS));
    // Ports below are those of other conversations of the same address.
    int natPort = 10_000 + 2 * joined + (kind.equals(LegKind.AUDIO) ? 0 : 1);
    DatagramPath path = new DatagramPath(random, relay, port(), nat, natPort, 64);
    long rttNs = Distance.anyNs(random, Media.RELAY_RTT_NS);
    Leg leg = new Leg(world, ends, path, kind, rttNs, () -> {});
    leg.join(world, endNs - world.nowNs());
    legs.add(leg);
  }

  private Address relay(int k) {
    Pool relays = setting.plan().pool("CONF");
    return relays.at(FIRST_RELAY + k);
  }

  private int port() {
    return ends.stream().random().between(50_000, 59_999);
  }
}
