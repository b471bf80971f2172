package org.scrubber.counter;

/**
 * A process, told from a later one that was given its number.
 *
 * @param pid its number
 * @param startMs when it started, ms since the epoch; 0 when that is not known
 */
public record Owner(long pid, long startMs) {
  /** Returns this process. */
  static Owner own() {
    return of(ProcessHandle.current());
  }

  private static Owner of(ProcessHandle handle) {
    long startMs = handle.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
    return new Owner(handle.pid(), startMs);
  }

  /** Tells whether it runs, as far as can be seen from here: not from another PID namespace. */
  boolean isRunning() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .map(handle -> startMs == 0 || of(handle).startMs == startMs)
        .orElse(false);
  }
}
