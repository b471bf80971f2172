package org.scrubber.captures.score.gate;

import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;
import org.scrubber.captures.world.Gate;
import org.scrubber.parse.Parser;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Policy;
import org.scrubber.report.Samples;
import org.scrubber.report.Tally;
import org.scrubber.table.ProxyTable;

/** The engine itself, as behind a replay: parser, worker, samples and tally. One thread. */
public final class EngineGate implements Gate {
  private final Parser parser = new Parser();
  private final Policy policy;
  private final Worker worker;
  private final Tally tally;
  private final Samples samples = new Samples();
  private final int[] sampled = new int[PacketBatch.MAX_CAPACITY];

  /** Allocates an engine for a policy. */
  public EngineGate(Policy policy) {
    this.policy = policy;
    // Frames lie in the world's own memory: they may be rewritten.
    worker =
        policy.proxies()
            ? new Worker(policy, ProxyTable.inMemory(ProxyTable.CAPACITY))
            : new Worker(policy);
    tally = new Tally(policy.objects().size(), 1, worker.mitigations());
  }

  @Override
  public void judge(PacketBatch batch) {
    parser.parse(batch);
    worker.process(batch);
    for (int i = 0; i < batch.size; i++) {
      sampled[i] = samples.offer(batch, i, worker.mitigations());
    }
    tally.update(batch, 0);
  }

  /** Returns the place among the samples of packet {@code i} of the last batch; -1 for none. */
  public int sampled(int i) {
    return sampled[i];
  }

  /** Returns the evidence that was kept. */
  public Samples samples() {
    return samples;
  }

  @Override
  public Replies replies() {
    return worker.replies();
  }

  /** Returns the engine. */
  public Worker worker() {
    return worker;
  }

  /** Returns what it has counted. */
  public Tally tally() {
    return tally;
  }

  /** Returns what it protects. */
  public Policy policy() {
    return policy;
  }
}
