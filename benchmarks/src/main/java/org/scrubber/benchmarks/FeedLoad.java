package org.scrubber.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import org.scrubber.batch.PacketBatch;
import org.scrubber.policy.load.PolicyException;

/**
 * Prints what {@link FeedLoadBenchmark} and {@link FeedBenchmark} measure in CPU time of the one
 * thread that works, for machines whose cores others use, too: the least of several runs.
 */
public final class FeedLoad {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int LOADS = 5;
  private static final int ROUNDS = 20;
  private static final int PACKETS = Visits.PACKETS;

  private FeedLoad() {}

  /**
   * Measures everything, or only how long feeds of the kinds take that are named; the first one's
   * first time is then that of a program that has just begun.
   */
  public static void main(String[] arguments) throws IOException, PolicyException {
    if (arguments.length > 0) {
      for (String kind : arguments) {
        load(kind);
      }
      return;
    }
    for (String direction : List.of("in", "out")) {
      for (int entries : new int[] {0, 1_000, 1_000_000}) {
        packets(direction, entries, false);
      }
      packets(direction, 1_000_000, true);
    }
    for (String kind :
        List.of(
            "cidr",
            "spamhaus-drop",
            "spamhaus-json",
            "firehol-netset",
            "csv",
            "csv-until",
            "cidr-6",
            "csv-6-until")) {
      load(kind);
    }
  }

  private static void packets(String direction, int entries, boolean expiring) {
    FeedBenchmark benchmark = new FeedBenchmark();
    benchmark.direction = direction;
    benchmark.entries = entries;
    benchmark.expiring = expiring;
    benchmark.build();
    long least = Long.MAX_VALUE;
    long sum = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long beganNs = THREADS.getCurrentThreadCpuTime();
      for (int n = 0; n < PACKETS; n += PacketBatch.DEFAULT_CAPACITY) {
        sum += benchmark.judge();
      }
      least = Math.min(least, THREADS.getCurrentThreadCpuTime() - beganNs);
    }
    benchmark.free();
    System.out.printf(
        "%-3s  %,9d entries%s  %.1f ns a packet  (%d)%n",
        direction, entries, expiring ? ", expiring" : "", (double) least / PACKETS, sum & 1);
  }

  private static void load(String kind) throws IOException, PolicyException {
    FeedLoadBenchmark benchmark = new FeedLoadBenchmark();
    benchmark.kind = kind;
    benchmark.write();
    long first = 0;
    long least = Long.MAX_VALUE;
    for (int n = 0; n < LOADS; n++) {
      long beganNs = THREADS.getCurrentThreadCpuTime();
      benchmark.load();
      long tookNs = THREADS.getCurrentThreadCpuTime() - beganNs;
      first = n == 0 ? tookNs : first;
      least = Math.min(least, tookNs);
    }
    benchmark.delete();
    System.out.printf(
        "%-14s  first %,d ms, least %,d ms of CPU%n", kind, first / 1_000_000, least / 1_000_000);
  }
}
