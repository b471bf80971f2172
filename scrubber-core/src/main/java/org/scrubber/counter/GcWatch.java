package org.scrubber.counter;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Watches the collector of the own JVM: how often it ran, and how long. Cold path; one thread, that
 * of the conductor.
 */
public final class GcWatch {
  private static final long NS_PER_MS = 1_000_000;

  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans();
  private long longestMs;

  /** Looks, and writes down what it sees. */
  public void update(CounterFile file) {
    long count = 0;
    long timeMs = 0;
    for (GarbageCollectorMXBean collector : collectors) {
      count += Math.max(0, collector.getCollectionCount());
      timeMs += Math.max(0, collector.getCollectionTime());
      if (collector instanceof com.sun.management.GarbageCollectorMXBean detailed) {
        var last = detailed.getLastGcInfo();
        longestMs = Math.max(longestMs, last == null ? 0 : last.getDuration());
      }
    }
    file.set(InstanceCounter.GC_COUNT, count);
    file.set(InstanceCounter.GC_TIME_NS, timeMs * NS_PER_MS);
    file.set(InstanceCounter.GC_LONGEST_NS, longestMs * NS_PER_MS);
    Runtime runtime = Runtime.getRuntime();
    file.set(InstanceCounter.HEAP_USED_BYTES, runtime.totalMemory() - runtime.freeMemory());
  }
}
