package org.scrubber.captures.score.gate;

import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;
import org.scrubber.captures.world.Gate;
import org.scrubber.parse.Parser;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Policy;

/** The engine itself, as it stands behind a replay: parser and worker. One thread. */
public final class EngineGate implements Gate {
  private final Parser parser = new Parser();
  private final Policy policy;
  private final Worker worker;

  /** Allocates an engine for a policy. */
  public EngineGate(Policy policy) {
    this.policy = policy;
    worker = new Worker(policy);
  }

  @Override
  public void judge(PacketBatch batch) {
    parser.parse(batch);
    worker.process(batch);
  }

  @Override
  public Replies replies() {
    return worker.replies();
  }

  /** Returns the engine. */
  public Worker worker() {
    return worker;
  }

  /** Returns what it protects. */
  public Policy policy() {
    return policy;
  }
}
