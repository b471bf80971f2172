package org.scrubber.captures.tcp;

import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.world.Reply;
import org.scrubber.captures.world.World;
import org.scrubber.wire.InternetChecksum;
import org.scrubber.wire.Ip;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Tcp;

/** How one connection is set up: SYNs and their answers, challenges, and what is reported of it. */
final class Opening {
  private static final long[] SYN_AGAIN_NS = {1_000_000_000L, 2_000_000_000L, 4_000_000_000L};

  /** In all as long as a server waits for a half-open connection. */
  private static final long[] ANSWER_AGAIN_NS = {1_000_000_000L, 2_000_000_000L, 2_000_000_000L};

  private static final int MOST_ATTEMPTS = 3;

  /** Value of a step of SYN-ACK that the scrubber has sent in the server's place. */
  private static final int GREETING = 1;

  private final TcpConnection c;
  private long startNs = -1;
  private int attempts = 1;
  private long place = Server.REFUSED;
  private int boots;
  private int challenge;
  private boolean greeted;
  private int greeting;
  private boolean reported;
  private boolean begun;

  Opening(TcpConnection connection) {
    c = connection;
  }

  /** Goes on with the attempt of a connection that was reset. */
  void after(Opening before) {
    startNs = before.startNs;
    attempts = before.attempts + 1;
  }

  boolean mayTryAgain() {
    return attempts < MOST_ATTEMPTS;
  }

  /** Tells whether the server has forgotten the connection. */
  boolean isForgotten() {
    Server limits = c.end(TcpConnection.SERVER).host.server();
    return begun && limits != null && limits.boots() != boots;
  }

  /** An end sends its SYN, or what it answers to one, for the first time or once more. */
  void synAgain(World world, End end) {
    if (end.state == End.ANSWERS) {
      answerAgain(world, end);
      return;
    }
    if (end.held) {
      waitForWindow(end);
      return;
    }
    if (end.state > End.ASKS) {
      return;
    }
    if (startNs < 0) {
      startNs = world.nowNs();
    }
    if (end.synsSent == SYN_AGAIN_NS.length) {
      c.close(false, "no connection");
      return;
    }
    end.state = End.ASKS;
    c.at(SYN_AGAIN_NS[end.synsSent], Step.of(Step.SYN_AGAIN, end.side, 0));
    Segments.syn(world, c, end);
  }

  /** An end that may not speak yet gives up as soon as one that is not answered. */
  private void waitForWindow(End end) {
    if (end.synsSent == SYN_AGAIN_NS.length) {
      c.close(false, "no window");
      return;
    }
    c.at(SYN_AGAIN_NS[end.synsSent++], Step.of(Step.SYN_AGAIN, end.side, 0));
  }

  /** An end whose answer to a SYN is not acknowledged sends it again, and then forgets the SYN. */
  private void answerAgain(World world, End end) {
    if (end.synsSent >= ANSWER_AGAIN_NS.length) {
      end.state = End.LISTENS;
      end.synsSent = 0;
      return;
    }
    c.at(ANSWER_AGAIN_NS[end.synsSent++], Step.of(Step.SYN_AGAIN, end.side, 0));
    Segments.synAck(world, c, end);
  }

  void synArrived(World world, End to) {
    if (c.plan.plainRetry && c.other(to).synsSent == 1) {
      return;
    }
    switch (to.state) {
      case End.LISTENS -> {
        if (isAdmitted(world, to.host.server())) {
          to.state = End.ANSWERS;
          answerAgain(world, to);
        }
      }
      case End.ASKS -> {
        to.state = End.ANSWERS;
        Segments.synAck(world, c, to);
      }
      case End.ANSWERS -> Segments.synAck(world, c, to);
      default -> Segments.ack(world, c, to, to.acknowledges());
    }
  }

  private boolean isAdmitted(World world, Server limits) {
    if (limits == null) {
      return true;
    }
    place = limits.accept(world.nowNs()) ? limits.halfOpen(world.nowNs()) : Server.REFUSED;
    return place != Server.REFUSED;
  }

  /** A SYN-ACK has arrived, or what the scrubber has made of it. */
  void synAckArrived(World world, End to, boolean windowClosed) {
    if (to.held && !windowClosed) {
      to.held = false; // The server has been told all: it is a window, and nothing to answer.
      c.transfer.send(world, to);
      return;
    }
    to.held = windowClosed && to.state == End.ASKS;
    if (to.state != End.LISTENS) {
      if (to.state != End.OPEN) {
        open(to);
      }
      Segments.ack(world, c, to, to.acknowledges());
    }
  }

  /** An end has all it needs to talk. */
  void open(End end) {
    end.state = End.OPEN;
    if (end.side == TcpConnection.SERVER) {
      Server limits = end.host.server();
      if (limits != null) {
        limits.release(place);
        boots = limits.boots();
      }
      begun = true;
      c.traffic.began(c.flow);
    }
    c.opened(end);
  }

  /** The scrubber has answered a segment of an end. */
  void answered(World world, long timeNs, End from, Reply frame) {
    int flags = frame.tcpFlags();
    long reactsNs = timeNs + from.host.turnNs();
    boolean synAck = (flags & (Tcp.SYN | Tcp.ACK)) == (Tcp.SYN | Tcp.ACK);
    if ((flags & Tcp.RST) != 0) {
      world.at(c.stream(), reactsNs, c, Step.of(Step.KILLED, from.side, 0));
    } else if (synAck && frame.acknowledgement() == from.firstNumber + 1) {
      greeted = true;
      greeting = frame.sequence();
      world.at(c.stream(), reactsNs, c, Step.of(Step.SYN_ACK, 1 - from.side, GREETING));
    } else if (synAck) {
      challenge = frame.acknowledgement();
      world.at(c.stream(), reactsNs, c, Step.of(Step.PROOF, from.side, 0));
    }
  }

  /** Tells whether the scrubber has sent a SYN-ACK in the server's place. */
  static boolean isGreeting(int step) {
    return Step.valueNear(0, step) == GREETING;
  }

  /** Returns what the client's numbers of the server are above the server's own. */
  int shift() {
    return greeted ? greeting - c.end(TcpConnection.SERVER).firstNumber : 0;
  }

  /** The scrubber goes on with a handshake that it began in the server's place. */
  void released(World world, long timeNs, End from, Reply frame) {
    End server = c.end(TcpConnection.SERVER);
    boolean confirms = greeted && from == server && frame.tcpFlags() == Tcp.ACK;
    if (confirms && frame.acknowledgement() == server.firstNumber + 1) {
      long reactsNs = timeNs + server.host.turnNs();
      world.at(c.stream(), reactsNs, c, Step.of(Step.ACK, TcpConnection.CLIENT, 0));
    }
  }

  /**
   * Tells whether an end would take a segment as it arrives: number and acknowledgement are what it
   * knows, and the checksum is right.
   */
  boolean accepts(PacketBatch batch, int i, int step) {
    int kind = Step.kind(step);
    if (!greeted || kind == Step.SYN || kind > Step.FIN) {
      return true;
    }
    long tcp = batch.frameAddress[i] + batch.transportOffset[i];
    boolean toClient = Step.side(step) == TcpConnection.SERVER;
    End server = c.end(TcpConnection.SERVER);
    int number = Memory.i32(tcp + (toClient ? Tcp.SEQUENCE : Tcp.ACKNOWLEDGEMENT));
    int first = toClient ? greeting : server.firstNumber;
    int offset = number - first - 1;
    return offset >= 0 && offset <= server.said + 1 && isIntact(batch, i, tcp);
  }

  private static boolean isIntact(PacketBatch batch, int i, long tcp) {
    boolean v4 = batch.family[i] == 4;
    long ip = batch.frameAddress[i] + batch.networkOffset[i];
    long addresses = ip + (v4 ? Ip.V4_SOURCE : Ip.V6_SOURCE);
    int length = batch.payloadOffset[i] - batch.transportOffset[i] + batch.payloadLength[i];
    return InternetChecksum.tcp(addresses, v4 ? 8 : 32, tcp, length) == 0;
  }

  /** An end that still waits for the answer to its SYN resets what it did not ask for. */
  void prove(World world, End end) {
    if (end.state == End.ASKS) {
      Segments.proof(world, c, end, challenge, c.traffic.proof());
    }
  }

  /** The server has what makes the attempt a success. */
  void succeeded(World world) {
    if (!reported) {
      reported = true;
      Host host = c.end(TcpConnection.SERVER).host;
      long servedNs = world.nowNs() - host.turnNs() + host.legNs();
      c.traffic.attempted(startNs, servedNs - startNs, usualNs());
      c.served(servedNs);
    }
  }

  /** The connection is over, whether or not it ever was one. */
  void over(boolean meant, String cause) {
    End server = c.end(TcpConnection.SERVER);
    if (server.state == End.ANSWERS && server.host.server() != null) {
      server.host.server().release(place);
    }
    if (begun && meant) {
      c.traffic.ended(c.flow);
    } else if (begun) {
      c.traffic.died(c.flow, cause);
    }
    if (!reported && startNs >= 0 && !meant) {
      reported = true;
      c.traffic.attempted(startNs, -1, usualNs());
    }
  }

  private long usualNs() {
    return c.roundTripNs() + c.end(TcpConnection.SERVER).host.legNs();
  }
}
