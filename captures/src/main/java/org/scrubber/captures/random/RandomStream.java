package org.scrubber.captures.random;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A stream of random numbers: xoshiro256** (Blackman, Vigna 2018), seeded through SplitMix64. The
 * mathematics is that of {@link StrictMath}, so that no machine differs. Used by one thread.
 */
public final class RandomStream {
  private long s0;
  private long s1;
  private long s2;
  private long s3;

  /** Starts the stream of {@code seed}; any value is good. */
  public RandomStream(long seed) {
    SplitMix64 seeder = new SplitMix64(seed);
    s0 = seeder.next();
    s1 = seeder.next();
    s2 = seeder.next();
    s3 = seeder.next();
  }

  private RandomStream(long s0, long s1, long s2, long s3) {
    this.s0 = s0;
    this.s1 = s1;
    this.s2 = s2;
    this.s3 = s3;
  }

  /** Returns a stream that continues from exactly this state, which must not be all zero. */
  static RandomStream ofState(long s0, long s1, long s2, long s3) {
    return new RandomStream(s0, s1, s2, s3);
  }

  /**
   * Returns the stream of a name: its seed is the first 8 bytes of SHA-256 of the four, joined by a
   * bar. Streams of different names are independent, so that adding one changes no other.
   */
  public static RandomStream named(String scenario, String vector, String stream, long masterSeed) {
    return new RandomStream(seed(scenario, vector, stream, masterSeed));
  }

  /** Returns the seed that {@link #named} uses. */
  static long seed(String scenario, String vector, String stream, long masterSeed) {
    String name = scenario + "|" + vector + "|" + stream + "|" + masterSeed;
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(sha256.digest(name.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Returns the next 64 bits. */
  public long next() {
    long result = Long.rotateLeft(s1 * 5, 7) * 9;
    long t = s1 << 17;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = Long.rotateLeft(s3, 45);
    return result;
  }

  /** Returns 32 random bits. */
  public int nextInt() {
    return (int) (next() >>> 32);
  }

  /** Returns a number of 0..bound-1, uniform to within 2^-32; bound is 1..2^31-1. */
  public int below(int bound) {
    return (int) ((next() >>> 32) * bound >>> 32);
  }

  /** Returns a number of low..high, both inclusive. */
  public int between(int low, int high) {
    return low + below(high - low + 1);
  }

  /** Returns a number of 0 (inclusive) to 1 (exclusive) with 53 random bits. */
  public double unit() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  /** Returns true in {@code percent} of 100 calls. */
  public boolean chance(int percent) {
    return below(100) < percent;
  }

  /** Returns an exponentially distributed waiting time, ns, for a mean rate in events/s. */
  public long waitNs(double eventsPerSecond) {
    return (long) (-StrictMath.log1p(-unit()) / eventsPerSecond * 1e9);
  }

  /** Returns a geometrically distributed number, 1 or more, of this mean, above 1. */
  public int geometric(double mean) {
    return 1 + (int) (StrictMath.log1p(-unit()) / StrictMath.log1p(-1 / mean));
  }

  /** Returns a log-normally distributed number of this median. */
  public double logNormal(double median, double sigma) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log1p(-unit()));
    double normal = radius * StrictMath.cos(2 * StrictMath.PI * unit());
    return median * StrictMath.exp(sigma * normal);
  }

  /** Returns that many random bytes. */
  public byte[] bytes(int lengthBytes) {
    byte[] bytes = new byte[lengthBytes];
    for (int i = 0; i < lengthBytes; i += 8) {
      long word = next();
      for (int j = i; j < lengthBytes && j < i + 8; j++) {
        bytes[j] = (byte) (word >>> 8 * (j - i));
      }
    }
    return bytes;
  }
}
