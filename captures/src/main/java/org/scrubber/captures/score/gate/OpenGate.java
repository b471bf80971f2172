package org.scrubber.captures.score.gate;

import java.util.Arrays;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.world.Gate;

/**
 * Open loop: lets another gate judge and counts what it says, but everything passes and nothing is
 * sent, as when a capture is replayed. One thread.
 */
public final class OpenGate implements Gate {
  private final Gate judge;
  private final long[] verdicts = new long[Verdict.values().length];

  /** Creates an open gate around one that judges. */
  public OpenGate(Gate judge) {
    this.judge = judge;
  }

  @Override
  public void judge(PacketBatch batch) {
    judge.judge(batch);
    for (int i = 0; i < batch.size; i++) {
      verdicts[batch.verdict[i]]++;
    }
    Arrays.fill(batch.verdict, 0, batch.size, Verdict.PASS_CODE);
  }

  /** Returns how many packets would have met a verdict. */
  public long packets(Verdict verdict) {
    return verdicts[verdict.ordinal()];
  }
}
