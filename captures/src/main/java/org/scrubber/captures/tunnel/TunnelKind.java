package org.scrubber.captures.tunnel;

/** How a tunnel is made. */
public enum TunnelKind {
  /** IPsec without NAT: ESP, with IKE beside it on UDP port 500. */
  ESP(0, 30),
  /** IPsec through a NAT: UDP port 4500. */
  NAT_T(4_500, 20),
  /** WireGuard, UDP port 51820. */
  WIREGUARD(51_820, 25),
  /** OpenVPN, UDP port 1194. */
  OPENVPN(1_194, 10);

  private final int port;
  private final long keepNs;

  TunnelKind(int port, int keepS) {
    this.port = port;
    keepNs = keepS * 1_000_000_000L;
  }

  /** Returns the port inside, 0 for none. */
  public int port() {
    return port;
  }

  /** Returns the time between two signs of life, ns. */
  public long keepNs() {
    return keepNs;
  }

  /** Tells whether IKE sets it up. */
  public boolean isIpsec() {
    return this == ESP || this == NAT_T;
  }
}
