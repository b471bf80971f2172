package org.scrubber.benchmarks.table;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.scrubber.benchmarks.Keys;
import org.scrubber.benchmarks.NsBenchmark;
import org.scrubber.table.Hash;
import org.scrubber.table.SipHash;

/** What a hash costs: two multiplications for tables, SipHash for what is sent out. */
public class HashBenchmark extends NsBenchmark {
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
}
