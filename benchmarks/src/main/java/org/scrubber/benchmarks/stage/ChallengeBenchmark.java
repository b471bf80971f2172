package org.scrubber.benchmarks.stage;

import java.util.function.Consumer;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;
import org.scrubber.classify.Cookies;
import org.scrubber.filter.syn.SynFrames;
import org.scrubber.table.SipHash;

/** What a challenge costs, its number and the frame that is sent back, if each packet got one. */
public class ChallengeBenchmark extends StageBenchmark {
  private final SipHash.Columns numbers = new SipHash.Columns(PacketBatch.DEFAULT_CAPACITY);
  private final int[] packets = new int[PacketBatch.DEFAULT_CAPACITY];

  /** Creates the state; the fields are set by JMH. */
  public ChallengeBenchmark() {}

  @Override
  protected Consumer<PacketBatch> stage(Treated treated) {
    Replies replies = treated.replies();
    Cookies cookies = new Cookies(treated.policy().seed());
    SynFrames frames = new SynFrames(replies, treated.policy().seed());
    return batch -> {
      int count = 0;
      for (int i = 0; i < batch.size; i++) {
        packets[count] = i;
        count += SynFrames.isReadable(batch, i) ? 1 : 0;
      }
      cookies.issue(batch, packets, count, numbers);
      for (int k = 0; k < count; k++) {
        frames.challenge(batch, packets[k], numbers.get(k));
      }
    };
  }
}
