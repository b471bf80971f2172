package org.scrubber.captures.world;

import org.scrubber.batch.PacketBatch;

/**
 * Sees all that happens, with the truth: keeps the score, writes a capture. All times are ns of the
 * world. Methods that are not needed do nothing.
 */
public interface Witness {
  /** A packet was judged; columns of {@code batch} at {@code i} hold it. */
  default void packet(PacketBatch batch, int i, Crossing crossing) {}

  /** A packet went past the scrubber, unseen by it. */
  default void bypassed(long timeNs, Crossing crossing) {}

  /** The scrubber sent a frame of its own because of a packet. */
  default void reply(
      PacketBatch batch, int cause, Crossing crossing, boolean outside, Reply reply) {}

  /** Somebody tried to open a connection, or asked a question, and now it is known how it went. */
  default void attempt(Attempt attempt) {}

  /**
   * A flow that can be harmed began.
   *
   * @param flow its number, from {@link World#newFlow}
   */
  default void flowBegan(long timeNs, int flow, Truth truth) {}

  /** A flow ended as its parties meant it to. */
  default void flowEnded(long timeNs, int flow) {}

  /** A flow died: reset, or given up after too many losses. */
  default void flowDied(long timeNs, int flow, String cause) {}

  /** Media or a heartbeat stopped for so long in the middle of a flow. */
  default void gap(long timeNs, int flow, Truth truth, long gapNs) {}
}
