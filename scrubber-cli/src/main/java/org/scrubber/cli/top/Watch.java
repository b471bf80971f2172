package org.scrubber.cli.top;

import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.scrubber.counter.CounterReader;
import org.scrubber.counter.Readings;

/** Looks at an instance again and again, each time with rates since the time before. One thread. */
final class Watch {
  private static final long NS_PER_SECOND = 1_000_000_000L;

  private final Attachment attachment;
  private Readings before;

  /** Begins to watch; the first glance has rates since now. */
  Watch(Attachment attachment) {
    this.attachment = attachment;
    before = attachment.reader().read();
  }

  /** Returns the time of day, ns since the epoch. */
  static long nowNs() {
    Instant now = Instant.now();
    return now.getEpochSecond() * NS_PER_SECOND + now.getNano();
  }

  /** Returns the instance now, with rates since the last glance, or since it last counted. */
  Glance look() {
    long nowNs = nowNs();
    if (attachment.follow(nowNs)) {
      before = attachment.reader().read();
    }
    CounterReader reader = attachment.reader();
    Readings after = reader.read();
    Glance glance = Glimpse.of(reader, before, after, nowNs);
    before = after;
    return glance;
  }

  /** Waits; returns early when the thread is interrupted. */
  static void pause(long durationNs) {
    long endNs = System.nanoTime() + durationNs;
    for (long left = durationNs; left > 0 && !Thread.currentThread().isInterrupted(); ) {
      LockSupport.parkNanos(left);
      left = endNs - System.nanoTime();
    }
  }
}
