package org.scrubber.captures.quic;

import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;

/**
 * What the connections of one class of a tenant share.
 *
 * @param stream of their events and random numbers
 * @param truth of their packets
 * @param group of their attempts
 * @param habits how they go
 * @param hellos what their clients say first
 * @param race what their clients do when they are not answered
 */
record QuicEnds(
    Stream stream, Truth truth, String group, QuicHabits habits, Hellos hellos, Race race) {
  /** Returns the random numbers. */
  RandomStream random() {
    return stream.random();
  }
}
