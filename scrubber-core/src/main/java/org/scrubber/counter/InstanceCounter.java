package org.scrubber.counter;

/**
 * Single values of an instance as a whole, written by its conductor. Their order is that of the
 * file: new ones go to the end, and {@link CounterFile#VERSION} rises.
 */
public enum InstanceCounter {
  /** When the conductor was last at work, ns since the epoch. */
  HEARTBEAT_NS,

  /** Garbage collections since the JVM started. */
  GC_COUNT,

  /** Time spent in them, ns. */
  GC_TIME_NS,

  /** Longest of those that were looked at, ns, exact to a millisecond. */
  GC_LONGEST_NS,

  /** Heap in use, bytes. */
  HEAP_USED_BYTES,

  /** Policies loaded since the start, without the first. */
  RELOADS,

  /** Policies that were refused. */
  RELOADS_REFUSED,

  /** 1 while the bypass is open and nothing is judged. */
  BYPASS_OPEN,

  /** Times that the bypass was opened. */
  BYPASS_OPENED,

  /** Why the outside interface carries nothing, see {@link Readings#link}; 0 while it does. */
  OUTSIDE_DOWN,

  /** The same of the inside interface. */
  INSIDE_DOWN,

  /** When the last snapshot of the state was completed, ns since the epoch; 0 for never. */
  SNAPSHOT_NS,

  /** Bytes that the workers' threads have allocated, bytes. */
  WORKERS_ALLOCATED_BYTES,

  /** 1 while the interfaces are lost and tried again: nothing is judged. */
  UNBOUND,

  /** Time that the bypass was open altogether, ns. */
  BYPASS_NS,

  /** 1 while packets would stop with the instance, though they are to pass then. */
  BYPASS_LOST;

  /** How many there are. */
  static final int COUNT = values().length;
}
