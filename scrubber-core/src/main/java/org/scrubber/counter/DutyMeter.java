package org.scrubber.counter;

/**
 * Where a worker's time goes: how much of it was work, and how long it was away at most. Told of
 * every turn of the duty cycle, with the turn's one reading of the clock. Allocation-free; one
 * thread, that of the worker.
 */
public final class DutyMeter {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final int SECONDS = 60;

  private final long[] longest = new long[SECONDS];
  private long second = Long.MIN_VALUE;
  private long lastNs;
  private long allowedNs;
  private boolean started;
  private boolean busy;
  private long markNs;
  private long busyAtMarkNs;
  private int busyPercent;
  private boolean beginsSecond;

  long turns;
  long batches;
  long busyNs;
  long idleNs;
  long longestNs;

  /**
   * Begins a turn: what passed since the last one began was that one's.
   *
   * @param nowNs the turn's time, never going back
   */
  public void turn(long nowNs) {
    long elapsedNs = nowNs - lastNs;
    if (started) {
      book(elapsedNs);
    }
    beginsSecond = started && nowNs / SECOND_NS != second;
    if (beginsSecond || !started) {
      mark(nowNs);
    }
    advance(nowNs / SECOND_NS);
    if (started) {
      long awayNs = elapsedNs - allowedNs;
      longest[(int) (second % SECONDS)] = Math.max(longest[(int) (second % SECONDS)], awayNs);
      longestNs = Math.max(longestNs, awayNs);
    }
    started = true;
    lastNs = nowNs;
    allowedNs = 0;
    busy = false;
  }

  private void book(long elapsedNs) {
    turns++;
    if (busy) {
      batches++;
      busyNs += elapsedNs;
    } else {
      idleNs += elapsedNs;
    }
  }

  private void mark(long nowNs) {
    if (started) {
      long wholeNs = nowNs - markNs;
      busyPercent = (int) ((100 * (busyNs - busyAtMarkNs) + wholeNs - 1) / wholeNs);
    }
    markNs = nowNs;
    busyAtMarkNs = busyNs;
  }

  private void advance(long toSecond) {
    long steps = second == Long.MIN_VALUE ? 0 : Math.min(SECONDS, toSecond - second);
    for (long step = 1; step <= steps; step++) {
      longest[(int) ((second + step) % SECONDS)] = 0;
    }
    second = toSecond;
  }

  /** Takes note that the turn has found packets. */
  public void found(int packets) {
    busy |= packets > 0;
  }

  /** Takes note that the worker is about to wait, at most that long: it is not away then. */
  public void waits(long timeoutNs) {
    allowedNs = timeoutNs;
  }

  /** Tells whether the turn is the first of a second. */
  public boolean beginsSecond() {
    return beginsSecond;
  }

  /**
   * Returns what share of the last second went to turns that found packets, 0 to 100 %, rounded up.
   */
  public int busyPercent() {
    return busyPercent;
  }

  /** Returns the longest time away in the last whole second, ns. */
  long lastSecondNs() {
    return second < 1 ? 0 : longest[(int) ((second - 1) % SECONDS)];
  }

  /** Returns the longest time away in the last minute, ns. */
  long lastMinuteNs() {
    long most = 0;
    for (long one : longest) {
      most = Math.max(most, one);
    }
    return most;
  }
}
