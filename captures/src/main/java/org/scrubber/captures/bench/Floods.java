package org.scrubber.captures.bench;

import org.scrubber.captures.random.SplitMix64;
import org.scrubber.wire.Protocols;
import org.scrubber.wire.Tcp;

/** Packets of attacks, each made of a random number; with IPv6, every other one. Stateless. */
final class Floods {
  private static final int SYN_VICTIM = 1;
  private static final int UDP_VICTIM = 2;
  private static final int REFLECTED_VICTIM = 3;
  private static final int CARPET_VICTIM = 4;
  private static final int REFLECTORS = 1 << 18;
  private static final int VICTIMS = 4;
  private static final int LEAST_PORT = 1_024;
  private static final int PORTS = 1 << 15;

  /** Port and first bytes of what reflectors answer, by {@code reflectors.tsv}. */
  private static final int[] REFLECTOR_PORTS = {53, 123, 389, 161, 11_211, 1_434, 5_683};

  private static final long[] REFLECTIONS = {
    0x1234_8180_0001_0006L, // DNS: an answer.
    0xd700_032a_0006_0048L, // NTP: monlist.
    0x3084_0000_0bca_0201L, // CLDAP: searchResEntry.
    0x3082_05a0_0201_0104L, // SNMP: a sequence.
    0x0000_0000_0001_0000L, // memcached: the first of one.
    0x0512_3453_6572_7665L, // MS SQL: SVR_RESP.
    0x6045_1234_ff00_0000L, // CoAP: an acknowledgement with content.
  };

  private final Frames frames = new Frames();
  private final boolean halfIpv6;
  private final int sources;

  Floods(boolean halfIpv6, int sources) {
    this.halfIpv6 = halfIpv6;
    this.sources = sources;
  }

  /** Returns one of so many addresses. */
  private static int oneOf(long random, int count) {
    return (int) SplitMix64.mix((random & 0xffff_ffffL) * count >>> 32);
  }

  /** Writes a packet of an attack; returns its length. */
  int write(Kind kind, long frame, long random) {
    return switch (kind) {
      case SYN_FLOOD -> syn(frame, random);
      case UDP_FLOOD -> udp(frame, random, UDP_VICTIM, 7);
      case CARPET -> udp(frame, random, CARPET_VICTIM, (int) (random >>> 24));
      case AMPLIFICATION -> reflection(frame, random);
      case ALL, IPV6_HALF -> write(oneOf(random), frame, SplitMix64.mix(random));
      case BENIGN -> throw new IllegalArgumentException("no attack: " + kind);
    };
  }

  private static Kind oneOf(long random) {
    return switch ((int) (random >>> 61)) {
      case 0, 1 -> Kind.SYN_FLOOD;
      case 2, 3 -> Kind.UDP_FLOOD;
      case 4, 5 -> Kind.CARPET;
      default -> Kind.AMPLIFICATION;
    };
  }

  /** A look of its own for nearly every SYN: what many bots send, or one that knows. */
  private int syn(long frame, long random) {
    int bytes = Tcp.MIN_HEADER_BYTES + Frames.SYN_OPTION_BYTES;
    int source = sources < Setting.SOURCES ? oneOf(random, sources) : (int) random;
    long at = begin(frame, random, source, SYN_VICTIM, 7, Protocols.TCP, bytes);
    int ports = ports(random, 443);
    int sequence = (int) SplitMix64.mix(random);
    Frames.syn(at, ports, sequence, Tcp.SYN, 0, sequence >>> 16 | 1);
    return frames.length(frame);
  }

  private int udp(long frame, long random, int victim, int host) {
    int bytes = Frames.DATAGRAM_BYTES;
    int source = oneOf(random, sources);
    long at = begin(frame, random, source, victim, host, Protocols.UDP, bytes);
    long noise = SplitMix64.mix(random);
    int ports = ports(random, LEAST_PORT + (int) (noise & PORTS - 1));
    frames.udp(at, ports, bytes, noise, ~noise);
    return frames.length(frame);
  }

  private int reflection(long frame, long random) {
    int number = (int) (random & REFLECTORS - 1) % sources;
    int protocol = number % REFLECTOR_PORTS.length;
    int source = (int) SplitMix64.mix(number);
    int bytes = Frames.DATAGRAM_BYTES;
    int host = (int) (random >>> 30) % VICTIMS;
    long at = begin(frame, random, source, REFLECTED_VICTIM, host, Protocols.UDP, bytes);
    int ports = REFLECTOR_PORTS[protocol] << 16 | LEAST_PORT + (int) (random >>> 40 & PORTS - 1);
    frames.udp(at, ports, bytes, REFLECTIONS[protocol], random);
    return frames.length(frame);
  }

  private long begin(
      long frame, long random, int source, int object, int host, int protocol, int bytes) {
    int outside = 0x5000_0000 | source & 0x0fff_ffff;
    if (isSix(random)) {
      long network = 0x2a02_0000_0000_0000L | (long) outside << 16;
      long target = Production.v6(object, 0);
      int low = host & Production.HOSTS - 1;
      return frames.v6(frame, network, source, target, low, protocol, bytes);
    }
    int target = Production.v4(object, 0, host);
    return frames.v4(frame, outside, target, protocol, bytes, (int) (random >>> 13));
  }

  private static int ports(long random, int target) {
    return LEAST_PORT + (int) (random >>> 40 & PORTS - 1) << 16 | target;
  }

  private boolean isSix(long random) {
    return halfIpv6 && (random >>> 60 & 1) != 0;
  }
}
