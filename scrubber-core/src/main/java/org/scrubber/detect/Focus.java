package org.scrubber.detect;

import org.scrubber.batch.ColdPath;
import org.scrubber.policy.Prefix;
import org.scrubber.state.Carrier;

/**
 * Finds the one value that nearly all of many share, if there is one: a majority vote (Boyer and
 * Moore 1981). Allocation-free; one thread.
 */
final class Focus {
  /** The lead over all others, of a hundred, that 99 of a hundred have. */
  private static final int LEAD_PERCENT = 98;

  private long high;
  private long low;
  private long lead;

  /** Forgets everything. */
  void clear() {
    lead = 0;
  }

  /** Carries what it was shown. */
  void carry(Carrier carrier) {
    high = carrier.word(high);
    low = carrier.word(low);
    lead = carrier.word(lead);
  }

  /** Shows it a value of two words, so many times in a row. */
  void add(long valueHigh, long valueLow, long times) {
    boolean same = high == valueHigh && low == valueLow;
    if (lead == 0 || !same && times > lead) {
      high = valueHigh;
      low = valueLow;
      lead = times - lead;
    } else {
      lead += same ? times : -times;
    }
  }

  /** Tells whether at least 99 of a hundred were the same value. */
  boolean takesMost(long of) {
    return of > 0 && lead * 100 >= of * LEAD_PERCENT;
  }

  /** Returns the leading value as a prefix. */
  @ColdPath("for reports")
  Prefix prefix(int family, int length) {
    return new Prefix(family, high, low, length);
  }

  /** The hosts and the networks that a strand is aimed at. */
  static final class OfTargets {
    private final Focus hosts = new Focus();
    private final Focus networks = new Focus();
    private long packets;

    /** Forgets everything. */
    void clear() {
      packets = 0;
      hosts.clear();
      networks.clear();
    }

    /** Carries what it was shown. */
    void carry(Carrier carrier) {
      packets = carrier.word(packets);
      hosts.carry(carrier);
      networks.carry(carrier);
    }

    /** Shows it a target, so many times in a row. */
    void add(int family, long high, long low, long times) {
      packets += times;
      hosts.add(high, low, times);
      networks.add(high, family == 4 ? low & ~0xffL : 0, times);
    }

    /** Returns the narrowest of host, network and a prefix that takes nearly all that was shown. */
    @ColdPath("for reports")
    Prefix narrowest(int family, Prefix around) {
      int network = Meters.networkLength(family);
      if (hosts.takesMost(packets)) {
        return hosts.prefix(family, family == 4 ? 32 : 128);
      }
      return around.length() < network && networks.takesMost(packets)
          ? networks.prefix(family, network)
          : around;
    }
  }
}
