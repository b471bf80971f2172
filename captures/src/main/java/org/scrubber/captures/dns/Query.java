package org.scrubber.captures.dns;

import java.util.List;
import org.scrubber.captures.dialogue.Datagram;
import org.scrubber.captures.dialogue.Dialogue;
import org.scrubber.captures.dialogue.Distance;
import org.scrubber.captures.dialogue.Sender;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Hops;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Attempt;

/** A resolver outside asks the authoritative servers inside for a name. */
final class Query extends Dialogue {
  /** Group of attempts to look up what does not exist. */
  static final String TYPO = "typo";

  private static final int TRIES = 3;
  private static final int EDNS = 1_232;
  private static final int LARGEST_PLAIN = 512;
  private static final int[] RARE = {
    Message.NS, Message.SOA, Message.TXT, Message.DNSKEY, Message.DS
  };

  private final List<Address> servers;
  private final Address resolver;
  private final byte[] name;
  private final boolean typo;
  private final int type;
  private final int edns;
  private final boolean dnssec;
  private int server;
  private int port;
  private int id;

  /** Creates a query of {@code resolver} to the servers, the first of which is asked first. */
  Query(Sender sender, Address resolver, List<Address> servers, byte[] existing) {
    super(sender);
    this.resolver = resolver;
    this.servers = servers;
    RandomStream random = sender.random();
    typo = random.chance(8);
    byte[] asked = typo ? Names.misspelt(existing, random) : existing;
    name = random.chance(30) ? Names.mixedCase(asked, random) : asked;
    type = type(random);
    dnssec = random.chance(70);
    edns = dnssec || random.chance(50) ? EDNS : Message.NO_EDNS;
    server = -1;
    again();
  }

  private static int type(RandomStream random) {
    int percent = random.below(100);
    if (percent < 45) {
      return Message.A;
    }
    if (percent < 75) {
      return Message.AAAA;
    }
    if (percent < 87) {
      return Message.HTTPS;
    }
    return percent < 92 ? Message.MX : RARE[random.below(RARE.length)];
  }

  @Override
  protected void again() {
    server = (server + 1) % servers.size();
    port = sender.random().between(1_024, 65_535);
    id = sender.random().below(1 << 16);
  }

  @Override
  protected void question(int round, int code) {
    int ttl = Hops.ttl(64, resolver);
    Datagram datagram =
        sender.datagram().begin(resolver, port, servers.get(server), Lookup.PORT, ttl);
    Message.question(datagram, id, name, type, edns, dnssec);
    datagram.send(true, Datagram.MTU, sender.legit(), sender.hard(), flow, this, code);
  }

  @Override
  protected void answer(int round, int code) {
    Datagram datagram =
        sender
            .datagram()
            .begin(servers.get(server), Lookup.PORT, resolver, port, Distance.INSIDE_TTL);
    int most = edns == Message.NO_EDNS ? LARGEST_PLAIN : EDNS;
    int least = Message.leastAnswerBytes(name) + 50;
    int bytes = sender.random().between(least, dnssec ? most : Math.min(most, 300));
    int flags = Message.ANSWER | (typo ? Message.NXDOMAIN : 0);
    Message.answer(datagram, sender.random(), id, flags, name, type, bytes, edns, dnssec);
    datagram.send(false, Datagram.MTU, sender.legit(), sender.hard(), flow, this, code);
  }

  @Override
  protected long answerDelayNs() {
    return Distance.INSIDE_NS + sender.random().below(400_000);
  }

  @Override
  protected long timeoutNs() {
    return Lookup.TIMEOUT_NS;
  }

  @Override
  protected int mostTries() {
    return TRIES;
  }

  @Override
  protected Attempt.Kind kind() {
    return Attempt.Kind.QUERY;
  }

  @Override
  protected String group() {
    return typo ? TYPO : "";
  }
}
