package org.scrubber.captures.service;

import java.util.List;
import org.scrubber.captures.dialogue.Datagram;
import org.scrubber.captures.dialogue.Dialogue;
import org.scrubber.captures.dialogue.Distance;
import org.scrubber.captures.dialogue.Sender;
import org.scrubber.captures.legit.Arrivals;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Hops;
import org.scrubber.captures.plan.Pool;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.world.Attempt;
import org.scrubber.captures.world.Truth;

/** A peer outside sets up a tunnel (IKEv2, RFC 7296); its certificates come in fragments. */
public final class KeyExchange extends Dialogue {
  /** Name of the extra: {@code per-second} exchanges at full size, over all tenants with a VPN. */
  public static final String EXTRA = "ike-fragments";

  private static final int PORT = 500;
  private static final int HEADER_BYTES = 28;
  private static final int INITIAL = 34;
  private static final int AUTHENTICATION = 35;
  private static final int INITIATOR = 0x08;
  private static final int RESPONSE = 0x20;
  private static final double MEDIAN_MS = 20;

  private final Address peer;
  private final Address gateway;
  private final long cookies;

  private KeyExchange(Sender sender, Address peer, Address gateway) {
    super(sender);
    this.peer = peer;
    this.gateway = gateway;
    cookies = sender.random().next();
  }

  /** Installs the extra. */
  public static void install(Setting setting, LegitPlan.Extra extra) {
    double full = extra.number("per-second", 10);
    List<Tenant> tenants =
        setting.plan().tenants().stream().filter(one -> !one.hosts("vpn").isEmpty()).toList();
    Pool peers = setting.plan().pool("BE1");
    for (Tenant tenant : tenants) {
      Sender sender = Sender.of(setting, "VPN", tenant, EXTRA + tenant.id());
      Address gateway = tenant.hosts("vpn").get(0);
      double rate = full * setting.profile().scale() / tenants.size();
      Arrivals.start(
          setting.world(),
          sender.stream(),
          timeNs -> rate,
          setting.endNs(),
          () -> new KeyExchange(sender, peers.any(sender.random()), gateway).begin());
    }
  }

  @Override
  protected void question(int round, int code) {
    int ttl = Hops.ttl(64, peer);
    Datagram datagram = sender.datagram().begin(peer, PORT, gateway, PORT, ttl);
    message(datagram, new RandomStream(cookies + round), round, INITIATOR);
    datagram.send(true, Datagram.MTU, sender.hard(), sender.hard(), flow, this, code);
  }

  @Override
  protected void answer(int round, int code) {
    Datagram datagram = sender.datagram().begin(gateway, PORT, peer, PORT, Distance.INSIDE_TTL);
    message(datagram, new RandomStream(~cookies + round), round, RESPONSE);
    datagram.send(false, Datagram.MTU, sender.hard(), sender.hard(), flow, this, code);
  }

  private void message(Datagram to, RandomStream content, int round, int flags) {
    boolean first = round == 0;
    int bytes = first ? content.between(300, 500) : content.between(1_600, 3_000);
    boolean unanswered = first && flags == INITIATOR;
    to.u64(cookies).u64(unanswered ? 0 : cookies * 31);
    to.u8(first ? 33 : 46).u8(0x20).u8(first ? INITIAL : AUTHENTICATION).u8(flags);
    to.u32(round).u32(bytes).u16(0).u16(bytes - HEADER_BYTES);
    to.random(content, bytes - HEADER_BYTES - 4);
  }

  @Override
  protected int rounds() {
    return 2;
  }

  @Override
  protected long answerDelayNs() {
    return Distance.INSIDE_NS + sender.random().between(1_000_000, 8_000_000);
  }

  @Override
  protected long thinkNs() {
    return Distance.outsideNs(peer, MEDIAN_MS) + 5_000_000L;
  }

  @Override
  protected long timeoutNs() {
    return 1_000_000_000L;
  }

  @Override
  protected int mostTries() {
    return 5;
  }

  @Override
  protected Attempt.Kind kind() {
    return Attempt.Kind.TUNNEL;
  }

  @Override
  protected Truth truth() {
    return sender.hard();
  }
}
