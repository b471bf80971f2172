package org.scrubber.captures.tunnel;

import org.scrubber.captures.datagram.DatagramPath;
import org.scrubber.captures.plan.Hops;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Actor;
import org.scrubber.captures.world.Attempt;
import org.scrubber.captures.world.Frame;
import org.scrubber.captures.world.Party;
import org.scrubber.captures.world.World;
import org.scrubber.wire.Protocols;

/**
 * A key exchange by IKEv2 over UDP port 500, begun by the peer outside: two questions, two answers.
 * The second question has a certificate, so that it comes in two IP fragments.
 */
public final class IkeExchange implements Actor, Party {
  private static final int INIT = 0;
  private static final int INIT_ANSWER = 1;
  private static final int AUTH_FIRST = 2;
  private static final int AUTH_SECOND = 3;
  private static final int AUTH_ANSWER = 4;
  private static final int TIMER = 5;
  private static final int STEP_BITS = 4;

  private static final long TIMEOUT_NS = 2_000_000_000L;
  private static final int MOST_TRIES = 4;
  private static final long INIT_NS = 4_000_000L;
  private static final long AUTH_NS = 6_000_000L;
  private static final int IKE_SA_INIT = 34;
  private static final int IKE_AUTH = 35;
  private static final int SA = 33;
  private static final int ENCRYPTED = 46;
  private static final int INITIATOR = 0x08;
  private static final int RESPONSE = 0x20;
  private static final int UDP_BYTES = 8;

  /** Payload of the first fragment, UDP header included: a multiple of 8. */
  private static final int FIRST_BYTES = 1_480;

  private static final int IKE_HEADER_BYTES = 28;

  private final TunnelEnds ends;
  private final DatagramPath path;
  private final long rttNs;
  private final Finish finish;
  private final int flow;
  private final int session;
  private final long startNs;
  private final int authBytes;
  private int datagramId;
  private int partsSeen;
  private int phase;
  private int tries;

  /** Who waits for the outcome. */
  public interface Finish {
    /** The exchange is over; called from an actor or a party. */
    void negotiated(World world, long timeNs, boolean succeeded);
  }

  private IkeExchange(World world, TunnelEnds ends, DatagramPath path, long rttNs, Finish finish) {
    RandomStream random = ends.stream().random();
    this.ends = ends;
    this.path = path;
    this.rttNs = rttNs;
    this.finish = finish;
    flow = world.newFlow();
    session = random.nextInt();
    startNs = world.nowNs();
    authBytes = random.between(1_900, 2_800);
    datagramId = random.below(0x10000);
  }

  /**
   * Lets the peer begin now.
   *
   * @param path between the ports 500 of IPv4 addresses
   * @param rttNs round trip time of the peer
   */
  public static void begin(
      World world, TunnelEnds ends, DatagramPath path, long rttNs, Finish finish) {
    IkeExchange one = new IkeExchange(world, ends, path, rttNs, finish);
    one.ask(world);
  }

  @Override
  public void act(World world, int code) {
    switch (code & (1 << STEP_BITS) - 1) {
      case INIT_ANSWER -> message(world, false, 0, SA, IKE_SA_INIT, INIT_ANSWER);
      case AUTH_FIRST -> {
        if (phase == 0) {
          phase = 1;
          tries = 0;
          ask(world);
        }
      }
      case AUTH_ANSWER -> message(world, false, 1, ENCRYPTED, IKE_AUTH, AUTH_ANSWER);
      case TIMER -> {
        boolean isLast = code >>> STEP_BITS == phase * MOST_TRIES + tries;
        if (phase < 2 && isLast) {
          ask(world);
        }
      }
      default -> throw new AssertionError(code);
    }
  }

  @Override
  public void passed(World world, long timeNs, int code) {
    switch (code & (1 << STEP_BITS) - 1) {
      case INIT -> world.at(ends.stream(), timeNs + INIT_NS, this, INIT_ANSWER);
      case INIT_ANSWER -> world.at(ends.stream(), timeNs + rttNs, this, AUTH_FIRST);
      case AUTH_FIRST -> authPassed(world, timeNs, 1);
      case AUTH_SECOND -> authPassed(world, timeNs, 2);
      case AUTH_ANSWER -> {
        if (phase == 1) {
          phase = 2;
          report(world, timeNs - startNs);
          finish.negotiated(world, timeNs + rttNs, true);
        }
      }
      default -> throw new AssertionError(code);
    }
  }

  private void authPassed(World world, long timeNs, int part) {
    partsSeen |= part;
    if (partsSeen == 3) {
      partsSeen = 0;
      world.at(ends.stream(), timeNs + AUTH_NS, this, AUTH_ANSWER);
    }
  }

  private void ask(World world) {
    if (tries >= MOST_TRIES) {
      phase = 3;
      report(world, -1);
      finish.negotiated(world, world.nowNs(), false);
      return;
    }
    if (phase == 0) {
      message(world, true, 0, SA, IKE_SA_INIT, INIT);
    } else {
      partsSeen = 0;
      certificate(world);
    }
    long waitNs = TIMEOUT_NS << tries;
    tries++;
    int code = TIMER | phase * MOST_TRIES + tries << STEP_BITS;
    world.at(ends.stream(), world.nowNs() + waitNs, this, code);
  }

  private void message(
      World world, boolean inbound, int number, int payload, int exchange, int code) {
    RandomStream random = ends.stream().random();
    int flags = inbound ? INITIATOR : RESPONSE;
    int bytes = random.between(380, 620);
    Frame frame = path.datagram(world, inbound);
    TunnelFrames.ike(frame, random, session, number, payload, exchange, flags, bytes);
    world.emit(ends.hard(), flow, this, code);
  }

  /** The question with the certificate; without a checksum, which IPv4 allows. */
  private void certificate(World world) {
    RandomStream random = ends.stream().random();
    datagramId = datagramId + 1 & 0xffff;
    long from = path.outside().low();
    long to = path.inside().low();
    int ttl = Hops.ttl(64, path.outside());
    Frame frame = world.frame(true).ipv4(from, to, ttl, datagramId, Frame.MF, 0);
    frame
        .protocol(Protocols.UDP)
        .u16(path.outsidePort())
        .u16(path.insidePort())
        .u16(UDP_BYTES + authBytes)
        .u16(0)
        .u32(session)
        .u32(~session)
        .u32(session * 31)
        .u32(session * 37)
        .u32(ENCRYPTED << 24 | 0x20 << 16 | IKE_AUTH << 8 | INITIATOR)
        .u32(1)
        .u32(authBytes)
        .random(random, FIRST_BYTES - UDP_BYTES - IKE_HEADER_BYTES);
    world.emit(ends.hard(), flow, this, AUTH_FIRST);
    world
        .frame(true)
        .ipv4(from, to, ttl, datagramId, FIRST_BYTES / 8, 0)
        .protocol(Protocols.UDP)
        .random(random, UDP_BYTES + authBytes - FIRST_BYTES);
    world.emit(ends.hard(), flow, this, AUTH_SECOND);
  }

  private void report(World world, long tookNs) {
    long usualNs = INIT_NS + rttNs + AUTH_NS;
    Attempt attempt =
        new Attempt(Attempt.Kind.TUNNEL, ends.hard(), ends.group(), startNs, tookNs, usualNs);
    world.tell(witness -> witness.attempt(attempt));
  }
}
