package org.scrubber.filter.share;

import org.scrubber.batch.PacketBatch;
import org.scrubber.state.Lasting;
import org.scrubber.table.Hash;
import org.scrubber.table.RateTable;

/**
 * What a source that the object has dealt with may go on sending during a flood: a share of the
 * threshold per host (/32, /64), four shares per network (/24, /48), and the threshold for all.
 *
 * <p>The offered rate counts, so whoever sends more than his share loses all until he slows down.
 * Bounded (see {@link RateTable}); one thread.
 */
public final class FairShare {
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

  /** What wakes up needs a packet or two, until its answer speaks for it. */
  private static final long WAKING_NS = SECOND_NS;

  private static final long WAKING_BURST_NS = 3 * SECOND_NS;

  private final RateTable rates;
  private final long seed;
  private final long burstNs;

  /**
   * Creates shares that let a source run a quarter of a second ahead.
   *
   * @param capacity sources that are kept apart, a power of two
   */
  public FairShare(int capacity, long seed) {
    this(capacity, seed, BURST_NS);
  }

  /**
   * Creates shares.
   *
   * @param burstNs how far ahead of its share a source may run, ns
   */
  public FairShare(int capacity, long seed, long burstNs) {
    this.burstNs = burstNs;
    rates = new RateTable(capacity);
    this.seed = seed;
  }

  /** Returns what lasts. */
  public Lasting lasting() {
    return rates.lasting();
  }

  /** Counts a packet of a known source and tells whether it is within its share. */
  public boolean admits(PacketBatch batch, int i, long leastPps) {
    long share = Math.max(batch.threshold[i] / PARTS, Math.max(leastPps, MIN_SHARE_PPS));
    int index = batch.mitigation[i];
    long host = host(batch, i);
    long network = network(batch, i);
    long now = batch.clockNs[i];
    boolean hostFits = fits(Hash.mix(host, index, seed), SECOND_NS / share, burstNs, now);
    long networkIntervalNs = SECOND_NS / (share * NETWORK_SHARES);
    boolean networkFits = fits(Hash.mix(network, index, ~seed), networkIntervalNs, burstNs, now);
    long all = Math.max(batch.threshold[i], leastPps * STREAMS);
    return hostFits && networkFits && rates.admit(index + 1L, SECOND_NS / all, SECOND_NS, now);
  }

  /**
   * Counts a packet of a known source on a connection that nobody knows, and tells whether it may
   * pass: four at once, then one a second, of all the object's targets. A connection that wakes up
   * is answered and known then; a flood is not.
   *
   * @param objectKey stands for the object
   */
  public boolean admitsWaking(PacketBatch batch, int i, long objectKey) {
    long now = batch.clockNs[i];
    boolean hostFits =
        fits(Hash.mix(host(batch, i), ~objectKey, seed), WAKING_NS, WAKING_BURST_NS, now);
    long networkKey = Hash.mix(network(batch, i), ~objectKey, ~seed);
    return fits(networkKey, WAKING_NS / NETWORK_SHARES, WAKING_BURST_NS, now) && hostFits;
  }

  private long host(PacketBatch batch, int i) {
    return Hash.mix(batch.family[i] == 4 ? batch.sourceLow[i] : batch.sourceHigh[i], seed);
  }

  private long network(PacketBatch batch, int i) {
    boolean v4 = batch.family[i] == 4;
    return Hash.mix(v4 ? batch.sourceLow[i] >>> 8 : batch.sourceHigh[i] >>> 16, ~seed);
  }

  private boolean fits(long key, long intervalNs, long burstNs, long nowNs) {
    return rates.count(key, intervalNs, burstNs, nowNs) <= burstNs;
  }
}
