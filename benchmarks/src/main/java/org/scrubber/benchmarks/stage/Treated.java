package org.scrubber.benchmarks.stage;

import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;
import org.scrubber.captures.bench.FrameLayout;
import org.scrubber.captures.bench.Kind;
import org.scrubber.captures.bench.Production;
import org.scrubber.captures.bench.Traffic;
import org.scrubber.classify.Objects;
import org.scrubber.detect.Mitigations;
import org.scrubber.filter.AfterRestart;
import org.scrubber.filter.Filter;
import org.scrubber.parse.Parser;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Policy;

/**
 * Batches as the filters of attacks get them: a worker knows their flows, has raised mitigations,
 * and has filled every column. They come again and again, each time later and of other flows and
 * sources, so that no table has seen them.
 */
public final class Treated implements AutoCloseable {
  private static final int BATCHES = 64;
  private static final int FLOWS = 10_000;
  private static final int PASSES = 8;

  /** The time that a pass over all batches takes at 14.88 million packets a second, ns. */
  private static final long PASS_NS = BATCHES * PacketBatch.DEFAULT_CAPACITY * 67L;

  private static final long OTHERS = 0x9e37_79b9_7f4a_7c15L;

  private final PacketBatch[] batches = new PacketBatch[BATCHES];
  private final int[][] survivors = new int[BATCHES][];
  private final byte[][] verdicts = new byte[BATCHES][];
  private final Policy policy = Production.policy(FLOWS);
  private final Objects objects = new Objects(policy);
  private final Worker worker = new Worker(policy);
  private final Parser parser = new Parser();
  private final Replies replies = new Replies(PacketBatch.DEFAULT_CAPACITY);
  private final Traffic traffic;
  private int next;

  /** Opens the flows, has mitigations raised, and keeps what comes then. */
  public Treated(Kind kind) {
    traffic = new Traffic(kind, FLOWS, FrameLayout.PACKED, BATCHES * 256, 0);
    while (!traffic.isEstablished()) {
      play(traffic.write());
    }
    for (int pass = 0; pass < PASSES; pass++) {
      play(traffic.write());
    }
  }

  private void play(int packets) {
    for (int k = 0; k * PacketBatch.DEFAULT_CAPACITY < packets; k++) {
      PacketBatch batch = new PacketBatch();
      int from = k * batch.capacity;
      traffic.fill(batch, from, Math.min(batch.capacity, packets - from));
      parser.parse(batch);
      int at = k;
      worker.process(batch, (filter, judged) -> keep(at, filter, judged));
      batches[k] = batch;
    }
  }

  /** The first filter of attacks is never wanted here, so what it leaves is what all get. */
  private void keep(int at, Filter filter, PacketBatch batch) {
    if (filter instanceof AfterRestart) {
      survivors[at] = java.util.Arrays.copyOf(batch.survivors, batch.survivorCount);
      verdicts[at] = java.util.Arrays.copyOf(batch.verdict, batch.size);
    }
  }

  /** Returns the next batch, as no filter of attacks had seen it. */
  public PacketBatch next() {
    int at = next;
    PacketBatch batch = batches[at];
    next = (at + 1) % BATCHES;
    int size = batch.size;
    for (int i = 0; i < size; i++) {
      batch.clockNs[i] += PASS_NS;
      batch.flowHash[i] = batch.flowHash[i] * OTHERS | 1;
      batch.sourceHash[i] = batch.sourceHash[i] * OTHERS | 1;
    }
    batch.survivorCount = survivors[at].length;
    System.arraycopy(survivors[at], 0, batch.survivors, 0, survivors[at].length);
    System.arraycopy(verdicts[at], 0, batch.verdict, 0, size);
    replies.clear();
    return batch;
  }

  /** Returns what all is compiled from. */
  public Policy policy() {
    return policy;
  }

  /** Returns the compiled objects. */
  public Objects objects() {
    return objects;
  }

  /** Returns the mitigations that the batches' packets are under. */
  public Mitigations mitigations() {
    return worker.mitigations();
  }

  /** Returns where filters put what they send; emptied for each batch. */
  public Replies replies() {
    return replies;
  }

  /** Frees the packets. */
  @Override
  public void close() {
    traffic.close();
  }
}
