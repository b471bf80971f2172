package org.scrubber.captures.quic;

import java.util.Arrays;
import org.scrubber.captures.payload.QuicRetry;
import org.scrubber.captures.payload.QuicVersion;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Reply;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;

/** How a client reads what comes back instead of a handshake: Retry and Version Negotiation. */
final class ServerWords {
  private static final int UDP_BYTES = 8;
  private static final int SHORTEST_BYTES = 7;
  private static final int TAG_BYTES = 16;

  private ServerWords() {}

  /**
   * Returns what the client says next, or null when it does not believe the frame, or cannot do
   * what it asks for.
   */
  static Hello next(Hello hello, RandomStream random, String serverName, Reply reply) {
    if (reply.parsed().protocol[0] != Protocols.UDP) {
      return null;
    }
    int from = reply.parsed().transportOffset[0];
    int udpBytes = Memory.u16(reply.frameAddress() + from + 4);
    if (udpBytes < UDP_BYTES + SHORTEST_BYTES || from + udpBytes > reply.lengthBytes()) {
      return null;
    }
    byte[] packet = new byte[udpBytes - UDP_BYTES];
    Memory.copy(reply.frameAddress() + from + UDP_BYTES, packet, 0, packet.length);
    return next(hello, random, serverName, packet);
  }

  /** The same for a datagram's payload. */
  static Hello next(Hello hello, RandomStream random, String serverName, byte[] packet) {
    if (packet.length < SHORTEST_BYTES || packet[0] >= 0) {
      return null;
    }
    int targetEnd = 6 + packet[5];
    if (packet[5] < 0 || targetEnd >= packet.length) {
      return null;
    }
    int sourceEnd = targetEnd + 1 + packet[targetEnd];
    if (packet[targetEnd] < 0
        || sourceEnd > packet.length
        || !Arrays.equals(packet, 6, targetEnd, hello.source(), 0, hello.source().length)) {
      return null;
    }
    byte[] server = Arrays.copyOfRange(packet, targetEnd + 1, sourceEnd);
    int version = word(packet, 1);
    return version == 0
        ? negotiated(hello, random, serverName, packet, sourceEnd, server)
        : retried(hello, random, serverName, packet, sourceEnd, server);
  }

  private static Hello negotiated(
      Hello hello, RandomStream random, String serverName, byte[] packet, int at, byte[] server) {
    QuicVersion best = null;
    for (int k = at; k + 4 <= packet.length; k += 4) {
      QuicVersion offered = QuicVersion.of(word(packet, k));
      if (offered == hello.version()) {
        return null; // What the client has asked for is on the list: not genuine.
      }
      best = offered == null ? best : offered;
    }
    boolean genuine = Arrays.equals(server, hello.target());
    return best == null || !genuine
        ? null
        : hello.again(random, serverName, best, random.bytes(8), hello.token());
  }

  private static Hello retried(
      Hello hello, RandomStream random, String serverName, byte[] packet, int at, byte[] server) {
    QuicVersion version = hello.version();
    int tokenEnd = packet.length - TAG_BYTES;
    if (word(packet, 1) != version.number()
        || (packet[0] & 0xF0) != version.retry()
        || tokenEnd <= at
        || !QuicRetry.isGenuine(version, hello.target(), packet)) {
      return null;
    }
    byte[] token = Arrays.copyOfRange(packet, at, tokenEnd);
    return hello.again(random, serverName, version, server, token);
  }

  private static int word(byte[] packet, int at) {
    return packet[at] << 24
        | (packet[at + 1] & 0xff) << 16
        | (packet[at + 2] & 0xff) << 8
        | packet[at + 3] & 0xff;
  }
}
