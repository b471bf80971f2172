package org.scrubber.captures.bench;

/** How many packets a line carries, beside how many a core judges. */
public enum LineRate {
  /** Frames of 64 bytes, the shortest. */
  SHORTEST("64 B", 64),
  /** Frames of 256 bytes. */
  MIDDLING("256 B", 256),
  /** Seven frames of 64 bytes, four of 594 and one of 1,518: 361.8 bytes on average. */
  IMIX("IMIX", (7 * 64 + 4 * 594 + 1_518) / 12.0);

  /** Preamble, start of frame, and the gap between frames. */
  private static final int GAP_BYTES = 20;

  private static final double BITS = 8;
  private static final double MEGABITS_OF_GIGABIT = 1_000;

  private final String text;
  private final double frameBytes;

  LineRate(String text, double frameBytes) {
    this.text = text;
    this.frameBytes = frameBytes;
  }

  /** Returns what the frames are called. */
  public String text() {
    return text;
  }

  /** Returns how many millions of packets a line of so many Gbit/s carries in a second. */
  public double mpps(int gigabits) {
    return gigabits * MEGABITS_OF_GIGABIT / ((frameBytes + GAP_BYTES) * BITS);
  }

  /** Returns which share of such a line so many millions of packets a second are; 1 is all. */
  public double share(double mpps, int gigabits) {
    return mpps / mpps(gigabits);
  }
}
