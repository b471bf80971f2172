package org.scrubber.captures.attack.tcp;

import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Actor;
import org.scrubber.captures.world.Frame;
import org.scrubber.captures.world.Party;
import org.scrubber.captures.world.Reply;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.World;
import org.scrubber.wire.Tcp;

/**
 * Somebody who really opens a connection over IPv4, and the server that accepts it: for attackers
 * who complete handshakes. Asks a second time after 1 s. What it does when connected is up to its
 * kind.
 */
abstract class Caller implements Party, Actor {
  private static final long SERVER_NS = 2_000_000L;
  private static final long NEAREST_NS = 15_000_000L;
  private static final int SPREAD_NS = 100_000_000;
  private static final long RETRY_NS = 1_000_000_000L;

  private static final int SYN = 1;
  private static final int SYN_ACK = 2;
  private static final int ACK = 3;
  private static final int REFUSE = 4;
  private static final int RETRY = 5;

  /** Codes of kinds of callers begin here. */
  static final int FIRST_OWN = 16;

  final Stream stream;
  final Truth truth;

  private final long source;
  private final long target;
  private final int ports;
  private final int ttl;
  private final int clientStart;
  private final long roundTripNs;
  private int serverStart;
  private int greeting;
  private boolean greeted;
  private int refused;
  private boolean called;
  private boolean connected;

  /**
   * Creates a caller at the shot's source, who calls its target.
   *
   * @param truth what his packets are, and the server's
   */
  Caller(Stream stream, Shot shot, Truth truth) {
    this.stream = stream;
    this.truth = truth;
    RandomStream random = shot.random;
    source = shot.sourceLow;
    target = shot.targetLow;
    ports = shot.clientPort() << 16 | shot.targetPort;
    ttl = shot.ttl(64);
    clientStart = random.nextInt();
    serverStart = random.nextInt();
    roundTripNs = NEAREST_NS + random.below(SPREAD_NS);
  }

  /** Does what this kind of caller does once the server knows of the connection. */
  abstract void connected(World world);

  /** Does what was scheduled by this kind of caller; codes from {@link #FIRST_OWN} on. */
  abstract void actOwn(World world, int code);

  /** Tells whether the server has accepted the connection. */
  final boolean isConnected() {
    return connected;
  }

  /** Writes the SYN into the frame that the world has begun, and waits for the answer. */
  final void call(World world, Frame frame, Shot shot) {
    syn(frame);
    shot.party = this;
    shot.code = SYN;
    world.at(stream, world.nowNs() + RETRY_NS, this, RETRY);
  }

  /** Sends the SYN at once, without a shot. */
  final void call(World world) {
    syn(world.frame(true));
    world.emit(truth, 0, this, SYN);
    world.at(stream, world.nowNs() + RETRY_NS, this, RETRY);
  }

  /** Writes the start of a segment to the server, {@code sent} bytes into what he has to say. */
  final Frame segment(Frame frame, int flags, int sent, int window) {
    frame.ipv4(source, target, ttl, ports & 0xffff, Frame.DF, 0);
    int seq = clientStart + 1 + sent;
    int ack = (greeted ? greeting : serverStart) + 1;
    return frame.tcp(ports >>> 16, ports & 0xffff, seq, ack, flags, window);
  }

  private void syn(Frame frame) {
    frame.ipv4(source, target, ttl, ports & 0xffff, Frame.DF, 0);
    frame.tcp(ports >>> 16, ports & 0xffff, clientStart, 0, Tcp.SYN, 64_240);
    Syns.linuxOptions(frame, clientStart);
  }

  @Override
  public final void passed(World world, long timeNs, int code) {
    switch (code) {
      case SYN -> accept(world, timeNs);
      case SYN_ACK -> {
        if (!greeted) {
          world.at(stream, timeNs + roundTripNs, this, ACK);
        }
      }
      case ACK -> connected = true;
      default -> {}
    }
  }

  private void accept(World world, long timeNs) {
    if (!called) {
      called = true;
      world.at(stream, timeNs + SERVER_NS, this, SYN_ACK);
    }
  }

  @Override
  public final void answered(World world, long timeNs, int code, Reply reply) {
    if (code != SYN || (reply.tcpFlags() & Tcp.SYN) == 0) {
      return;
    }
    if (reply.acknowledgement() == clientStart + 1) {
      greeted = true;
      greeting = reply.sequence();
      world.at(stream, timeNs + roundTripNs, this, ACK);
    } else {
      refused = reply.acknowledgement();
      world.at(stream, timeNs + roundTripNs, this, REFUSE);
    }
  }

  @Override
  public final void released(World world, long timeNs, int code, Reply reply) {
    connected |= code == ACK; // The scrubber has taken it for the server, and goes on with that.
    accept(world, timeNs);
  }

  @Override
  public final void act(World world, int code) {
    switch (code) {
      case SYN_ACK -> {
        Frame frame = world.frame(false).ipv4(target, source, 63, 0, Frame.DF, 0);
        int flags = Tcp.SYN | Tcp.ACK;
        frame.tcp(ports & 0xffff, ports >>> 16, serverStart, clientStart + 1, flags, 65_160);
        Syns.linuxOptions(frame, serverStart);
        world.emit(truth, 0, this, SYN_ACK);
      }
      case ACK -> {
        segment(world.frame(true), Tcp.ACK, 0, 502);
        world.emit(truth, 0, this, ACK);
        connected(world);
      }
      case REFUSE -> {
        Frame frame = world.frame(true).ipv4(source, target, ttl, 0, Frame.DF, 0);
        frame.tcp(ports >>> 16, ports & 0xffff, refused, 0, Tcp.RST, 0);
        Truth.Kind kind = Truth.Kind.CHALLENGE;
        world.emit(new Truth(kind, truth.vector(), truth.tenant(), truth.traffic()), 0, this, 0);
      }
      case RETRY -> {
        if (!called && !greeted) {
          syn(world.frame(true));
          world.emit(truth, 0, this, SYN);
        }
      }
      default -> actOwn(world, code);
    }
  }
}
