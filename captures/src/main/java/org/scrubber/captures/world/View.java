package org.scrubber.captures.world;

/** Which packets the scrubber gets to see; the others go their way past it. */
public interface View {
  /** Both directions of everything. */
  View SYMMETRIC = (inbound, tenant, timeNs) -> true;

  /** Only what comes in: the answers take another way. */
  View ASYMMETRIC = (inbound, tenant, timeNs) -> inbound;

  /** Tells whether a packet to (inbound) or from (outbound) a tenant crosses the scrubber. */
  boolean sees(boolean inbound, int tenant, long timeNs);
}
