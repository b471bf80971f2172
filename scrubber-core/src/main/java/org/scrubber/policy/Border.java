package org.scrubber.policy;

/** What lies outside the protected objects. */
public enum Border {
  /**
   * Unknown: private addresses are normal, checksums may be unfinished, reflector replies may be
   * local.
   */
  NONE,
  /** The Internet: bogon, own-prefix and never-legitimate-reply rules apply. */
  INTERNET,
  /**
   * The Internet, and this is the edge of our network: what we protect reaches one another inside,
   * so that no address of ours comes from outside.
   */
  EDGE
}
