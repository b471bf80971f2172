package org.scrubber.captures.world;

import org.scrubber.batch.PacketBatch;

/**
 * Who follows a packet: the conversation that it belongs to, with both its ends.
 *
 * <p>Nobody is told of a loss, as in life: what does not arrive is missed by a timer. Reactions are
 * scheduled with {@link World#at}, at least {@link World#LOOKAHEAD_NS} later: the far end's
 * distance there and back, as seen from the scrubber.
 */
public interface Party {
  /**
   * Tells whether the receiver of a packet would take it, as the scrubber sends it on: one that
   * rewrites packets can spoil them. What is not accepted goes unnoticed, as if it were lost.
   *
   * @param batch holds the packet at {@code i}, parsed as it came in
   */
  default boolean accepts(PacketBatch batch, int i, int code) {
    return true;
  }

  /**
   * A packet of this conversation has passed the scrubber, at {@code timeNs}, and reaches its
   * target.
   *
   * @param code what was given to {@link World#emit}: which step of the conversation this was
   */
  void passed(World world, long timeNs, int code);

  /**
   * The scrubber itself has answered a packet of this conversation (a challenge).
   *
   * @param code step of the packet that was answered
   * @param frame the answer, valid during the call
   */
  default void answered(World world, long timeNs, int code, Reply frame) {}

  /**
   * The scrubber sent the conversation's opening packet on to the inside, after the packet of step
   * {@code code} has proven its source.
   */
  default void released(World world, long timeNs, int code, Reply frame) {}
}
