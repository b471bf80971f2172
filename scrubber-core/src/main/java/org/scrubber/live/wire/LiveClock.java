package org.scrubber.live.wire;

import java.time.Instant;
import org.agrona.concurrent.EpochNanoClock;

/**
 * The clock of a live line: ns since the epoch as they were at the start, going on evenly from
 * there whatever is done to the machine's own clock. Any thread.
 */
public final class LiveClock implements EpochNanoClock {
  private static final long SECOND_NS = 1_000_000_000L;

  private final long originNs;

  /** Starts at the machine's time. */
  public LiveClock() {
    Instant now = Instant.now();
    originNs = now.getEpochSecond() * SECOND_NS + now.getNano() - System.nanoTime();
  }

  @Override
  public long nanoTime() {
    return originNs + System.nanoTime();
  }
}
