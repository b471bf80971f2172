package org.scrubber.captures.score.mutant;

import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.world.Gate;

/** Drops everything. */
final class DropAll implements Gate {
  @Override
  public void judge(PacketBatch batch) {
    for (int i = 0; i < batch.size; i++) {
      Bad.judge(batch, i, true);
    }
  }
}
