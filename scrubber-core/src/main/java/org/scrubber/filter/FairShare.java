package org.scrubber.filter;

import org.scrubber.batch.PacketBatch;
import org.scrubber.table.Hash;
import org.scrubber.table.RateTable;

/**
 * What a source that the object has dealt with may go on sending during a flood: a share of the
 * threshold per host (/32, /64), four shares per network (/24, /48), and the threshold for all.
 *
 * <p>The offered rate counts, so whoever sends more than his share loses all until he slows down.
 * Bounded (see {@link RateTable}); one thread.
 */
final class FairShare {
  /** A source's part of the threshold. */
  private static final int PARTS = 4;

  /** Least share: one packet a second, so that a ping or a keepalive lives. */
  private static final long MIN_SHARE_PPS = 1;

  private static final int NETWORK_SHARES = 4;

  /** All known sources together may go on at the threshold, or at so many least shares. */
  private static final int STREAMS = 16;

  private static final long SECOND_NS = 1_000_000_000L;

  /** How far ahead of its share a source may run. */
  private static final long BURST_NS = SECOND_NS / 4;

  private final RateTable rates;
  private final long seed;
  private final long burstNs;

  FairShare(int capacity, long seed) {
    this(capacity, seed, BURST_NS);
  }

  /**
   * Creates shares.
   *
   * @param burstNs how far ahead of its share a source may run, ns
   */
  FairShare(int capacity, long seed, long burstNs) {
    this.burstNs = burstNs;
    rates = new RateTable(capacity);
    this.seed = seed;
  }

  /** Counts a packet of a known source and tells whether it is within its share. */
  boolean admits(PacketBatch batch, int i, long leastPps) {
    long share = Math.max(batch.threshold[i] / PARTS, Math.max(leastPps, MIN_SHARE_PPS));
    int index = batch.mitigation[i];
    long high = batch.sourceHigh[i];
    long low = batch.sourceLow[i];
    boolean v4 = batch.family[i] == 4;
    long host = v4 ? Hash.mix(low, seed) : Hash.mix(high, seed);
    long network = v4 ? Hash.mix(low >>> 8, ~seed) : Hash.mix(high >>> 16, ~seed);
    long now = batch.clockNs[i];
    boolean hostFits = fits(Hash.mix(host, index, seed), share, now);
    boolean networkFits = fits(Hash.mix(network, index, ~seed), share * NETWORK_SHARES, now);
    long all = Math.max(batch.threshold[i], leastPps * STREAMS);
    return hostFits && networkFits && rates.admit(index + 1L, SECOND_NS / all, SECOND_NS, now);
  }

  private boolean fits(long key, long pps, long nowNs) {
    return rates.count(key, SECOND_NS / pps, burstNs, nowNs) <= burstNs;
  }
}
