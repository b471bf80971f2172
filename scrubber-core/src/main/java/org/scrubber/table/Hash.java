package org.scrubber.table;

/**
 * Seeded 64-bit mixing for table keys: two multiplications and shifts (under 1 ns).
 *
 * <p>The seed is a secret of the policy, so that an attacker cannot choose colliding addresses. Not
 * for anything that is sent out.
 */
public final class Hash {
  private static final long M1 = 0xff51_afd7_ed55_8ccdL; // MurmurHash3 finaliser constants.
  private static final long M2 = 0xc4ce_b9fe_1a85_ec53L;

  private Hash() {}

  /**
   * Mixes one word with a seed: a bijection of {@code word ^ seed}. So the second argument must be
   * a secret, or a hash that was made with one, and the first may be anything; of two numbers that
   * others choose, or of two small ones, {@code 1, 2} and {@code 2, 1} would be the same. Those
   * take {@link #mix(long, long, long)}.
   */
  public static long mix(long word, long seed) {
    long h = (word ^ seed) * M1;
    h ^= h >>> 32;
    h *= M2;
    return h ^ h >>> 29;
  }

  /** Mixes two words with a seed. */
  public static long mix(long high, long low, long seed) {
    return mix(low, mix(high, seed));
  }

  /** Hashes an address; the columns are those of {@code PacketBatch}. */
  public static long address(long high, long low, long seed) {
    return high == 0 ? mix(low, seed) : mix(high, low, seed);
  }
}
