package org.scrubber.captures.service;

import java.util.List;
import org.scrubber.captures.dialogue.Datagram;
import org.scrubber.captures.dialogue.Sender;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Hops;
import org.scrubber.captures.plan.Pool;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.world.Actor;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.World;

/**
 * Thousands of clocks come back after a power cut, and each asks eight times in a row; among the
 * answers there is now and then one that an attacker sends: a list of a server's clients.
 */
public final class ClockWave {
  /**
   * Name of the extra: {@code tenant}, {@code at} (seconds after the warm-up), {@code over}
   * (seconds in which the clocks begin), {@code clients} at full size, {@code list-every} answers
   * (0 for never), {@code vector} that a list counts for.
   */
  public static final String EXTRA = "ntp-wave";

  private static final int QUESTIONS = 8;
  private static final long SPACING_NS = 2_000_000_000L;
  private static final int LIST_ITEMS = 6;
  private static final int LIST_ITEM_BYTES = 72;

  private final Sender sender;
  private final Pool servers;
  private final Pool reflectors;
  private final List<Address> nat;
  private final int listEvery;
  private final Truth attack;
  private int asked;

  private ClockWave(Setting setting, Tenant tenant, LegitPlan.Extra extra) {
    sender = Sender.of(setting, TimeService.CLASS, tenant, EXTRA);
    servers = setting.plan().pool("NTPS");
    reflectors = setting.plan().pool("REFL_NTP");
    nat = tenant.hosts("nat");
    listEvery = (int) extra.number("list-every", 1_000);
    int vector = (int) extra.number("vector", -1);
    attack = new Truth(Truth.Kind.ATTACK, vector, tenant.number(), "ntp-amplification");
  }

  /** Installs the wave. */
  public static void install(Setting setting, LegitPlan.Extra extra) {
    Tenant tenant = setting.plan().tenant(extra.text("tenant", "T05"));
    ClockWave wave = new ClockWave(setting, tenant, extra);
    int clients = (int) (extra.number("clients", 5_000) * setting.profile().scale());
    long startNs = setting.startNs() + extra.nanos("at", 30);
    double overNs = extra.number("over", 16) * 1e9;
    for (int k = 0; k < clients; k++) {
      long beginNs = startNs + (long) (wave.sender.random().unit() * overNs);
      setting.world().at(wave.sender.stream(), beginNs, wave.new Clock(), 0);
    }
  }

  /** One clock, behind a translated address and port of its own. */
  private final class Clock implements Actor {
    private final Address address = nat.get(sender.random().below(nat.size()));
    private final int port = sender.random().between(1_024, 65_535);
    private final Address server = servers.any(sender.random());

    @Override
    public void act(World world, int number) {
      new TimeQuery(sender, address, port, server).begin();
      asked++;
      if (listEvery > 0 && asked % listEvery == 0) {
        list(address, port);
      }
      if (number + 1 < QUESTIONS) {
        world.at(sender.stream(), world.nowNs() + SPACING_NS, this, number + 1);
      }
    }
  }

  /** Sends the answer of a server that nobody asked for its list of clients. */
  private void list(Address target, int port) {
    RandomStream random = sender.random();
    Address reflector = reflectors.any(random);
    int ttl = Hops.ttl(64, reflector);
    Datagram datagram = sender.datagram().begin(reflector, TimeQuery.PORT, target, port, ttl);
    datagram.u8(0xD7).u8(random.below(100)).u16(0x032A).u16(LIST_ITEMS).u16(LIST_ITEM_BYTES);
    datagram.random(random, LIST_ITEMS * LIST_ITEM_BYTES);
    datagram.send(true, Datagram.MTU, attack, attack, 0, null, 0);
  }
}
