package org.scrubber.captures.attack.tool;

import org.scrubber.captures.plan.Hops;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.random.SplitMix64;
import org.scrubber.captures.world.Frame;
import org.scrubber.captures.world.LiveFlow;
import org.scrubber.captures.world.Party;

/** From whom, to whom and when the next packet of a vector goes. Reused from packet to packet. */
public final class Shot {
  /** The vector's random numbers. */
  public final RandomStream random;

  /** Time of the world, ns. */
  public long nowNs;

  /** Part of the vector's length that is over, 0 to 1. */
  public double progress;

  /** How many pulses were before this one. */
  public int pulse;

  /** True for IPv4. */
  public boolean isV4;

  /** Upper half of the source; 0 for IPv4. */
  public long sourceHigh;

  /** Lower half of the source; the address itself for IPv4. */
  public long sourceLow;

  /** Number of the source within its pool, or 0. */
  public int member;

  /** Upper half of the target; 0 for IPv4. */
  public long targetHigh;

  /** Lower half of the target; the address itself for IPv4. */
  public long targetLow;

  /** Number of the target's tenant. */
  public int tenant;

  /** Port of the target. */
  public int targetPort;

  /** The live connection that is imitated, when the source was taken from one; or null. */
  public LiveFlow live;

  /** What the packet is. */
  public Nature nature;

  /** Who follows the packet, or null. */
  public Party party;

  /** Which step of the party's conversation the packet is. */
  public int code;

  private final long key;

  /** Creates the shot of a vector that draws from {@code random}. */
  public Shot(RandomStream random) {
    this.random = random;
    key = random.next();
  }

  /** Returns a number that is always the same for the source. */
  public long perSource() {
    return SplitMix64.mix(key ^ sourceLow * 0x9E37_79B9_7F4A_7C15L ^ sourceHigh);
  }

  /** Returns the TTL of a true source that leaves with {@code initial}. */
  public int ttl(int initial) {
    return Hops.ttl(initial, sourceHigh, sourceLow);
  }

  /** Returns a random identification. */
  public int id() {
    return random.below(1 << 16);
  }

  /** Returns a random port, 1 to 65535. */
  public int anyPort() {
    return 1 + random.below(65_535);
  }

  /** Returns a random port as clients have. */
  public int clientPort() {
    return 1_024 + random.below(64_512);
  }

  /** Begins the IP packet of the shot's addresses. */
  public Frame ip(Frame frame, int ttl, int id, boolean dontFragment) {
    return isV4
        ? frame.ipv4(sourceLow, targetLow, ttl, id, dontFragment ? Frame.DF : 0, 0)
        : frame.ipv6(sourceHigh, sourceLow, targetHigh, targetLow, ttl);
  }
}
