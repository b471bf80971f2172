package org.scrubber.cli.top;

import java.util.List;

/**
 * What the kernel dropped and passed by itself: part of what was offered, and never received by a
 * worker.
 *
 * @param packets since the start
 * @param packetsPerSecond over the interval
 * @param droppedPerSecond how many of these were dropped
 */
record Kernel(long packets, double packetsPerSecond, double droppedPerSecond) {
  /** What its row is called. */
  static final String LABEL = "in kernel";

  /** Returns what it did on both sides. */
  static Kernel of(Glance glance) {
    return of(glance.sides());
  }

  /** Returns what it did with packets that one side received. */
  static Kernel of(Glance.Side side) {
    return of(List.of(side));
  }

  private static Kernel of(List<Glance.Side> sides) {
    long packets = 0;
    double dropped = 0;
    double passed = 0;
    for (Glance.Side side : sides) {
      packets += side.offloadDropped().packets() + side.offloadPassed().packets();
      dropped += side.offloadDropped().packetsPerSecond();
      passed += side.offloadPassed().packetsPerSecond();
    }
    return new Kernel(packets, dropped + passed, dropped);
  }
}
