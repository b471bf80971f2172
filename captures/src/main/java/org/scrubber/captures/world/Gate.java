package org.scrubber.captures.world;

import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;

/** What stands between outside and inside: the scrubber, or something that plays its part. */
public interface Gate {
  /**
   * Judges a batch: fills the verdict column, and parses as far as it needs to. Packets with the
   * verdict PASS go on; the others do not.
   */
  void judge(PacketBatch batch);

  /** Returns the frames that are to be sent because of the batch judged last, or null for none. */
  default Replies replies() {
    return null;
  }
}
