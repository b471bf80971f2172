package org.scrubber.report;

import java.util.stream.IntStream;
import org.scrubber.batch.ColdPath;
import org.scrubber.wire.Protocols;

/**
 * Counts packets by protocol and target port, each exactly: a flood of random ports leaves no
 * errors behind, and costs a word a packet. Preallocated, 1 MiB; one thread.
 */
final class TargetPorts {
  /** Stands for the port of a fragment that has none. */
  static final int FRAGMENT = 1 << 16;

  private static final int PORTS = FRAGMENT + 1;
  private static final int UDP = PORTS;
  private static final int OTHERS = 2 * PORTS;
  private static final int PROTOCOLS = 256;

  /** By port of TCP, then of UDP, then by any other protocol. */
  private final long[] counts = new long[OTHERS + PROTOCOLS];

  /**
   * Counts packets alike.
   *
   * @param protocol of IP, 0 to 255
   * @param port 0 to 65,535, or {@link #FRAGMENT}; of protocols without ports it says nothing
   */
  void count(int protocol, int port, long packets) {
    int place =
        switch (protocol) {
          case Protocols.TCP -> port;
          case Protocols.UDP -> UDP + port;
          default -> OTHERS + protocol;
        };
    counts[place] += packets;
  }

  /** Returns the places that were counted more than once. */
  @ColdPath("for reports")
  IntStream places() {
    return IntStream.range(0, counts.length).filter(place -> counts[place] > 1);
  }

  /** Returns how many packets were counted at a place. */
  long packets(int place) {
    return counts[place];
  }

  /** Returns the name of a place, for example {@code udp/53} or {@code gre}. */
  @ColdPath("for reports")
  static String name(int place) {
    if (place >= OTHERS) {
      int protocol = place - OTHERS;
      return switch (protocol) {
        case Protocols.ICMP -> "icmp";
        case Protocols.ICMPV6 -> "icmpv6";
        case Protocols.GRE -> "gre";
        case Protocols.ESP -> "esp";
        default -> "ip/" + protocol;
      };
    }
    int port = place % PORTS;
    return (place < UDP ? "tcp/" : "udp/") + (port == FRAGMENT ? "fragment" : port);
  }
}
