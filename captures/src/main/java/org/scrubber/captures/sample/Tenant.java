package org.scrubber.captures.sample;

import org.scrubber.captures.packet.PacketBuilder;

/** The organisations behind the scrubber, as the example policy names them. */
public enum Tenant {
  /** A national tax portal: web over IPv4 and IPv6. */
  TAX_PORTAL("tax-portal", "198.18.0.10", "2001:db8:1::10"),
  /** A vaccine booking site: web that is very busy at times. */
  VACCINES("vaccine-booking", "198.18.4.10", "2001:db8:2::10"),
  /** A parliament: a stream origin and people in video conferences. */
  PARLIAMENT("parliament", "198.18.5.20", "2001:db8:3::20"),
  /** A university: thousands of clients behind a few addresses, and servers. */
  UNIVERSITY("university", "198.18.33.10", "2001:db8:5::10"),
  /** A hospital: IPsec and WireGuard tunnels, telephony. */
  HOSPITAL("hospital", "198.18.8.10", "2001:db8:7::10"),
  /** Research transfer nodes with a GRE tunnel to a peer. */
  RESEARCH("research", "198.18.16.20", "2001:db8:b::20"),
  /** The operator's recursive resolvers and time server. */
  RESOLVER("resolver", "198.18.254.53", "2001:db8:ff::53"),
  /** The operator's own links: BGP and BFD. */
  LINKS("link-net", "198.18.200.1", "2001:db8:ff:200::1");

  private final String objectName;
  private final String ipv4;
  private final String ipv6;

  Tenant(String objectName, String ipv4, String ipv6) {
    this.objectName = objectName;
    this.ipv4 = ipv4;
    this.ipv6 = ipv6;
  }

  /** Returns the name of its protected object. */
  public String objectName() {
    return objectName;
  }

  /** Returns its main IPv4 address. */
  public byte[] ipv4() {
    return PacketBuilder.address(ipv4);
  }

  /** Returns its main IPv6 address. */
  public byte[] ipv6() {
    return PacketBuilder.address(ipv6);
  }

  /** Returns another IPv4 address of 198.18.0.0/16, by its last two bytes. */
  public static byte[] host(int thirdByte, int fourthByte) {
    return new byte[] {(byte) 198, 18, (byte) thirdByte, (byte) fourthByte};
  }
}
