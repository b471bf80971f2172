package org.scrubber.policy;

/** What an object's addresses accept, besides what detection decides. */
public enum LinkGuard {
  /** Anything. */
  OPEN,
  /** Of routers on their links: BGP, and BFD of a single hop, only as no router has forwarded. */
  GTSM,
  /** Of routers on their links: nothing but BGP, BFD and ICMP errors of the neighbour. */
  STRICT,
  /** Of servers: besides TCP, nothing that nobody asked for but what the object offers. */
  SERVICES
}
