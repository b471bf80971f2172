package org.scrubber.captures.score.mutant;

import java.util.Arrays;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.world.Gate;

/** Drops everything. */
final class DropAll implements Gate {
  @Override
  public void judge(PacketBatch batch) {
    Arrays.fill(batch.verdict, 0, batch.size, Verdict.DROP_CODE);
    Arrays.fill(batch.reason, 0, batch.size, (byte) 1);
  }
}
