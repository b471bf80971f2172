package org.scrubber.benchmarks.stage;

import java.util.Arrays;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.bench.FrameLayout;
import org.scrubber.captures.bench.Kind;
import org.scrubber.captures.bench.Production;
import org.scrubber.captures.bench.Traffic;
import org.scrubber.classify.Classifier;
import org.scrubber.classify.Objects;
import org.scrubber.parse.Parser;
import org.scrubber.policy.Policy;

/** Batches that are parsed and classified, for stages to be tried on one after the other. */
@State(Scope.Thread)
public class Judged {
  private static final int BATCHES = 256;
  private static final int FLOWS = 10_000;

  /** The traffic. */
  @Param({"BENIGN", "SYN_FLOOD", "UDP_FLOOD"})
  public Kind kind = Kind.BENIGN;

  private final PacketBatch[] batches = new PacketBatch[BATCHES];
  private final Policy policy = Production.policy(FLOWS);
  private final Objects objects = new Objects(policy);
  private Traffic traffic;
  private int next;

  /** Creates the state; the fields are set by JMH. */
  public Judged() {}

  /** Makes, parses and classifies the packets. */
  @Setup
  public void prepare() {
    int places = BATCHES * PacketBatch.DEFAULT_CAPACITY;
    traffic = new Traffic(kind, FLOWS, FrameLayout.PACKED, places, 0);
    while (!traffic.isEstablished()) {
      traffic.write();
    }
    traffic.write();
    Parser parser = new Parser();
    Classifier classifier = new Classifier(objects);
    for (int k = 0; k < BATCHES; k++) {
      batches[k] = new PacketBatch();
      traffic.fill(batches[k], k * PacketBatch.DEFAULT_CAPACITY, PacketBatch.DEFAULT_CAPACITY);
      parser.parse(batches[k]);
      classifier.classify(batches[k]);
    }
  }

  /** Returns the next batch, as no filter had seen it. */
  public PacketBatch next() {
    PacketBatch batch = batches[next];
    next = (next + 1) % BATCHES;
    for (int i = 0; i < batch.size; i++) {
      batch.survivors[i] = i;
    }
    batch.survivorCount = batch.size;
    Arrays.fill(batch.verdict, (byte) 0);
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

  /** Frees the packets. */
  @TearDown
  public void free() {
    traffic.close();
  }
}
