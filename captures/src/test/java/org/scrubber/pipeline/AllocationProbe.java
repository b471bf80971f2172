package org.scrubber.pipeline;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what the hot path allocates; a program of its own, so that it runs with any flags. */
final class AllocationProbe {
  static final int MIXED_PACKETS = 50_000;
  private static final int WARM_UP_ROUNDS = 4;
  private static final int ROUNDS = 22;
  private static final int WINDOWS = 3;

  private AllocationProbe() {}

  /** Prints packets judged and bytes allocated above those of an empty window. */
  public static void main(String[] arguments) {
    Frames frames = new Frames(MixedStream.of(11, MIXED_PACKETS));
    System.out.println((long) ROUNDS * frames.count() + " " + bytes(frames));
  }

  /** Returns the bytes allocated over more than a million packets, less those of measuring. */
  static long bytes(Frames frames) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int round = 0; round < WARM_UP_ROUNDS; round++) {
      frames.round();
    }
    long least = Long.MAX_VALUE;
    // What is only compiled or linked in one window is not the hot path's own doing.
    for (int window = 0; window < WINDOWS && least > 0; window++) {
      long start = threads.getCurrentThreadAllocatedBytes();
      long empty = threads.getCurrentThreadAllocatedBytes() - start;
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int round = 0; round < ROUNDS; round++) {
        frames.round();
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before - empty);
    }
    return least;
  }
}
