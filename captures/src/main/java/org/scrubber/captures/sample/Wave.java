package org.scrubber.captures.sample;

import org.scrubber.captures.random.RandomStream;

/**
 * A wave of attack packets on one tenant: when, how many, and under which label.
 *
 * @param stage where it happens
 * @param vector kebab-case name of the attack
 * @param tenant who is hit
 * @param fromSeconds after the start of the capture
 * @param lengthSeconds of the wave
 * @param rate events/s: packets, or whole replies where a reply takes several fragments
 */
record Wave(
    Stage stage,
    String vector,
    Tenant tenant,
    double fromSeconds,
    double lengthSeconds,
    double rate) {

  /** Sends one event of a wave. */
  interface Shot {
    /** Adds the frames of the event that happens at {@code timeNs}; {@code index} counts from 0. */
    void fire(Recording recording, RandomStream random, long timeNs, int index);
  }

  /** Returns the ground truth of its packets. */
  Label label() {
    return Label.attack(vector, tenant);
  }

  /** Fires at random moments with the mean rate. */
  void run(Shot shot) {
    RandomStream random = stage.stream(vector, tenant.objectName());
    long end = stage.at(fromSeconds + lengthSeconds);
    int index = 0;
    for (long t = stage.at(fromSeconds); t < end; t += random.waitNs(rate)) {
      shot.fire(stage.recording(), random, t, index);
      index++;
    }
  }
}
