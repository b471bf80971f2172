package org.scrubber.policy;

/** What lies outside the protected objects. */
public enum Border {
  /**
   * Unknown: private addresses are normal, checksums may be unfinished, reflector replies may be
   * local.
   */
  NONE,
  /** The Internet: bogon, own-prefix and never-legitimate-reply rules apply. */
  INTERNET
}
