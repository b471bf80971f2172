package org.scrubber.wire;

/** EtherTypes and IP protocol numbers (IANA). */
public final class Protocols {
  /** EtherType of IPv4. */
  public static final int ETHERTYPE_IPV4 = 0x0800;

  /** EtherType of IPv6. */
  public static final int ETHERTYPE_IPV6 = 0x86dd;

  /** EtherType of an 802.1Q tag. */
  public static final int ETHERTYPE_VLAN = 0x8100;

  /** EtherType of an 802.1ad service tag. */
  public static final int ETHERTYPE_QINQ = 0x88a8;

  /** EtherType of a pre-standard outer tag. */
  public static final int ETHERTYPE_QINQ_9100 = 0x9100;

  /** EtherType of another pre-standard outer tag. */
  public static final int ETHERTYPE_QINQ_9200 = 0x9200;

  /** EtherType of MPLS unicast. */
  public static final int ETHERTYPE_MPLS = 0x8847;

  /** EtherType of MPLS with upstream-assigned labels. */
  public static final int ETHERTYPE_MPLS_UPSTREAM = 0x8848;

  /** EtherType of a PPPoE session. */
  public static final int ETHERTYPE_PPPOE_SESSION = 0x8864;

  /** IPv6 hop-by-hop options. */
  public static final int HOP_BY_HOP = 0;

  /** ICMP for IPv4. */
  public static final int ICMP = 1;

  /** TCP. */
  public static final int TCP = 6;

  /** UDP. */
  public static final int UDP = 17;

  /** IPv6 routing header. */
  public static final int ROUTING = 43;

  /** IPv6 fragment header. */
  public static final int FRAGMENT = 44;

  /** GRE. */
  public static final int GRE = 47;

  /** IPsec ESP. */
  public static final int ESP = 50;

  /** IPsec AH. */
  public static final int AH = 51;

  /** ICMP for IPv6. */
  public static final int ICMPV6 = 58;

  /** IPv6 no next header. */
  public static final int NO_NEXT_HEADER = 59;

  /** IPv6 destination options. */
  public static final int DESTINATION_OPTIONS = 60;

  /** IPv6 mobility header. */
  public static final int MOBILITY = 135;

  private Protocols() {}
}
