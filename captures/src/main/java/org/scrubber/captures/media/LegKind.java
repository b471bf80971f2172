package org.scrubber.captures.media;

import org.scrubber.captures.random.RandomStream;

/**
 * What a media flow carries.
 *
 * @param payloadType of RTP
 * @param inPps packets/s that come in, 50 for speech
 * @param outPps packets/s that leave
 * @param inLow smallest payload of UDP that comes in, bytes with the 12 of RTP
 * @param inHigh largest
 * @param outLow smallest that leaves
 * @param outHigh largest
 * @param clockStep by which RTP's clock advances with each packet
 * @param onNs how long it sends in one go, 0 for always
 * @param offNs how long it pauses then
 */
public record LegKind(
    int payloadType,
    double inPps,
    double outPps,
    int inLow,
    int inHigh,
    int outLow,
    int outHigh,
    int clockStep,
    long onNs,
    long offNs) {
  /** Speech of a conference. */
  public static final LegKind AUDIO = new LegKind(111, 50, 50, 120, 220, 120, 220, 960, 0, 0);

  /** A moving picture; what leaves is feedback about it. */
  public static final LegKind VIDEO = new LegKind(96, 120, 10, 900, 1_200, 60, 120, 750, 0, 0);

  /** A shared screen: still most of the time, then 300 packets/s for two seconds. */
  public static final LegKind SCREEN =
      new LegKind(98, 300, 10, 900, 1_200, 60, 120, 300, 2_000_000_000L, 8_000_000_000L);

  /** A telephone call with G.711: 172 bytes every 20 ms. */
  public static final LegKind CALL = new LegKind(8, 50, 50, 172, 172, 172, 172, 160, 0, 0);

  /** A call that says nothing in pauses, but ten packets of speech in one go between them. */
  public static LegKind spurts(double pps) {
    long onNs = 170_000_000L; // The tenth packet, after 180 ms, is the first one later than that.
    long offNs = (long) (10 / pps * 1e9) - 180_000_000L;
    return new LegKind(8, CALL.inPps, pps, 172, 172, 172, 172, 160, onNs, offNs);
  }

  /** Somebody who listens: comfort noise, a packet every few hundred ms. */
  public static LegKind quiet(double pps) {
    return new LegKind(13, pps, pps, 20, 60, 20, 60, 960, 0, 0);
  }

  /** Returns packets/s for one of a few who listen and have about so many together. */
  public static double quietPps(double pps) {
    return Math.max(0.5, pps / Math.ceil(pps / Population.QUIET_PPS));
  }

  /** Returns the packets/s that come in on average, pauses included. */
  public double meanInPps() {
    if (onNs == 0) {
      return inPps;
    }
    double steps = Math.ceil(inPps * onNs / 1e9);
    return (steps + 1) / (steps / inPps + offNs / 1e9);
  }

  int inBytes(RandomStream random) {
    return random.between(inLow, inHigh);
  }

  int outBytes(RandomStream random) {
    return random.between(outLow, outHigh);
  }
}
