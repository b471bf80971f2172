package org.scrubber.classify;

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

  /** Id of the first reflector's vector; the reflector id is added. */
  public static final int FIRST_AMPLIFICATION = 16;

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
    "carpet-bombing"
  };

  private Vectors() {}

  /** Returns the vector's name, for example {@code dns-amplification}. */
  public static String name(int vector) {
    return isAmplification(vector)
        ? Reflectors.names().get(vector - FIRST_AMPLIFICATION) + "-amplification"
        : FIXED[vector];
  }

  /** Tells whether the vector is a reflector's. */
  public static boolean isAmplification(int vector) {
    return vector >= FIRST_AMPLIFICATION;
  }
}
