package org.scrubber.captures.scenario;

/** How much traffic there is; all attack rates are multiples of the legitimate one. */
public enum Profile {
  /** For every commit. */
  CI(2_000),
  /** For the night. */
  NIGHTLY(5_000),
  /** As much as a real network of this kind has. */
  LAB(20_000);

  private final int legitPps;

  Profile(int legitPps) {
    this.legitPps = legitPps;
  }

  /** Returns the legitimate packets/s that come in, over all tenants. */
  public int legitPps() {
    return legitPps;
  }

  /** Returns the part of a full-size number: 1 in {@link #LAB}. */
  public double scale() {
    return legitPps / (double) LAB.legitPps;
  }
}
