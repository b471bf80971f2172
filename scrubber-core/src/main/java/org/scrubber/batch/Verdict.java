package org.scrubber.batch;

/**
 * What happens to a packet. Column values are the {@code byte} constants; see {@link PacketBatch}.
 */
public enum Verdict {
  /** Forwarded untouched. */
  PASS,
  /** Not forwarded. */
  DROP,
  /** Consumed, and answered with a challenge; in a replay: it would have been. */
  CHALLENGE;

  /** {@link #PASS} as stored in {@link PacketBatch#verdict}. */
  public static final byte PASS_CODE = 0;

  /** {@link #DROP} as stored in {@link PacketBatch#verdict}. */
  public static final byte DROP_CODE = 1;

  /** {@link #CHALLENGE} as stored in {@link PacketBatch#verdict}. */
  public static final byte CHALLENGE_CODE = 2;

  private static final Verdict[] BY_CODE = values();

  /** Returns the verdict stored as {@code code}, 0..2. */
  public static Verdict ofCode(byte code) {
    return BY_CODE[code];
  }
}
