package org.scrubber.captures.dns;

import org.scrubber.captures.dialogue.Datagram;
import org.scrubber.captures.dialogue.Dialogue;
import org.scrubber.captures.dialogue.Distance;
import org.scrubber.captures.dialogue.Sender;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Hops;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Attempt;

/** A resolver inside asks servers outside for a name. */
final class Lookup extends Dialogue {
  static final int PORT = 53;
  static final long TIMEOUT_NS = 800_000_000L;

  private static final int TRIES = 3;
  private static final int V6_MTU = 1_280;
  private static final int TUNNEL_MTU = 1_240;
  private static final int TRUNCATED_BYTES = 100;
  private static final int SMALLEST_OVER_TCP = 1_500;
  private static final int LARGEST_OVER_TCP = 12_000;
  private static final double MEDIAN_MS = 30;

  private final Address resolver;
  private final Servers servers;
  private final boolean few;
  private final byte[] name;
  private final int type;
  private final int size;
  private final boolean signed;
  private Address server;
  private int port;
  private int id;

  Lookup(Sender sender, Address resolver, Servers servers, byte[] name, AnswerMix mix) {
    super(sender);
    this.resolver = resolver;
    this.servers = servers;
    this.name = name;
    RandomStream random = sender.random();
    few = random.below(100) < mix.fewServers();
    int wanted = mix.size(random);
    size = wanted == AnswerMix.TRUNCATED ? wanted : Math.max(wanted, least());
    signed = size > 200 && random.below(100) < mix.signed();
    type = type(random);
    again();
  }

  private int least() {
    return Message.leastAnswerBytes(name);
  }

  private int type(RandomStream random) {
    if (size == AnswerMix.TRUNCATED) {
      return Message.TXT;
    }
    if (AnswerMix.isLarge(size)) {
      return random.chance(50) ? Message.TXT : Message.DNSKEY;
    }
    int percent = random.below(100);
    return percent < 55 ? Message.A : percent < 90 ? Message.AAAA : Message.HTTPS;
  }

  @Override
  protected void again() {
    RandomStream random = sender.random();
    server = few ? servers.few(resolver, random) : servers.any(resolver, random);
    port = random.between(1_024, 65_535);
    id = random.below(1 << 16);
  }

  @Override
  protected void question(int round, int code) {
    Datagram datagram = sender.datagram().begin(resolver, port, server, PORT, Distance.INSIDE_TTL);
    Message.question(datagram, id, name, type, AnswerMix.LARGEST, true);
    datagram.send(false, Datagram.MTU, sender.legit(), sender.legit(), flow, this, code);
  }

  @Override
  protected void answer(int round, int code) {
    int ttl = Hops.ttl(64, server);
    Datagram datagram = sender.datagram().begin(server, PORT, resolver, port, ttl);
    boolean truncated = size == AnswerMix.TRUNCATED;
    int flags = Message.ANSWER | (truncated ? Message.TC : 0);
    int bytes = truncated ? TRUNCATED_BYTES : size;
    Message.answer(
        datagram, sender.random(), id, flags, name, type, bytes, AnswerMix.LARGEST, signed);
    datagram.send(true, mtu(), sender.legit(), sender.hard(), flow, this, code);
  }

  /** Large answers come in fragments; those that a usual path would carry went through a tunnel. */
  private int mtu() {
    if (!AnswerMix.isLarge(size)) {
      return Datagram.MTU;
    }
    return !resolver.isV4() ? V6_MTU : size > 1_472 ? Datagram.MTU : TUNNEL_MTU;
  }

  @Override
  protected void finished(long timeNs) {
    if (size != AnswerMix.TRUNCATED) {
      succeed(timeNs);
      return;
    }
    // The resolver hears of it on its own side, and begins a connection.
    sender.world().at(sender.stream(), timeNs + Distance.INSIDE_NS, (world, code) -> retry(), 0);
  }

  private void retry() {
    int answerBytes = sender.random().between(SMALLEST_OVER_TCP, LARGEST_OVER_TCP);
    OverTcp.Question question = new OverTcp.Question(name, Message.TXT, answerBytes);
    OverTcp.lookUp(sender, resolver, server, roundTripNs(), question, this::told);
  }

  private void told(boolean answered) {
    if (answered) {
      succeed(sender.world().nowNs());
    } else {
      fail();
    }
  }

  private long roundTripNs() {
    return Distance.outsideNs(server, MEDIAN_MS);
  }

  @Override
  protected long answerDelayNs() {
    return roundTripNs() + sender.random().below(500_000);
  }

  @Override
  protected long timeoutNs() {
    return TIMEOUT_NS;
  }

  @Override
  protected int mostTries() {
    return TRIES;
  }

  @Override
  protected String group() {
    return size == AnswerMix.TRUNCATED ? "tcp-lookup" : "";
  }

  @Override
  protected Attempt.Kind kind() {
    return Attempt.Kind.LOOKUP;
  }
}
