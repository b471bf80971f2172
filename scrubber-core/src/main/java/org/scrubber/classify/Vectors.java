package org.scrubber.classify;

import java.util.List;
import java.util.stream.IntStream;
import org.scrubber.batch.ColdPath;

/**
 * Classes of attack traffic, by small id: the vector that a packet would belong to if it were an
 * attack. Names are stable, kebab-case, and user interface.
 */
public final class Vectors {
  /** Not countable traffic. */
  public static final int NONE = 0;

  /** SYNs. */
  public static final int SYN_FLOOD = 1;

  /** SYN-ACKs (and the RSTs that reflectors send instead). */
  public static final int SYNACK_REFLECTION = 2;

  /** Segments out of state. */
  public static final int ACK_FLOOD = 3;

  /** RSTs out of state. */
  public static final int RST_FLOOD = 4;

  /** FINs out of state. */
  public static final int FIN_FLOOD = 5;

  /** UDP. */
  public static final int UDP_FLOOD = 6;

  /** ICMP and ICMPv6. */
  public static final int ICMP_FLOOD = 7;

  /** Fragments. */
  public static final int FRAGMENT_FLOOD = 8;

  /** GRE. */
  public static final int GRE_FLOOD = 9;

  /** IPsec ESP. */
  public static final int ESP_FLOOD = 10;

  /** Any other IP protocol. */
  public static final int PROTOCOL_FLOOD = 11;

  /** Any of them, over a whole prefix. */
  public static final int CARPET_BOMBING = 12;

  /** Malformed headers; needs no threshold, like all up to {@link #BLOCKED}. */
  public static final int MALFORMED = 13;

  /** Malformed TCP. */
  public static final int TCP_MALFORMED = 14;

  /** Impossible, tiny or overlapping fragments. */
  public static final int FRAGMENT_MALFORMED = 15;

  /** Sources that cannot be. */
  public static final int BOGON_SOURCE = 16;

  /** Sources of the object's own. */
  public static final int SPOOFED_INTERNAL = 17;

  /** Packets from a target to itself. */
  public static final int LAND = 18;

  /** What the operator blocks. */
  public static final int BLOCKED = 19;

  /** Id of the first reflector's vector; the reflector id is added. */
  public static final int FIRST_AMPLIFICATION = 24;

  /** Ids are below this, so that a set of them fits two words. */
  public static final int COUNT = 128;

  private static final String[] FIXED = {
    "none",
    "syn-flood",
    "synack-reflection",
    "ack-flood",
    "rst-flood",
    "fin-flood",
    "udp-flood",
    "icmp-flood",
    "fragment-flood",
    "gre-flood",
    "esp-flood",
    "protocol-flood",
    "carpet-bombing",
    "malformed",
    "tcp-malformed",
    "fragment-malformed",
    "bogon-source",
    "spoofed-internal",
    "land",
    "blocked"
  };

  /** How many vectors there are besides those of reflectors. */
  public static final int FIXED_COUNT = FIXED.length;

  private Vectors() {}

  /** Returns the ids in use, in order. */
  @ColdPath("for reports")
  public static List<Integer> ids() {
    int end = FIRST_AMPLIFICATION + Reflectors.names().size();
    return IntStream.concat(
            IntStream.range(0, FIXED_COUNT), IntStream.range(FIRST_AMPLIFICATION, end))
        .boxed()
        .toList();
  }

  /** Returns the vector's name, for example {@code dns-amplification}. */
  public static String name(int vector) {
    return isAmplification(vector)
        ? Reflectors.names().get(vector - FIRST_AMPLIFICATION) + "-amplification"
        : FIXED[vector];
  }

  /** Tells whether the packets come from real hosts that were made to answer. */
  public static boolean isReflected(int vector) {
    return vector == SYNACK_REFLECTION || isAmplification(vector);
  }

  /** Tells whether the vector is an amplifying reflector's. */
  public static boolean isAmplification(int vector) {
    return vector >= FIRST_AMPLIFICATION;
  }
}
