package org.scrubber.captures.world;

/** Somebody who does something at a time of his own: sends a packet, gives up, begins anew. */
public interface Actor {
  /**
   * Acts; {@link World#nowNs} is the time that was asked for.
   *
   * @param code what was given to {@link World#at}, to tell several timers apart
   */
  void act(World world, int code);
}
