package org.scrubber.benchmarks;

import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.scrubber.table.PrefixTable;

/**
 * What a longest-prefix match costs per address, over a million distinct random addresses so that
 * the branch predictor cannot learn them; half of the addresses are protected.
 */
public class PrefixTableBenchmark extends NsBenchmark {
  private static final int ADDRESSES = 1 << 20;
  private static final int BATCH = 256;

  /** From so many on prefixes are as in a full table of the Internet, and no longer. */
  private static final int MANY = 100_000;

  /** How many prefixes the table holds. */
  @Param({"10", "5000", "500000"})
  public int prefixes;

  /** 4 or 6. */
  @Param({"4", "6"})
  public int family;

  private final long[] high = new long[ADDRESSES];
  private final long[] low = new long[ADDRESSES];
  private PrefixTable table = PrefixTable.builder().build();
  private int next;

  /** Creates the state; the fields are set by JMH. */
  public PrefixTableBenchmark() {}

  /** Fills the table with prefixes of /16 to /28 (or /32 to /64), and draws the addresses. */
  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(20_261_122);
    PrefixTable.Builder builder = PrefixTable.builder();
    long[] prefixHigh = new long[prefixes];
    long[] prefixLow = new long[prefixes];
    int[] lengths = new int[prefixes];
    for (int i = 0; i < prefixes; i++) {
      if (family == 4) {
        lengths[i] = random.nextInt(16, prefixes < MANY ? 29 : 25);
        prefixLow[i] = random.nextInt() & (-1L << (32 - lengths[i])) & 0xffff_ffffL;
      } else {
        // Many of them lie side by side, as what registries give out does.
        long drawn = random.nextLong() >>> 16;
        lengths[i] = prefixes < MANY ? random.nextInt(32, 65) : random.nextInt(40, 49);
        long place = prefixes < MANY ? drawn : drawn & 0x1fff_ff00_0000L >>> 4;
        prefixHigh[i] = (0x2001L << 48 | place) & -1L << (64 - lengths[i]);
      }
      builder.add(family, prefixHigh[i], prefixLow[i], lengths[i], i);
    }
    table = builder.build();
    for (int i = 0; i < ADDRESSES; i++) {
      int inside = random.nextInt(prefixes);
      long any = random.nextLong();
      boolean isProtected = random.nextBoolean();
      if (family == 4) {
        low[i] = isProtected ? prefixLow[inside] | any >>> (32 + lengths[inside]) : any >>> 32;
      } else {
        long host = lengths[inside] == 64 ? 0 : any >>> lengths[inside];
        high[i] = isProtected ? prefixHigh[inside] | host : 0x2001L << 48 | any >>> 16;
        low[i] = any;
      }
    }
  }

  /**
   * Looks a batch of addresses up.
   *
   * @return the sum of what was found, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long lookup() {
    int from = next;
    next = from + BATCH & ADDRESSES - 1;
    long sum = 0;
    if (family == 4) {
      for (int i = from; i < from + BATCH; i++) {
        sum += table.lookup4((int) low[i]);
      }
    } else {
      for (int i = from; i < from + BATCH; i++) {
        sum += table.lookup6(high[i], low[i]);
      }
    }
    return sum;
  }
}
