package org.scrubber.captures.sample;

import org.scrubber.captures.random.RandomStream;

/**
 * What every traffic source of a sample works with.
 *
 * @param sample the capture's name
 * @param masterSeed seed of all its streams
 * @param recording where frames go
 */
public record Stage(String sample, long masterSeed, Recording recording) {
  private static final long NS_PER_SECOND = 1_000_000_000L;

  /** Returns the random stream of that name. */
  public RandomStream stream(String vector, String name) {
    return RandomStream.named(sample, vector, name, masterSeed);
  }

  /** Returns the moment so many seconds after the capture's start, ns since the epoch. */
  public long at(double seconds) {
    return recording.startNs() + (long) (seconds * NS_PER_SECOND);
  }

  /** Returns the length of the capture, s. */
  public double durationSeconds() {
    return (recording.endNs() - recording.startNs()) / (double) NS_PER_SECOND;
  }
}
