package org.scrubber.captures.tunnel;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.captures.dialogue.Distance;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Pool;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.world.Actor;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.World;

/**
 * Tunnels without signs of life that say nothing for an hour, and then go on as if nothing had
 * happened; the first of them from another address.
 */
public final class IdleTunnels implements Actor {
  /**
   * The extra that installs them: {@code tenant, wireguard, esp} (how many, in the largest
   * profile), {@code wake-at} in seconds after the warm-up, {@code roaming} above 0 when one moves.
   * They count as attempts of group {@code wake}.
   */
  public static final String EXTRA = "sleeping-tunnels";

  private static final String GROUP = "wake";
  private static final int BURST = 10;
  private static final int LAST_WORDS = 0;
  private static final int RESUME = 1;
  private static final int AGAIN = 2;
  private static final long MEMBER = 900_000;
  private static final long AGAIN_NS = 2_000_000_000L;

  private final List<Tunnel> tunnels = new ArrayList<>();
  private final Stream stream;
  private final Address elsewhere;

  private IdleTunnels(Stream stream, Address elsewhere) {
    this.stream = stream;
    this.elsewhere = elsewhere;
  }

  /** Installs what a scenario asks for as {@link #EXTRA}. */
  public static void install(Setting setting, LegitPlan.Extra extra) {
    Tenant tenant = setting.plan().tenant(extra.text("tenant", "T08"));
    long wakeNs = setting.startNs() + extra.nanos("wake-at", 3_600);
    boolean roams = extra.number("roaming", 0) > 0;
    int wireGuards = count(setting, extra.number("wireguard", 20));
    int esps = count(setting, extra.number("esp", 20));
    install(setting, tenant, GROUP, TunnelKind.WIREGUARD, wireGuards, wakeNs, roams);
    install(setting, tenant, GROUP, TunnelKind.ESP, esps, wakeNs, false);
  }

  private static int count(Setting setting, double inLargest) {
    long scaled = Math.round(inLargest * setting.profile().scale());
    return inLargest > 0 ? (int) Math.max(2, scaled) : 0;
  }

  /**
   * Installs tunnels of one kind that talk at time 0, and then from {@code resumeNs} on.
   *
   * @param group of their attempts, and part of the name of their stream
   * @param count how many
   * @param roams whether the first has moved to another address meanwhile
   */
  public static void install(
      Setting setting,
      Tenant tenant,
      String group,
      TunnelKind kind,
      int count,
      long resumeNs,
      boolean roams) {
    World world = setting.world();
    Stream stream = world.stream("IDLE_" + kind + group, tenant.id());
    TunnelEnds ends = TunnelEnds.of(stream, tenant.number(), group);
    Pool pool = setting.plan().pool("BE2");
    IdleTunnels all = new IdleTunnels(stream, roams ? pool.at(MEMBER - 1) : null);
    List<Address> gateways = tenant.hosts("vpn");
    Address gateway = gateways.get(Math.min(kind.isIpsec() ? 0 : 1, gateways.size() - 1));
    for (int k = 0; k < count; k++) {
      RandomStream random = stream.random();
      long rttNs = Distance.anyNs(random, 18e6);
      Address peer = pool.at(MEMBER + 1_000L * kind.ordinal() + k);
      all.tunnels.add(new Tunnel(world, ends, kind, peer, gateway, rttNs, false));
    }
    world.at(stream, 0, all, LAST_WORDS);
    world.at(stream, resumeNs, all, RESUME);
  }

  @Override
  public void act(World world, int code) {
    for (int k = 0; k < tunnels.size(); k++) {
      Tunnel one = tunnels.get(k);
      switch (code) {
        case LAST_WORDS -> {
          one.goOn(world);
          one.send(world, BURST);
        }
        case RESUME -> {
          if (k == 0 && elsewhere != null) {
            one.roam(elsewhere, stream.random().between(1_024, 65_535));
          }
          one.resume(world, BURST);
        }
        default -> one.send(world, BURST);
      }
    }
    if (code != LAST_WORDS) {
      world.at(stream, world.nowNs() + AGAIN_NS, this, AGAIN);
    }
  }
}
