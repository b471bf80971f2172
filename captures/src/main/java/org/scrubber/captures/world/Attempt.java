package org.scrubber.captures.world;

/**
 * How an attempt to be served went.
 *
 * @param kind what was tried
 * @param truth whose, and by which class of traffic
 * @param group marks clients of interest to a scenario, for example {@code cgn-infested}; empty for
 *     all others
 * @param startNs when its first packet reached the scrubber
 * @param tookNs from then to its success, or -1 when it failed
 * @param usualNs what the same would have taken without a scrubber: the path alone
 */
public record Attempt(
    Kind kind, Truth truth, String group, long startNs, long tookNs, long usualNs) {
  /** What was tried. */
  public enum Kind {
    /** A TCP connection: until the server has the first byte of the request. */
    TCP,
    /** A QUIC connection, or the TCP race that the client began meanwhile. */
    QUIC,
    /** A name look-up by a resolver inside, with its retries. */
    LOOKUP,
    /** A query to an authoritative server inside. */
    QUERY,
    /** A login by RADIUS. */
    LOGIN,
    /** A time request. */
    TIME,
    /** A call or conference leg. */
    MEDIA,
    /** A tunnel's key exchange. */
    TUNNEL,
    /** A connection that was silent for long and goes on. */
    WAKE
  }

  /** Tells whether it succeeded within so many ns. */
  public boolean within(long limitNs) {
    return tookNs >= 0 && tookNs <= limitNs;
  }
}
