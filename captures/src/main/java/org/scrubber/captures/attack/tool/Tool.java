package org.scrubber.captures.attack.tool;

import org.scrubber.captures.world.Frame;

/** A flood tool or reflector: writes one packet at a time. Belongs to one vector of one world. */
@FunctionalInterface
public interface Tool {
  /**
   * Writes one packet, to the shot's target and from its source; may set {@link Shot#nature},
   * {@link Shot#party} and {@link Shot#code}. Allocates nothing that is sent often.
   */
  void write(Frame frame, Shot shot);

  /**
   * Tells whether the next packet belongs to what was begun with the last one (the next fragment of
   * a datagram), so that source and target stay.
   */
  default boolean hasMore() {
    return false;
  }

  /** Returns the mean number of packets that belong together, 1 or more. */
  default double packetsATime() {
    return 1;
  }
}
