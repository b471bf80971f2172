package org.scrubber.captures.bench;

import java.util.Locale;

/** A kind of traffic, with what a packet of it may cost on one core, parse to verdict. */
public enum Kind {
  /** Connections and datagrams of known flows, both ways. */
  BENIGN("benign mix, flows established", 60, 33.6),
  /** SYNs of made-up sources and looks against one server: each is answered with a challenge. */
  SYN_FLOOD("spoofed SYN flood, challenged", 67, 40),
  /** Random datagrams of 4 million sources against one host. */
  UDP_FLOOD("UDP flood, 4 M sources, dropped", 50, 33),
  /** Replies of seven kinds of reflectors, 256 thousand of them, against four hosts. */
  AMPLIFICATION("amplification mix, dropped", 40, 25),
  /** Random datagrams of 4 million sources against all hosts of a network. */
  CARPET("carpet of UDP, dropped", 50, 33),
  /** Three parts of ten benign, the others of the four attacks above. */
  ALL("all attacks at once, and benign", 0, 0),
  /** As {@link #ALL}, with half of the flows and attacks in IPv6. */
  IPV6_HALF("the same, half of it IPv6", 0, 0);

  private final String words;
  private final double requiredNs;
  private final double aimNs;

  Kind(String words, double requiredNs, double aimNs) {
    this.words = words;
    this.requiredNs = requiredNs;
    this.aimNs = aimNs;
  }

  /** Returns the name on the command line, such as {@code udp-flood}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns what it is, in a few words. */
  public String words() {
    return words;
  }

  /** Returns what a packet may cost at most, ns; 0 where nothing is required. */
  public double requiredNs() {
    return requiredNs;
  }

  /** Returns what a packet should cost, ns; 0 where there is no aim. */
  public double aimNs() {
    return aimNs;
  }

  /** Returns the share of packets that belong to an attack, 0 to 1. */
  public double attackShare() {
    return switch (this) {
      case BENIGN -> 0;
      case ALL, IPV6_HALF -> 0.7;
      default -> 1;
    };
  }

  /** Tells whether half of it is IPv6. */
  public boolean isHalfIpv6() {
    return this == IPV6_HALF;
  }
}
