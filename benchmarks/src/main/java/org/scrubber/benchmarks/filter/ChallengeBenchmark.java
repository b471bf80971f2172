package org.scrubber.benchmarks.filter;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;
import org.scrubber.benchmarks.NsBenchmark;
import org.scrubber.benchmarks.stage.Judged;
import org.scrubber.classify.Cookies;
import org.scrubber.filter.syn.SynFrames;

/** What a challenge costs: its cookie, and the frame that is sent back; to be read for SYNs. */
public class ChallengeBenchmark extends NsBenchmark {
  private final Replies replies = new Replies(PacketBatch.DEFAULT_CAPACITY);
  private Cookies cookies;
  private SynFrames frames;

  /** Creates the state; the fields are set by JMH. */
  public ChallengeBenchmark() {}

  /** Builds the stage. */
  @Setup
  public void build(Judged judged) {
    cookies = new Cookies(judged.policy().seed());
    frames = new SynFrames(replies, judged.policy().seed());
  }

  /**
   * Answers all packets of a batch.
   *
   * @return something of the last packet, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(PacketBatch.DEFAULT_CAPACITY)
  public long challenge(Judged judged) {
    PacketBatch batch = judged.next();
    replies.clear();
    for (int i = 0; i < batch.size; i++) {
      if (SynFrames.isReadable(batch, i)) {
        frames.challenge(batch, i, cookies.issue(batch, i));
      }
    }
    batch.verdict[0] = (byte) replies.count;
    return (long) batch.survivorCount + batch.verdict[batch.size - 1];
  }
}
