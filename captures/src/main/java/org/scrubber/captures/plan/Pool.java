package org.scrubber.captures.plan;

import java.util.List;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.random.SplitMix64;

/**
 * A set of addresses outside: member {@code i} is a fixed pseudo-random place in its prefixes, so
 * that a pool of millions needs no table. Immutable.
 */
public final class Pool {
  private static final int ROUNDS = 4;

  private final String name;
  private final List<Block> blocks;
  private final long[] upTo;
  private final long places;
  private final long members;
  private final long key;

  /**
   * A prefix of a pool.
   *
   * @param base its first address
   * @param bits how many low bits vary: of the address for IPv4, of the upper 64 bits for IPv6
   */
  public record Block(Address base, int bits) {}

  /**
   * Creates a pool.
   *
   * @param name seeds the permutation
   * @param blocks prefixes of one family, each of at most 2^32 places
   * @param members how many of the places are taken, 1 or more
   */
  public Pool(String name, List<Block> blocks, long members) {
    this.name = name;
    this.blocks = List.copyOf(blocks);
    this.members = members;
    upTo = new long[blocks.size()];
    long sum = 0;
    for (int k = 0; k < upTo.length; k++) {
      sum += 1L << blocks.get(k).bits();
      upTo[k] = sum;
    }
    places = sum;
    key = SplitMix64.mix(name.hashCode());
  }

  /** Returns its name. */
  public String name() {
    return name;
  }

  /** Returns how many members it has. */
  public long size() {
    return members;
  }

  /** Returns member {@code i}, counted modulo the size; distinct members have distinct places. */
  public Address at(long i) {
    long place = permute(Math.floorMod(i, members));
    int block = 0;
    long before = 0;
    while (place >= upTo[block]) {
      before = upTo[block++];
    }
    long offset = place - before;
    Address base = blocks.get(block).base();
    // An IPv6 member is a /64; its interface id follows from its number.
    return base.isV4()
        ? Address.v4(base.low() + offset)
        : Address.v6(base.high() + offset, SplitMix64.mix(key ^ i) | 1);
  }

  /** Returns a member, each as likely as any other. */
  public Address any(RandomStream random) {
    return at((long) (random.unit() * members));
  }

  /** A Feistel permutation of the places; walks on when it leaves them. */
  private long permute(long i) {
    int half = Math.max(1, (65 - Long.numberOfLeadingZeros(places - 1)) / 2);
    long mask = (1L << half) - 1;
    long value = i;
    do {
      long left = value >>> half;
      long right = value & mask;
      for (int round = 0; round < ROUNDS; round++) {
        long next = left ^ SplitMix64.mix(right ^ key + round) & mask;
        left = right;
        right = next;
      }
      value = left << half | right;
    } while (value >= places);
    return value;
  }
}
