package org.scrubber.captures.world;

import org.scrubber.captures.plan.Address;

/**
 * A TCP connection from outside that is alive, as somebody who listens on its path would see it.
 */
public interface LiveFlow {
  /** Tells whether it still is alive. */
  boolean isAlive();

  /** Returns who has opened it. */
  Address client();

  /** Returns the client's port. */
  int clientPort();

  /** Returns who was called. */
  Address server();

  /** Returns the sequence number that the client sends next. */
  int clientSequence();

  /** Returns the sequence number that the server sends next. */
  int serverSequence();
}
