package org.scrubber.captures.tunnel;

import org.scrubber.captures.datagram.DatagramPath;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Actor;
import org.scrubber.captures.world.Attempt;
import org.scrubber.captures.world.Party;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.World;

/**
 * A tunnel between a peer outside and a gateway inside, both ends of it. What comes through it is
 * answered, and what is lost is sent again by those who talk through it. One thread.
 */
public final class Tunnel implements Actor, Party {
  // Steps, in the lowest four bits of a code; the rest is a number that grows.
  private static final int DATA = 0;
  private static final int REPLY = 1;
  private static final int KEEP = 2;
  private static final int KEEP_REPLY = 3;
  private static final int BURST = 4;
  private static final int HANDSHAKE = 5;
  private static final int HANDSHAKE_ANSWER = 6;
  private static final int RESTART = 7;
  private static final int RESUME = 8;
  private static final int STEP_BITS = 4;

  private static final long HARD_NS = 60_000_000_000L;
  private static final long REKEY_NS = 180_000_000_000L;
  private static final long HANDSHAKE_TIMEOUT_NS = 5_000_000_000L;
  private static final long RESUME_TIMEOUT_NS = 1_000_000_000L;
  private static final long RESTART_NS = 5_000_000_000L;
  private static final int MOST_HANDSHAKES = 5;
  private static final int MOST_SILENT_SIGNS = 5;
  private static final long INSIDE_NS = 2_000_000L;
  private static final int IKE_PORT = 500;

  private final TunnelEnds ends;
  private final TunnelKind kind;
  private final DatagramPath path;
  private final DatagramPath control;
  private final long rttNs;
  private final boolean keeps;

  private int flow;
  private int session;
  private boolean up;
  private int inNumber;
  private int outNumber;
  private int waiting;

  /** Tries since the last success: handshakes of WireGuard, or packets after a long silence. */
  private int handshakes;

  private long attemptNs = -1;
  private long dataNs;
  private long heardNs;

  /**
   * Creates a tunnel that is not up yet.
   *
   * @param rttNs round trip time of the peer
   * @param keeps whether its ends show signs of life while there is nothing to send
   */
  public Tunnel(
      World world,
      TunnelEnds ends,
      TunnelKind kind,
      Address peer,
      Address gateway,
      long rttNs,
      boolean keeps) {
    RandomStream random = ends.stream().random();
    this.ends = ends;
    this.kind = kind;
    this.rttNs = rttNs;
    this.keeps = keeps;
    boolean isFree = kind == TunnelKind.NAT_T || kind == TunnelKind.WIREGUARD;
    int peerPort = isFree ? random.between(1_024, 65_535) : kind.port();
    path = new DatagramPath(random, peer, peerPort, gateway, kind.port(), 64);
    control = new DatagramPath(random, peer, IKE_PORT, gateway, IKE_PORT, 64);
    session = random.nextInt();
    flow = world.newFlow();
  }

  /** Lets it be up since long ago. */
  public void goOn(World world) {
    inNumber = 1 + ends.stream().random().below(1_000_000);
    outNumber = inNumber / 2;
    comeUp(world, world.nowNs());
    dataNs = world.nowNs() - HARD_NS - 1;
  }

  /** Returns the packets/s that come in as signs of life. */
  public double keepPps() {
    return keeps ? 1e9 / kind.keepNs() : 0;
  }

  /** Lets the peer send some packets, one shortly after the other; nothing while it is down. */
  public void send(World world, int packets) {
    if (!up) {
      return;
    }
    boolean isIdle = waiting == 0;
    waiting += packets;
    if (kind == TunnelKind.WIREGUARD && world.nowNs() - dataNs > REKEY_NS) {
      if (attemptNs < 0) {
        attemptNs = world.nowNs();
        handshakes = 0;
        at(world, 0, HANDSHAKE);
      }
    } else if (isIdle) {
      at(world, 0, BURST);
    }
  }

  /** Lets the peer send after a long silence, and tells as an attempt when the first arrives. */
  public void resume(World world, int packets) {
    if (kind != TunnelKind.WIREGUARD || world.nowNs() - dataNs <= REKEY_NS) {
      attemptNs = world.nowNs();
      handshakes = 0;
      at(world, RESUME_TIMEOUT_NS, RESUME);
    }
    send(world, packets);
  }

  /** Lets the peer go on from another address, as a telephone does. */
  public void roam(Address address, int port) {
    path.roam(address, kind == TunnelKind.ESP ? 0 : port);
    control.roam(address, IKE_PORT);
  }

  @Override
  public void act(World world, int code) {
    int number = code >>> STEP_BITS;
    switch (code & (1 << STEP_BITS) - 1) {
      case BURST -> sendNext(world);
      case REPLY -> {
        int bytes = innerBytes();
        data(world, false, ++outNumber, bytes);
        emit(world, REPLY);
      }
      case KEEP -> keep(world, number);
      case KEEP_REPLY -> {
        if (up) {
          RandomStream random = ends.stream().random();
          TunnelFrames.signOfLife(world, path, control, kind, false, random, ~session, ++outNumber);
          emit(world, KEEP_REPLY);
        }
      }
      case HANDSHAKE -> askForKeys(world);
      case HANDSHAKE_ANSWER -> {
        TunnelFrames.wireGuardHandshake(world, path, false, ends.stream().random(), ~session);
        emit(world, HANDSHAKE_ANSWER);
      }
      case RESTART -> restart(world);
      case RESUME -> sendAgain(world);
      default -> throw new AssertionError(code);
    }
  }

  @Override
  public void passed(World world, long timeNs, int code) {
    switch (code & (1 << STEP_BITS) - 1) {
      case DATA -> {
        heardNs = timeNs;
        dataNs = timeNs;
        arrived(world, timeNs);
        if (ends.stream().random().chance(80)) {
          long thinkNs = ends.stream().random().between(0, 20_000_000);
          world.at(ends.stream(), timeNs + INSIDE_NS + thinkNs, this, REPLY);
        }
      }
      case KEEP -> {
        heardNs = timeNs;
        world.at(ends.stream(), timeNs + INSIDE_NS, this, KEEP_REPLY);
      }
      case HANDSHAKE -> world.at(ends.stream(), timeNs + INSIDE_NS, this, HANDSHAKE_ANSWER);
      case HANDSHAKE_ANSWER -> {
        if (handshakes > 0) {
          handshakes = 0;
          world.at(ends.stream(), timeNs + rttNs, this, BURST);
        }
      }
      case REPLY, KEEP_REPLY -> {}
      default -> throw new AssertionError(code);
    }
  }

  private void comeUp(World world, long timeNs) {
    up = true;
    dataNs = timeNs;
    heardNs = timeNs;
    world.tell(witness -> witness.flowBegan(timeNs, flow, ends.truth()));
    if (keeps) {
      RandomStream random = ends.stream().random();
      world.at(
          ends.stream(), timeNs + (long) (random.unit() * kind.keepNs()), this, of(KEEP, flow));
    }
  }

  private void sendNext(World world) {
    if (!up || waiting == 0) {
      return;
    }
    waiting--;
    data(world, true, ++inNumber, innerBytes());
    emit(world, DATA);
    if (waiting > 0) {
      at(world, ends.stream().random().between(500_000, 20_000_000), BURST);
    }
  }

  private void keep(World world, int ofFlow) {
    if (!up || ofFlow != (flow & -1 >>> STEP_BITS)) {
      return;
    }
    if (world.nowNs() - heardNs > MOST_SILENT_SIGNS * kind.keepNs()) {
      die(world);
      return;
    }
    RandomStream random = ends.stream().random();
    TunnelFrames.signOfLife(world, path, control, kind, true, random, session, ++inNumber);
    emit(world, of(KEEP, ofFlow));
    at(world, kind.keepNs(), of(KEEP, ofFlow));
  }

  private void askForKeys(World world) {
    if (attemptNs < 0 || handshakes >= MOST_HANDSHAKES) {
      if (attemptNs >= 0) {
        report(world, -1);
        die(world);
      }
      return;
    }
    handshakes++;
    TunnelFrames.wireGuardHandshake(world, path, true, ends.stream().random(), session);
    emit(world, HANDSHAKE);
    at(world, HANDSHAKE_TIMEOUT_NS, HANDSHAKE);
  }

  /** Those who talk through the tunnel have heard nothing. */
  private void sendAgain(World world) {
    if (attemptNs < 0) {
      return;
    }
    if (++handshakes >= MOST_HANDSHAKES) {
      report(world, -1);
      return;
    }
    send(world, 1);
    at(world, RESUME_TIMEOUT_NS << handshakes, RESUME);
  }

  private void arrived(World world, long timeNs) {
    if (attemptNs >= 0) {
      report(world, timeNs - attemptNs);
    }
  }

  private void report(World world, long tookNs) {
    long usualNs = kind == TunnelKind.WIREGUARD ? INSIDE_NS + rttNs : 0;
    Attempt attempt =
        new Attempt(Attempt.Kind.TUNNEL, ends.hard(), ends.group(), attemptNs, tookNs, usualNs);
    attemptNs = -1;
    world.tell(witness -> witness.attempt(attempt));
  }

  private void die(World world) {
    up = false;
    waiting = 0;
    world.tell(witness -> witness.flowDied(world.nowNs(), flow, "the tunnel's peer is silent"));
    at(world, RESTART_NS, RESTART);
  }

  /** The peer sets the tunnel up anew. */
  private void restart(World world) {
    flow = world.newFlow();
    session = ends.stream().random().nextInt();
    inNumber = 0;
    outNumber = 0;
    if (kind.isIpsec()) {
      IkeExchange.begin(world, ends, control, rttNs, this::negotiated);
    } else {
      comeUp(world, world.nowNs());
    }
  }

  private void negotiated(World world, long timeNs, boolean succeeded) {
    if (succeeded) {
      comeUp(world, timeNs);
    } else {
      world.at(ends.stream(), timeNs + RESTART_NS, this, RESTART);
    }
  }

  private void data(World world, boolean inbound, int number, int bytes) {
    RandomStream random = ends.stream().random();
    int receiver = inbound ? session : ~session;
    TunnelFrames.data(world, path, kind, inbound, random, receiver, number, bytes);
  }

  private int innerBytes() {
    RandomStream random = ends.stream().random();
    return random.chance(40) ? random.between(40, 120) : random.between(300, 1_380);
  }

  private void emit(World world, int code) {
    Truth truth = world.nowNs() - dataNs > HARD_NS ? ends.hard() : ends.truth();
    world.emit(truth, flow, this, code);
  }

  private void at(World world, long afterNs, int code) {
    world.at(ends.stream(), world.nowNs() + afterNs, this, code);
  }

  private static int of(int step, int number) {
    return step | number << STEP_BITS;
  }
}
