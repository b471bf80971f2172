package org.scrubber.policy;

/** What the addresses of routers on their links accept, besides what detection decides. */
public enum LinkGuard {
  /** Anything. */
  OPEN,
  /** BGP, and BFD of a single hop, only with a TTL that no router has lowered (RFC 5082). */
  GTSM,
  /** Nothing but BGP, BFD and ICMP errors of the neighbour on the same link. */
  STRICT
}
