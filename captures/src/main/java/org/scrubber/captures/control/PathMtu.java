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
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.World;

/**
 * A flow of datagrams from inside whose packets are too large for a link far away. The router there
 * says so, quoting the packet; without its message the flow is in a black hole, and dies.
 */
final class PathMtu implements Actor, Party {
  /** Packets that come in: the peer's first answer, the router's message, the peer's last word. */
  static final int PACKETS_IN = 3;

  private static final int HELLO = 0;
  private static final int WELCOME = 1;
  private static final int LARGE = 2;
  private static final int TOO_BIG = 3;
  private static final int SMALL = 4;
  private static final int DONE = 5;
  private static final int AGAIN = 6;

  private static final int PEER_PORT = 4_433;
  private static final int LARGE_BYTES = 1_440;
  private static final int HELLO_BYTES = 120;
  private static final int ANSWER_BYTES = 60;
  private static final int SHORT_QUOTE_BYTES = 28;
  private static final int LONG_QUOTE_BYTES = 548;
  private static final int MOST_TRIES = 6;
  private static final long RETRY_NS = 1_000_000_000L;
  private static final double MEDIAN_MS = 20;

  private final Sender sender;
  private final Address inside;
  private final Address peer;
  private final Address router;
  private final int port;
  private final int mtu;
  private final int quoteBytes;
  private final long seed;
  private final int flow;
  private int tries;
  private boolean knows;
  private boolean over;

  PathMtu(Sender sender, Address inside, Address peer, Address router) {
    this.sender = sender;
    this.inside = inside;
    this.peer = peer;
    this.router = router;
    RandomStream random = sender.random();
    port = random.between(32_768, 60_999);
    mtu = inside.isV4() ? 1_280 + 4 * random.below(36) : 1_280;
    quoteBytes = random.chance(50) && inside.isV4() ? SHORT_QUOTE_BYTES : LONG_QUOTE_BYTES;
    seed = random.next();
    flow = sender.world().newFlow();
  }

  /** Sends the flow's first packet now. */
  void begin() {
    act(sender.world(), HELLO);
  }

  @Override
  public void act(World world, int code) {
    switch (code) {
      case HELLO -> send(world, false, HELLO_BYTES, code);
      case WELCOME, DONE -> send(world, true, ANSWER_BYTES, code);
      case LARGE, AGAIN -> large(world);
      case TOO_BIG -> complain(world);
      case SMALL -> send(world, false, mtu - (inside.isV4() ? 28 : 48), code);
      default -> throw new IllegalStateException("no such step: " + code);
    }
  }

  private void large(World world) {
    if (knows || over) {
      return;
    }
    if (tries == MOST_TRIES) {
      over = true;
      world.tell(witness -> witness.flowDied(world.nowNs(), flow, "path MTU black hole"));
      return;
    }
    tries++;
    send(world, false, LARGE_BYTES, LARGE);
    world.at(sender.stream(), world.nowNs() + RETRY_NS, this, AGAIN);
  }

  private void send(World world, boolean inbound, int bytes, int code) {
    world.frame(inbound).packet(packet(inbound, bytes, code, 0).build());
    world.emit(sender.legit(), flow, this, code);
  }

  private PacketBuilder packet(boolean inbound, int bytes, int code, int ttl) {
    RandomStream content = new RandomStream(seed + code);
    int id = content.below(1 << 16);
    return inbound
        ? Packets.ip(peer, inside, Hops.ttl(64, peer), id)
            .udp(PEER_PORT, port)
            .payload(content.bytes(bytes))
        : Packets.ip(inside, peer, ttl == 0 ? Distance.INSIDE_TTL : ttl, id)
            .udp(port, PEER_PORT)
            .payload(content.bytes(bytes));
  }

  private void complain(World world) {
    int hops = Distance.INSIDE_TTL - 6;
    byte[] quote = Arrays.copyOf(packet(false, LARGE_BYTES, LARGE, hops).build(), quoteBytes);
    int id = sender.random().below(1 << 16);
    PacketBuilder ip = Packets.ip(router, inside, Hops.ttl(255, router), id);
    world.frame(true).packet(ip.packetTooBig(mtu, quote).build());
    Truth truth = sender.hard();
    world.emit(truth, flow, this, TOO_BIG);
  }

  @Override
  public void passed(World world, long timeNs, int code) {
    long insideNs = timeNs + Distance.INSIDE_NS;
    switch (code) {
      case HELLO -> later(world, timeNs + Distance.outsideNs(peer, MEDIAN_MS), WELCOME);
      case WELCOME -> {
        world.tell(witness -> witness.flowBegan(timeNs, flow, sender.legit()));
        later(world, insideNs, LARGE);
      }
      case LARGE -> later(world, timeNs + Distance.outsideNs(router, MEDIAN_MS), TOO_BIG);
      case TOO_BIG -> {
        if (!knows && !over) {
          knows = true;
          later(world, insideNs, SMALL);
        }
      }
      case SMALL -> later(world, timeNs + Distance.outsideNs(peer, MEDIAN_MS), DONE);
      default -> {
        world.tell(witness -> witness.flowEnded(timeNs, flow));
      }
    }
  }

  private void later(World world, long whenNs, int code) {
    world.at(sender.stream(), whenNs, this, code);
  }
}
