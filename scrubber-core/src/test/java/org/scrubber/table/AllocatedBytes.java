package org.scrubber.table;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what code allocates on the current thread, beyond an empty measurement. */
public final class AllocatedBytes {
  private static final int ROUNDS = 8;

  private AllocatedBytes() {}

  /**
   * Returns the bytes that {@code work} allocates: the least of several rounds, since the first
   * ones load classes and are compiled, which is not the work's own doing.
   */
  public static long of(Runnable work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long start = threads.getCurrentThreadAllocatedBytes();
      long empty = threads.getCurrentThreadAllocatedBytes() - start;
      long before = threads.getCurrentThreadAllocatedBytes();
      work.run();
      long after = threads.getCurrentThreadAllocatedBytes();
      least = Math.min(least, after - before - empty);
    }
    return least;
  }
}
