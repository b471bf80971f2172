package org.scrubber.io;

/**
 * What a {@link PacketLine} counts for each of its two sides, packets since it was opened if not
 * said otherwise.
 */
public enum LineCount {
  /** Came in and were handed to the worker. */
  RECEIVED("received"),

  /** Left by this side. */
  SENT("sent"),

  /** Lost before the worker saw them: no free frame, or a full ring, another worker's too. */
  RECEIVE_LOST("receive lost"),

  /** Should have left by this side, and found no room. */
  SEND_LOST("send lost"),

  /** Had a checksum that their sender left to its hardware; it was finished on the way. */
  CHECKSUM_FINISHED("checksum finished"),

  /** Went from side to side in the kernel, without the worker. */
  OFFLOAD_PASSED("offload passed"),

  /** Were dropped in the kernel, by order of the worker. */
  OFFLOAD_DROPPED("offload dropped"),

  /** Were handed over to the worker that they belong to, which counts them as received. */
  HANDED_OVER("handed over"),

  /**
   * Waited for longer than 250 ms before they were handed to the worker, which had been away; part
   * of those received. Where times of arrival are not known: are sure to have waited as long.
   */
  LATE("late, as their worker had been away"),

  /** Went the kernel's own way, as their worker had given no sign of life for too long. */
  WENT_PAST("went past"),

  /** Time for which they did so, ns: what is not packets comes last. */
  WENT_PAST_NS("time of going past");

  private final String label;

  LineCount(String label) {
    this.label = label;
  }

  /** Returns the words that a person reads. */
  public String label() {
    return label;
  }
}
