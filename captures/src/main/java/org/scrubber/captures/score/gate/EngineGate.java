package org.scrubber.captures.score.gate;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;
import org.scrubber.captures.scenario.Restart;
import org.scrubber.captures.world.Gate;
import org.scrubber.parse.Parser;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Policy;
import org.scrubber.report.Samples;
import org.scrubber.report.Tally;
import org.scrubber.snapshot.Restored;
import org.scrubber.table.ProxyTable;

/** The engine itself, as behind a replay: parser, worker, samples and tally. One thread. */
public final class EngineGate implements Gate {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Parser parser = new Parser();
  private final Policy policy;
  private final Succession succession;
  private Worker worker;
  private Tally tally;
  private final Samples samples = new Samples();
  private long allocatedBytes;
  private final int[] sampled = new int[PacketBatch.MAX_CAPACITY];

  /** Allocates an engine for a policy; it lives from beginning to end. */
  public EngineGate(Policy policy) {
    this(policy, List.of());
  }

  /** Allocates an engine for a policy; it is restarted as asked for. */
  public EngineGate(Policy policy, List<Restart> restarts) {
    this.policy = policy;
    succession = new Succession(restarts);
    // Frames lie in the world's own memory: they may be rewritten.
    worker =
        policy.proxies()
            ? new Worker(policy, ProxyTable.inMemory(ProxyTable.CAPACITY))
            : new Worker(policy);
    tally = new Tally(policy.objects().size(), 1, worker.mitigations());
  }

  @Override
  public void judge(PacketBatch batch) {
    Worker next = succession.of(worker, batch.timestampNs[0]);
    if (next != worker) {
      worker = next;
      tally = new Tally(policy.objects().size(), 1, worker.mitigations());
    }
    long beforeBytes = THREADS.getCurrentThreadAllocatedBytes();
    parser.parse(batch);
    worker.process(batch);
    for (int i = 0; i < batch.size; i++) {
      sampled[i] = samples.offer(batch, i, worker.mitigations());
    }
    tally.update(batch, 0);
    allocatedBytes += THREADS.getCurrentThreadAllocatedBytes() - beforeBytes;
  }

  /**
   * Returns what judging has allocated, bytes: at most what the first packets of each kind do that
   * load classes.
   */
  public long allocatedBytes() {
    return allocatedBytes;
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

  /** Returns what the engines after the first have taken over; none without restarts. */
  public List<Restored> restored() {
    return succession.restored();
  }

  /** Returns the engine that works now. */
  public Worker worker() {
    return worker;
  }

  /** Returns what that one has counted. */
  public Tally tally() {
    return tally;
  }

  /** Returns what it protects. */
  public Policy policy() {
    return policy;
  }
}
