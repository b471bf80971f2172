package org.scrubber.live;

/** What the conductor asks of a worker; carried out on the worker's thread, between batches. */
interface Order {
  /** Does it; short, as packets wait. */
  void carryOut(Duty duty);
}
