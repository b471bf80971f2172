package org.scrubber.batch;

/**
 * Packets alike that somebody else judged on the worker's behalf, as the worker had judged one of
 * them: what they count for in rates, strands and tallies.
 *
 * <p>Filled anew each time; one thread.
 */
public final class Bulk {
  /** How many. */
  public long packets;

  /** Their bytes on the wire. */
  public long bytes;

  /** The worker's clock, ns; never before an earlier one. */
  public long clockNs;

  /** The line's time, ns since the epoch. */
  public long timeNs;

  /** A {@code Verdict} code: PASS or DROP. */
  public byte verdict;

  /** A {@code Reason} id; 0 where they passed. */
  public int reason;

  /** Protected object of the target, or -1. */
  public int object;

  /** Whether they are IP. */
  public boolean ip;

  /** Mitigation that judged, an index, or -1. */
  public int mitigation;

  /** Number of that mitigation: its place may be another's by now. */
  public long number;

  /** Vector that they would belong to. */
  public int vector;

  /** Whether each opens a flow, or does not continue it. */
  public boolean opens;

  /** IP family. */
  public int family;

  /** IP protocol. */
  public int protocol;

  /** Target port. */
  public int port;

  /** Upper half of the source address. */
  public long sourceHigh;

  /** Lower half of the source address. */
  public long sourceLow;

  /** Seeded hash of the source address. */
  public long sourceHash;

  /** Upper half of the target address. */
  public long targetHigh;

  /** Lower half of the target address. */
  public long targetLow;

  /** Seeded hash of the target address. */
  public long targetHash;
}
