package org.scrubber.captures.bench;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * How long batches waited and took at a steady pace, from when the last of their packets had come
 * until all were judged and counted: what a packet may be late by.
 *
 * @param setting of what
 * @param load share of what the worker can do that was offered, 0 to 1
 * @param took time that was played; without that for making packets
 * @param intervalNs time from one batch to the next
 * @param batches how many there were
 * @param times of each batch, ns, up to {@link #LONGEST_NS}
 * @param stops of all threads meanwhile
 */
public record Latency(
    Setting setting,
    double load,
    Duration took,
    long intervalNs,
    long batches,
    Histogram times,
    Stops stops) {
  /** Longer times are kept as this, ns. */
  public static final long LONGEST_NS = 60_000_000_000L;

  private static final int DIGITS = 3;
  private static final int TRIAL_BATCHES = 4_096;

  /**
   * Measures.
   *
   * @param load share of what the worker can do, above 0 and below 1
   * @param atLeast how long to play
   */
  public static Latency measure(Setting setting, double load, Duration atLeast) {
    Histogram times = new Histogram(1, LONGEST_NS, DIGITS);
    try (Lane lane = new Lane(setting, 0)) {
      lane.warmUp();
      long intervalNs = Math.max(1, Math.round(medianNs(lane) / load));
      try (Stops.Watch watch = Stops.watch()) {
        long playedNs = play(lane, intervalNs, atLeast.toNanos(), times);
        return new Latency(
            setting,
            load,
            Duration.ofNanos(playedNs),
            intervalNs,
            times.getTotalCount(),
            times,
            watch.stop());
      }
    }
  }

  /** Returns what a batch takes when nobody waits, half of them less. */
  private static long medianNs(Lane lane) {
    Histogram trial = new Histogram(1, LONGEST_NS, DIGITS);
    for (int k = 0; k < TRIAL_BATCHES; k++) {
      lane.ready();
      long beganNs = System.nanoTime();
      lane.nextBatch();
      trial.recordValue(Math.min(LONGEST_NS, System.nanoTime() - beganNs));
    }
    return trial.getValueAtPercentile(50);
  }

  /** A batch that comes while another is judged waits for it, and its time with it. */
  private static long play(Lane lane, long intervalNs, long atLeastNs, Histogram times) {
    long beganNs = System.nanoTime();
    long dueNs = beganNs + intervalNs;
    long makingNs = 0;
    while (dueNs - beganNs - makingNs < atLeastNs) {
      long askedNs = System.nanoTime();
      lane.ready();
      long made = System.nanoTime() - askedNs;
      makingNs += made;
      dueNs += made;
      while (System.nanoTime() < dueNs) {
        Thread.onSpinWait();
      }
      lane.nextBatch();
      times.recordValue(Math.min(LONGEST_NS, System.nanoTime() - dueNs));
      dueNs += intervalNs;
    }
    return dueNs - beganNs - makingNs;
  }

  /** Returns the time that so many of a hundred batches took at most, ns. */
  public long percentileNs(double percent) {
    return times.getValueAtPercentile(percent);
  }
}
