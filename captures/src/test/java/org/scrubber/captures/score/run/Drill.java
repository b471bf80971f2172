package org.scrubber.captures.score.run;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Mode;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.scenario.Scenario;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.scenario.VectorPlan;
import org.scrubber.captures.world.Actor;
import org.scrubber.captures.world.Attempt;
import org.scrubber.captures.world.Gate;
import org.scrubber.captures.world.Party;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.View;
import org.scrubber.captures.world.Witness;
import org.scrubber.captures.world.World;
import org.scrubber.wire.Tcp;

/**
 * A scenario of a few seconds with traffic of its own: clients that ask a web server of the second
 * tenant and a resolver's answers, and a flood of SYNs on the first tenant's.
 */
public final class Drill {
  private static final long MS = 1_000_000L;
  private static final Address SERVER = Address.parse("198.18.4.10");
  private static final Address VICTIM = Address.parse("198.18.0.10");
  private static final Address RESOLVER = Address.parse("198.18.254.53");
  private static final Truth WEB = Truth.legit(1, "WEB_TCP");
  private static final Truth LOOKUP = Truth.legit(11, "DNS_REC");
  private static final Truth FLOOD = new Truth(Truth.Kind.ATTACK, 0, 0, "syn-flood");

  private Drill() {}

  /** Returns the scenario; {@code id} decides which bad scrubbers must fail in it. */
  public static Scenario scenario(String id, Map<String, Double> limits) {
    VectorPlan flood = new VectorPlan(0, "v1", 0, 4, 2, List.of("syn-flood"), false, Map.of());
    return new Scenario(
        id,
        "drill",
        "P0",
        List.of(Mode.SYM),
        1,
        2,
        4,
        8,
        List.of("T01"),
        List.of(flood),
        new LegitPlan(1, List.of(), List.of()),
        limits,
        new EnumMap<>(Mode.class),
        0,
        0,
        "to test the tests");
  }

  /** Returns a task that plays it. */
  public static Task task(String id) {
    return new Task(scenario(id, Map.of()), Mode.SYM, Profile.CI, 1);
  }

  /** Stages it. */
  public static Setting stage(
      Scenario scenario,
      Mode mode,
      Profile profile,
      long masterSeed,
      Gate gate,
      List<? extends Witness> witnesses) {
    World world = new World(scenario.id(), masterSeed, gate, View.SYMMETRIC, witnesses);
    Setting setting = new Setting(world, Plan.standard(), scenario, mode, profile);
    Stream clients = world.stream("clients", "all");
    for (int k = 0; k < (setting.endNs() - 2_000 * MS) / (20 * MS); k++) {
      world.at(clients, k * 20 * MS, new Client(clients, k), Client.SYN);
    }
    Stream resolvers = world.stream("resolvers", "all");
    world.at(resolvers, 0, new Questions(resolvers, setting.endNs()), 0);
    Stream flood = world.stream("flood", "all");
    world.at(flood, setting.attackNs(), new Flood(flood, setting.attackNs() + 4_000 * MS), 0);
    return setting;
  }

  /** Connects, says hello and goes; tries again after a second. */
  private static final class Client implements Actor, Party {
    static final int SYN = 0;
    private static final int SYN_ACK = 1;
    private static final int HELLO = 2;
    private static final int AGAIN = 3;
    private static final int GIVE_UP = 4;

    private final Stream stream;
    private final Address address;
    private int flow;
    private long beganNs;
    private boolean answered;
    private boolean served;

    Client(Stream stream, int number) {
      this.stream = stream;
      address = Plan.standard().pool("BE1").at(number);
    }

    @Override
    public void act(World world, int code) {
      switch (code) {
        case SYN -> {
          flow = world.newFlow();
          beganNs = world.nowNs();
          world.tell(one -> one.flowBegan(world.nowNs(), flow, WEB));
          send(world, true, Tcp.SYN, SYN);
          world.at(stream, world.nowNs() + 1_000 * MS, this, AGAIN);
          world.at(stream, world.nowNs() + 1_900 * MS, this, GIVE_UP);
        }
        case SYN_ACK -> send(world, false, Tcp.SYN | Tcp.ACK, SYN_ACK);
        case HELLO -> send(world, true, Tcp.ACK | Tcp.PSH, HELLO);
        case AGAIN -> {
          if (!answered) {
            send(world, true, Tcp.SYN, SYN);
          }
        }
        default -> giveUp(world);
      }
    }

    private void giveUp(World world) {
      if (!served) {
        world.tell(one -> one.flowDied(world.nowNs(), flow, "gave up"));
        attempt(world, -1);
      }
    }

    private void send(World world, boolean inbound, int flags, int code) {
      int seq = inbound ? 1_000 + (flags == Tcp.SYN ? 0 : 1) : 9_000;
      int ack = inbound ? flags == Tcp.SYN ? 0 : 9_001 : 1_001;
      var frame =
          inbound
              ? world.frame(true).ip(address, SERVER, 50, 0, true)
              : world.frame(false).ip(SERVER, address, 64, 0, true);
      int client = 40_000;
      frame.tcp(inbound ? client : 443, inbound ? 443 : client, seq, ack, flags, 64_240);
      if (code == HELLO) {
        frame.fill('h', 300);
      }
      world.emit(WEB, flow, this, code);
    }

    @Override
    public void passed(World world, long timeNs, int code) {
      switch (code) {
        case SYN -> world.at(stream, timeNs + 2 * MS, this, SYN_ACK);
        case SYN_ACK -> {
          answered = true;
          world.at(stream, timeNs + 18 * MS, this, HELLO);
        }
        default -> {
          if (!served) {
            served = true;
            attempt(world, timeNs - beganNs);
            world.tell(one -> one.flowEnded(timeNs, flow));
          }
        }
      }
    }

    private void attempt(World world, long tookNs) {
      Attempt attempt = new Attempt(Attempt.Kind.TCP, WEB, "", beganNs, tookNs, 20 * MS);
      world.tell(one -> one.attempt(attempt));
    }
  }

  /** A resolver inside that asks one server outside, many times a second. */
  private record Questions(Stream stream, long endNs) implements Actor, Party {
    private static final Address AUTHORITY = Plan.standard().pool("AUTH").at(7);

    @Override
    public void act(World world, int code) {
      boolean answer = code > 0;
      int port = answer ? code : 1_024 + stream.random().below(60_000);
      var frame =
          answer
              ? world.frame(true).ip(AUTHORITY, RESOLVER, 50, 0, true).udp(53, port)
              : world.frame(false).ip(RESOLVER, AUTHORITY, 64, 0, true).udp(port, 53);
      frame.u16(port).u16(answer ? 0x8180 : 0x0100).u64(0x0001_0000_0000_0000L).fill(1, 20);
      world.emit(LOOKUP, 0, this, answer ? 0 : port);
      if (!answer && world.nowNs() + 5 * MS < endNs) {
        world.at(stream, world.nowNs() + 5 * MS, this, 0);
      }
    }

    @Override
    public void passed(World world, long timeNs, int code) {
      if (code > 0) {
        world.at(stream, timeNs + 10 * MS, this, code);
      }
    }
  }

  /** Spoofed SYNs. */
  private record Flood(Stream stream, long endNs) implements Actor {
    @Override
    public void act(World world, int code) {
      long source = 0x0b40_0000L + stream.random().below(1 << 22);
      int port = 1_024 + stream.random().below(60_000);
      int sequence = stream.random().nextInt();
      world
          .frame(true)
          .ipv4(source, VICTIM.low(), 50, 1, 0, 0)
          .tcp(port, 443, sequence, 0, Tcp.SYN, 512);
      world.emit(FLOOD, 0, null, 0);
      if (world.nowNs() + MS / 4 < endNs) {
        world.at(stream, world.nowNs() + MS / 4, this, 0);
      }
    }
  }
}
