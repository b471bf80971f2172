package org.scrubber.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import org.scrubber.journal.EventType;
import org.scrubber.journal.Fields.VectorTotals;
import org.scrubber.journal.RecordBuffer;
import org.scrubber.journal.queue.Journal;
import org.scrubber.journal.queue.Retention;

/**
 * Offers events to a journal at a steady rate, and says what an event costs the thread that offers
 * it, what it costs the one that keeps it, and how many were lost.
 *
 * <p>Arguments: directory, events/s, seconds. Not a JMH benchmark, as what counts is two threads, a
 * disk and a rate.
 */
public final class JournalLoad {
  private static final int BURST = 100;

  private JournalLoad() {}

  /** Runs once after a second of warming up. */
  public static void main(String[] args) throws InterruptedException {
    long rate = Long.parseLong(args[1]);
    long seconds = Long.parseLong(args[2]);
    Journal journal = Journal.open(Path.of(args[0]), Retention.DEFAULT);
    try (journal) {
      journal.awaitOpened();
      offer(journal, rate, 1);
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      long keeper = keeper(threads);
      long keeperNs = threads.getThreadCpuTime(keeper);
      long lost = journal.lost();
      long kept = journal.kept();
      long offeringNs = offer(journal, rate, seconds);
      long count = rate * seconds;
      while (journal.kept() + journal.lost() - kept - lost < count) {
        Thread.onSpinWait();
      }
      System.out.printf(
          "%,d events of %d bytes at %,d/s: %.0f ns each where they are offered, %.0f ns of CPU"
              + " where they are kept, %,d lost%n",
          count,
          EventType.VECTOR_TOTALS.bytes(),
          rate,
          (double) offeringNs / count,
          (double) (threads.getThreadCpuTime(keeper) - keeperNs) / count,
          journal.lost() - lost);
    }
  }

  private static long keeper(ThreadMXBean threads) {
    return Arrays.stream(threads.dumpAllThreads(false, false))
        .filter(one -> one.getThreadName().equals("scrubber-journal"))
        .findFirst()
        .orElseThrow()
        .getThreadId();
  }

  /** Offers in bursts, and returns the time in which it did not wait for the next one. */
  private static long offer(Journal journal, long rate, long seconds) {
    RecordBuffer record = new RecordBuffer(0);
    long beganNs = System.nanoTime();
    long busyNs = 0;
    long bursts = rate * seconds / BURST;
    for (long burst = 0; burst < bursts; burst++) {
      long dueNs = beganNs + burst * BURST * 1_000_000_000L / rate;
      while (System.nanoTime() < dueNs) {
        Thread.onSpinWait();
      }
      long fromNs = System.nanoTime();
      for (int k = 0; k < BURST; k++) {
        record.begin(EventType.VECTOR_TOTALS, fromNs);
        record.put(VectorTotals.OBJECT, k).put(VectorTotals.OFFERED_PACKETS, burst);
        record.sendTo(journal.sink());
      }
      busyNs += System.nanoTime() - fromNs;
    }
    return busyNs;
  }
}
