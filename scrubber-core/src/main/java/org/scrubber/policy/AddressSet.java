package org.scrubber.policy;

/** A compiled set of up to millions of prefixes, for membership only. */
public final class AddressSet {
  /** Tells whether the address (columns as in PacketBatch) is in the set; allocation-free. */
  public boolean contains(int family, long high, long low) {
    return false;
  }
}
