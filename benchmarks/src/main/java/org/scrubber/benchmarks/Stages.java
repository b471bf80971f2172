package org.scrubber.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.bench.FrameLayout;
import org.scrubber.captures.bench.Kind;
import org.scrubber.captures.bench.Production;
import org.scrubber.captures.bench.Setting;
import org.scrubber.captures.bench.Traffic;
import org.scrubber.classify.Classifier;
import org.scrubber.classify.Objects;
import org.scrubber.parse.Parser;
import org.scrubber.policy.Policy;
import org.scrubber.table.FlowTable;
import org.scrubber.table.RateTable;

/**
 * The stages of {@code benchmarks/c/stages.c} made of the engine's own classes, for {@code
 * benchmarks/against-c}: parser, classifier, flow table, rate table, verdict and compaction. The
 * classifier and the tables do more than those in C: IPv6, tunnels, policies' prefixes of both
 * ends, flows that must not give way.
 */
public final class Stages {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int WARMING_PASSES = 6;
  private static final int FLOWS = 10_000;
  private static final long INTERVAL_NS = 200_000;
  private static final long BURST_NS = 100_000_000;
  private static final int PERCENT = 100;

  private final PacketBatch batch = new PacketBatch();
  private final Parser parser = new Parser();
  private final Classifier classifier;
  private final FlowTable flows = new FlowTable(1 << 19);
  private final RateTable rates = new RateTable(1 << 16);
  private long touched;
  private long dropped;
  private long offered;

  private Stages(Policy policy) {
    classifier = new Classifier(new Objects(policy));
  }

  /**
   * Prints p5 and p25 of the CPU time of a packet, ns, and the share that was dropped.
   *
   * @param arguments how many passes are timed
   */
  public static void main(String[] arguments) {
    int passes = Integer.parseInt(arguments[0]);
    Stages stages = new Stages(Production.policy(FLOWS));
    double[] ns = new double[passes * Setting.PASS_PACKETS / Setting.ROUND_PACKETS];
    int rounds = 0;
    try (Traffic traffic =
        new Traffic(Kind.UDP_FLOOD, FLOWS, FrameLayout.PACKED, Setting.PASS_PACKETS, 0)) {
      while (!traffic.isEstablished()) {
        traffic.write();
      }
      for (int pass = -WARMING_PASSES; pass < passes; pass++) {
        traffic.write();
        for (int from = 0; from < Setting.PASS_PACKETS; from += Setting.ROUND_PACKETS) {
          long beganNs = THREADS.getCurrentThreadCpuTime();
          stages.round(traffic, from);
          double tookNs = THREADS.getCurrentThreadCpuTime() - beganNs;
          if (pass >= 0) {
            ns[rounds++] = tookNs / Setting.ROUND_PACKETS;
          }
        }
      }
    }
    Arrays.sort(ns);
    double p5Ns = ns[rounds * 5 / PERCENT];
    double share = (double) stages.dropped / stages.offered;
    System.out.printf(Locale.ROOT, "%.1f %.1f %.4f%n", p5Ns, ns[rounds / 4], share);
    if (stages.touched == 1) {
      throw new IllegalStateException(); // Never; so that the loads that touch are not left out.
    }
  }

  private void round(Traffic traffic, int from) {
    for (int at = from; at < from + Setting.ROUND_PACKETS; at += batch.capacity) {
      traffic.fill(batch, at, batch.capacity);
      parser.parse(batch);
      classifier.classify(batch);
      track();
      judge();
    }
  }

  private void track() {
    long sum = 0;
    for (int k = 0; k < batch.survivorCount; k++) {
      sum += flows.touch(batch.flowHash[batch.survivors[k]]);
    }
    touched += sum;
    for (int k = 0; k < batch.survivorCount; k++) {
      int i = batch.survivors[k];
      int slot = flows.find(batch.flowHash[i], batch.clockNs[i]);
      if (slot < 0) {
        slot = flows.insert(batch.flowHash[i], 0, batch.clockNs[i]);
      }
      if (slot >= 0) {
        flows.record(slot, batch.fromHigh[i], batch.clockNs[i]);
      }
    }
  }

  private void judge() {
    int kept = 0;
    for (int k = 0; k < batch.survivorCount; k++) {
      int i = batch.survivors[k];
      boolean admitted =
          rates.admit(batch.targetHash[i], INTERVAL_NS, BURST_NS, batch.clockNs[i])
              && batch.malformed[i] == 0;
      batch.verdict[i] = (byte) (admitted ? 0 : 1);
      batch.survivors[kept] = i;
      kept += admitted ? 1 : 0;
    }
    dropped += batch.survivorCount - kept;
    offered += batch.size;
    batch.survivorCount = kept;
  }
}
