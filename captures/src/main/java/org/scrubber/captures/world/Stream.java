package org.scrubber.captures.world;

import org.scrubber.captures.random.RandomStream;

/**
 * A source of events with a random stream of its own, so that adding one changes no other. Events
 * at the same time are ordered by the number of their stream, then as they were scheduled.
 */
public final class Stream {
  /** Place in the order of streams. */
  final int index;

  /** Events scheduled so far. */
  long sequence;

  private final String name;
  private final RandomStream random;

  Stream(int index, String name, RandomStream random) {
    this.index = index;
    this.name = name;
    this.random = random;
  }

  /** Returns the stream's name. */
  public String name() {
    return name;
  }

  /** Returns its random numbers. */
  public RandomStream random() {
    return random;
  }
}
