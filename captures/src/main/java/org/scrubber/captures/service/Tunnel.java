package org.scrubber.captures.service;

import java.util.function.LongToDoubleFunction;
import org.scrubber.captures.dialogue.Sender;
import org.scrubber.captures.dialogue.Vigil;
import org.scrubber.captures.packet.Ipv4Layer;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.packet.TcpLayer;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Hops;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.world.Actor;
import org.scrubber.captures.world.Party;
import org.scrubber.captures.world.World;

/** A GRE tunnel between two networks (RFC 2784), with TCP of a dozen flows inside. */
public final class Tunnel implements Actor, Party {
  /** The end outside. */
  public static final Address PEER = Address.parse("21.28.0.1");

  private static final int INSIDE_TTL = 254;
  private static final int FLOWS = 12;
  private static final int MOST_INNER_BYTES = 1_380;
  private static final int IN = 0;
  private static final int OUT = 1;
  private static final int LOST_IN_A_ROW = 50;
  private static final long DEATH_NS = 30_000_000_000L;

  private final Sender sender;
  private final LongToDoubleFunction pps;
  private final Address gateway;
  private final int flow;
  private final int[] sent = new int[2 * FLOWS];
  private final Vigil vigil;

  private Tunnel(Sender sender, LongToDoubleFunction pps, Address gateway) {
    this.sender = sender;
    this.pps = pps;
    this.gateway = gateway;
    flow = sender.world().newFlow();
    vigil = new Vigil(sender.world(), flow, sender.hard(), LOST_IN_A_ROW, DEATH_NS);
    for (int k = 0; k < sent.length; k++) {
      sent[k] = sender.random().nextInt();
    }
  }

  /** Installs the tunnel, which has long been there. */
  static void install(Setting setting, Sender sender, Address gateway, LongToDoubleFunction pps) {
    Tunnel tunnel = new Tunnel(sender, pps, gateway);
    setting.world().at(sender.stream(), 0, tunnel, IN);
    setting.world().at(sender.stream(), 1_000_000, tunnel, OUT);
    setting.world().tell(witness -> witness.flowBegan(0, tunnel.flow, sender.hard()));
  }

  @Override
  public void act(World world, int code) {
    boolean in = code == IN;
    if (in) {
      vigil.sending();
    }
    world.frame(in).packet(packet(in));
    world.emit(sender.hard(), flow, this, code);
    // What goes out are acknowledgements, for every other segment.
    long wait = Pace.intervalNs(pps, world.nowNs(), 1) * (in ? 1 : 2);
    world.at(sender.stream(), world.nowNs() + wait, this, code);
  }

  private byte[] packet(boolean in) {
    RandomStream random = sender.random();
    int k = random.below(FLOWS);
    int bytes = !in ? 0 : random.chance(80) ? MOST_INNER_BYTES : random.below(MOST_INNER_BYTES);
    int mine = in ? k : FLOWS + k;
    int theirs = in ? FLOWS + k : k;
    Address source = in ? PEER : gateway;
    Address target = in ? gateway : PEER;
    Ipv4Layer outer = PacketBuilder.rawIp().ipv4(source.bytes(), target.bytes());
    outer.id(random.below(1 << 16)).ttl(in ? Hops.ttl(255, PEER) : INSIDE_TTL);
    Ipv4Layer inner = outer.gre().ipv4(host(in, k), host(!in, k));
    inner.id(random.below(1 << 16)).df().ttl(62);
    TcpLayer tcp = inner.tcp(in ? 443 : 40_000 + k, in ? 40_000 + k : 443);
    tcp.seq(sent[mine]).ack(sent[theirs]);
    sent[mine] += bytes;
    return tcp.payload(random.bytes(bytes)).build();
  }

  private static byte[] host(boolean outside, int k) {
    return new byte[] {10, (byte) (outside ? 28 : 16), 0, (byte) (10 + k)};
  }

  @Override
  public void passed(World world, long timeNs, int code) {
    if (code == IN) {
      vigil.passed(timeNs);
    }
  }
}
