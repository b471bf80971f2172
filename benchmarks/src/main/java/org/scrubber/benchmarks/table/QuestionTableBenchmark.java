package org.scrubber.benchmarks.table;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.scrubber.benchmarks.Keys;
import org.scrubber.benchmarks.NsBenchmark;
import org.scrubber.table.QuestionTable;

/** What noting a question to a name server costs, and finding it for an answer. */
public class QuestionTableBenchmark extends NsBenchmark {
  private final QuestionTable table = new QuestionTable(1 << 16);

  /** Creates the state; the fields are set by JMH. */
  public QuestionTableBenchmark() {}

  /**
   * Notes questions.
   *
   * @return something of all results, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long ask(Keys keys) {
    long nowNs = keys.nowNs();
    long sum = 0;
    for (int k = keys.batch(), end = k + BATCH; k < end; k++) {
      table.ask(keys.at(k), k, nowNs);
      sum += k;
    }
    return sum;
  }

  /**
   * Looks questions up that nobody asked, as in an amplification.
   *
   * @return something of all results, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long answer(Keys keys) {
    long nowNs = keys.nowNs();
    long sum = 0;
    for (int k = keys.batch(), end = k + BATCH; k < end; k++) {
      sum += table.isAsked(~keys.at(k), k, nowNs) ? 1 : 0;
    }
    return sum;
  }
}
