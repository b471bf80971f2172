package org.scrubber.captures.control;

import java.util.Arrays;
import org.scrubber.captures.dialogue.Distance;
import org.scrubber.captures.dialogue.Sender;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Hops;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Actor;
import org.scrubber.captures.world.Party;
import org.scrubber.captures.world.World;

/**
 * Somebody inside looks for the way to a host: of nine probes six die on the way, and the host
 * itself refuses three. Each error quotes the probe that it is about.
 */
final class Traceroute implements Actor, Party {
  /** Of these, {@link #EXPIRED} come from routers. */
  static final int PROBES = 9;

  static final int EXPIRED = 6;

  private static final int PER_HOP = 3;
  private static final int FIRST_PORT = 33_434;
  private static final int FIRST_HOP = 7;
  private static final int PAYLOAD_BYTES = 32;
  private static final int SHORT_QUOTE_BYTES = 28;
  private static final long SPACING_NS = 40_000_000L;
  private static final double MEDIAN_MS = 15;
  private static final int ANSWER = 1 << 8;

  private final Sender sender;
  private final Address inside;
  private final Address goal;
  private final Address[] routers;
  private final int port;
  private final int id;
  private final boolean quotesAll;
  private final int flow;

  Traceroute(Sender sender, Address inside, Address goal, Address... routers) {
    this.sender = sender;
    this.inside = inside;
    this.goal = goal;
    this.routers = routers;
    RandomStream random = sender.random();
    port = random.between(33_000, 60_000);
    id = random.below(1 << 15);
    quotesAll = random.chance(50);
    flow = sender.world().newFlow();
  }

  /** Sends the first probe now. */
  void begin() {
    act(sender.world(), 0);
  }

  @Override
  public void act(World world, int code) {
    if ((code & ANSWER) != 0) {
      answer(world, code & ~ANSWER);
      return;
    }
    world.frame(false).packet(probe(code, FIRST_HOP + code / PER_HOP).build());
    world.emit(sender.legit(), flow, this, code);
    if (code + 1 < PROBES) {
      world.at(sender.stream(), world.nowNs() + SPACING_NS, this, code + 1);
    }
  }

  private PacketBuilder probe(int number, int ttl) {
    return Packets.ip(inside, goal, ttl, id + number)
        .udp(port, FIRST_PORT + 3 * FIRST_HOP + number)
        .payload(PAYLOAD_BYTES, '@' + number);
  }

  private void answer(World world, int number) {
    Address router = router(number);
    byte[] died = probe(number, 1).build();
    byte[] quote = quotesAll ? died : Arrays.copyOf(died, SHORT_QUOTE_BYTES);
    int ipId = sender.random().below(1 << 16);
    PacketBuilder ip = Packets.ip(router, inside, Hops.ttl(255, router), ipId);
    PacketBuilder error = number < EXPIRED ? ip.timeExceeded(quote) : ip.portUnreachable(quote);
    world.frame(true).packet(error.build());
    world.emit(sender.legit(), flow, null, number);
  }

  private Address router(int number) {
    return number < EXPIRED ? routers[number / PER_HOP] : goal;
  }

  @Override
  public void passed(World world, long timeNs, int code) {
    long delayNs = Distance.outsideNs(router(code), MEDIAN_MS);
    world.at(sender.stream(), timeNs + delayNs, this, code | ANSWER);
  }
}
