package org.scrubber.counter;

/**
 * Single values of a worker, beside what it counts by verdict, object, reason and side. Their order
 * is that of the file: new ones go to the end, and {@link CounterFile#VERSION} rises.
 */
public enum WorkerCounter {
  /** Time since the start in turns that found packets, ns. */
  BUSY_NS,

  /** Time since the start in turns that found none, waiting included, ns. */
  IDLE_NS,

  /** Turns of the duty cycle. */
  TURNS,

  /** Turns that found packets. */
  BATCHES,

  /** Longest time between two turns in the last whole second, without intended waiting, ns. */
  AWAY_SECOND_NS,

  /** The same in the last minute. */
  AWAY_MINUTE_NS,

  /** The same since the start. */
  AWAY_LONGEST_NS,

  /** Flows that the table holds at most. */
  FLOW_CAPACITY,

  /** Flows that are alive in it, estimated from a sample. */
  FLOWS,

  /** Flows that found no place. */
  FLOWS_REFUSED,

  /** Sources that the table of proofs holds at most. */
  SOURCE_CAPACITY,

  /** Sources with a valid proof, estimated from a sample. */
  SOURCES,

  /** SYNs under challenge that are remembered at most. */
  SYN_CAPACITY,

  /** SYNs under challenge, estimated from a sample. */
  SYNS,

  /** SYNs under challenge that found no place. */
  SYNS_REFUSED,

  /** Mitigations that the list holds at most. */
  MITIGATION_CAPACITY,

  /** Mitigations that are active. */
  MITIGATIONS_ACTIVE,

  /** Mitigations in the list, active or remembered. */
  MITIGATIONS,

  /** Times that nothing could be raised because the list was full. */
  MITIGATIONS_REFUSED,

  /** Challenges sent to clients. */
  CHALLENGES_SENT,

  /** Challenges that clients answered. */
  CHALLENGES_ANSWERED,

  /** SYNs sent on to their target once their client had answered. */
  SYNS_RELEASED,

  /** Packets of protected hosts to addresses on feeds that report or block them. */
  LISTED_OUT,

  /** Packets to protected hosts from addresses on feeds that report them. */
  LISTED_IN;

  /** How many there are. */
  static final int COUNT = values().length;
}
