package org.scrubber.captures.quic;

import org.scrubber.captures.random.RandomStream;

/**
 * How the connections of one kind go.
 *
 * @param clientOutside whether the client is outside, and the server inside
 * @param requests mean number of requests, geometrically distributed
 * @param responseBytes median of a response, log-normally distributed
 * @param sigma its spread
 * @param longestPackets most packets of a response
 * @param burstLow fewest packets that a server sends at once, when it has them
 * @param burstHigh most packets
 * @param dataLow smallest full packet of a response, bytes of UDP payload
 * @param dataHigh largest
 * @param retries whether the server asks for a Retry when the client shows no token
 * @param kitchen how long the server thinks
 */
record QuicHabits(
    boolean clientOutside,
    double requests,
    double responseBytes,
    double sigma,
    int longestPackets,
    int burstLow,
    int burstHigh,
    int dataLow,
    int dataHigh,
    boolean retries,
    Kitchen kitchen) {
  /** The time that a server needs for a response. */
  interface Kitchen {
    /** A server that is not busy: 1 to 30 ms. */
    Kitchen QUICK = (timeNs, random) -> random.between(1_000_000, 30_000_000);

    /** Returns how long a request takes that came in at a time, ns. */
    long thinkNs(long timeNs, RandomStream random);
  }

  /** Visitors of a web server inside. */
  static final QuicHabits WEB =
      new QuicHabits(true, 3, 18_000, 1.2, 100, 10, 10, 1_000, 1_250, false, Kitchen.QUICK);

  /** Clients inside, at a content network outside. */
  static final QuicHabits EYEBALL =
      new QuicHabits(false, 2, 30_000, 1.0, 120, 10, 40, 1_100, 1_400, false, Kitchen.QUICK);

  /** Returns the same with another server, which may check addresses by Retry. */
  QuicHabits of(Kitchen busy, boolean checks) {
    return new QuicHabits(
        clientOutside,
        requests,
        responseBytes,
        sigma,
        longestPackets,
        burstLow,
        burstHigh,
        dataLow,
        dataHigh,
        checks,
        busy);
  }
}
