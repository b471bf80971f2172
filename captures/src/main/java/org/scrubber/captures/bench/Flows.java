package org.scrubber.captures.bench;

import org.scrubber.captures.random.SplitMix64;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;
import org.scrubber.wire.Tcp;

/**
 * Connections and conversations of clients with hosts of all objects, two of three of them TCP.
 * Sequence numbers go on, and payloads change. One thread.
 */
final class Flows {
  /** Packets by which a flow is established. */
  static final int OPENING = 3;

  private static final int WEB = 443;
  private static final int WINDOW = 501;
  private static final int PAYLOAD_BYTES = 6;

  private final Frames frames = new Frames();
  private final boolean halfIpv6;
  private final long seed;
  private final int[] fromClient;
  private final int[] fromServer;

  /** Creates so many flows. */
  Flows(int count, boolean halfIpv6, long seed) {
    this.halfIpv6 = halfIpv6;
    this.seed = seed;
    fromClient = new int[count];
    fromServer = new int[count];
  }

  /** Returns how many there are. */
  int count() {
    return fromClient.length;
  }

  /** Tells whether a packet of the opening comes from the server. */
  static boolean isAnswer(int step) {
    return step == 1;
  }

  /** Writes a packet of the opening; returns its length. */
  int open(long frame, int flow, int step) {
    long hash = SplitMix64.mix(flow + seed);
    if (isUdp(hash)) {
      return datagram(frame, flow, hash, isAnswer(step));
    }
    if (step == 2) {
      return segment(frame, flow, hash, false);
    }
    int bytes = Tcp.MIN_HEADER_BYTES + Frames.SYN_OPTION_BYTES;
    long at = begin(frame, hash, isAnswer(step), Protocols.TCP, bytes);
    int ports = ports(hash, isAnswer(step));
    if (step == 0) {
      Frames.syn(at, ports, flow, Tcp.SYN, 0, 64_240);
    } else {
      Frames.syn(at, ports, ~flow, Tcp.SYN | Tcp.ACK, flow + 1, 65_160);
    }
    return frames.length(frame);
  }

  /** Writes the flow's next packet from either side; returns its length. */
  int next(long frame, int flow, boolean answer) {
    long hash = SplitMix64.mix(flow + seed);
    return isUdp(hash) ? datagram(frame, flow, hash, answer) : segment(frame, flow, hash, answer);
  }

  private int segment(long frame, int flow, long hash, boolean answer) {
    long at = begin(frame, hash, answer, Protocols.TCP, Tcp.MIN_HEADER_BYTES + PAYLOAD_BYTES);
    int mine = flow + 1 + fromClient[flow] * PAYLOAD_BYTES;
    int theirs = ~flow + 1 + fromServer[flow] * PAYLOAD_BYTES;
    int flags = Tcp.ACK | Tcp.PSH;
    Memory.putI32(at + Tcp.MIN_HEADER_BYTES, mine ^ theirs);
    Memory.putU16(at + Tcp.MIN_HEADER_BYTES + 4, mine);
    int ports = ports(hash, answer);
    if (answer) {
      Frames.tcp(at, ports, theirs, mine, flags, WINDOW);
      fromServer[flow]++;
    } else {
      Frames.tcp(at, ports, mine, theirs, flags, WINDOW);
      fromClient[flow]++;
    }
    return frames.length(frame);
  }

  private int datagram(long frame, int flow, long hash, boolean answer) {
    int bytes = Frames.DATAGRAM_BYTES;
    long at = begin(frame, hash, answer, Protocols.UDP, bytes);
    int number = answer ? fromServer[flow]++ : fromClient[flow]++;
    long noise = SplitMix64.mix(hash + number);
    // As QUIC's short header: a fixed bit, and the connection's id.
    frames.udp(at, ports(hash, answer), bytes, 0x40L << 56 | hash >>> 8, noise);
    return frames.length(frame);
  }

  private long begin(long frame, long hash, boolean answer, int protocol, int bytes) {
    int client = 0x5000_0000 | (int) (hash >>> 20) & 0x0fff_ffff;
    int object = (int) ((hash >>> 5 & 0xffff) % Production.OBJECTS);
    int host = (int) (hash >>> 48);
    if (isSix(hash)) {
      long outside = 0x2a02_0000_0000_0000L | (long) client << 16;
      long inside = Production.v6(object, host % Production.V6_PREFIXES);
      return answer
          ? frames.v6(frame, inside, host & 15, outside, 1, protocol, bytes)
          : frames.v6(frame, outside, 1, inside, host & 15, protocol, bytes);
    }
    int inside = Production.v4(object, host % Production.V4_PREFIXES, host >>> 4);
    int noise = (int) hash;
    return answer
        ? frames.v4(frame, inside, client, protocol, bytes, noise)
        : frames.v4(frame, client, inside, protocol, bytes, noise);
  }

  private static int ports(long hash, boolean answer) {
    int client = 1_024 + (int) (hash >>> 7 & 0x7fff);
    return answer ? WEB << 16 | client : client << 16 | WEB;
  }

  private static boolean isUdp(long hash) {
    return (hash & 15) < 5;
  }

  private boolean isSix(long hash) {
    return halfIpv6 && (hash & 16) != 0;
  }
}
