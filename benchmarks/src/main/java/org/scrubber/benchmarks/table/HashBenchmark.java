package org.scrubber.benchmarks.table;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.scrubber.benchmarks.Keys;
import org.scrubber.benchmarks.NsBenchmark;
import org.scrubber.table.Hash;
import org.scrubber.table.SipHash;

/** What a hash costs: two multiplications for tables, SipHash for what is sent out. */
public class HashBenchmark extends NsBenchmark {
  private final SipHash.Columns columns = new SipHash.Columns(BATCH);
  private final long seed = 0x5c2b_b3e7_91d4_6f0aL;

  /** Creates the state; the fields are set by JMH. */
  public HashBenchmark() {}

  /**
   * Mixes words with a secret.
   *
   * @return something of all results, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long mix(Keys keys) {
    long sum = 0;
    for (int k = keys.batch(), end = k + BATCH; k < end; k++) {
      sum += Hash.mix(keys.at(k), seed);
    }
    return sum;
  }

  /**
   * Hashes five words by SipHash-2-4.
   *
   * @return something of all results, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long sip(Keys keys) {
    long sum = 0;
    for (int k = keys.batch(), end = k + BATCH; k < end; k++) {
      sum += SipHash.of(seed, ~seed, 0, keys.at(k), 0, k, seed);
    }
    return sum;
  }

  /**
   * Hashes five words by SipHash-2-4, many such at once.
   *
   * @return their sum, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long sipByColumns(Keys keys) {
    int from = keys.batch();
    for (int k = 0; k < BATCH; k++) {
      columns.set(k, 0, keys.at(from + k), 0, k, seed);
    }
    columns.hash(seed, ~seed, BATCH);
    long sum = 0;
    for (int k = 0; k < BATCH; k++) {
      sum += columns.get(k);
    }
    return sum;
  }
}
