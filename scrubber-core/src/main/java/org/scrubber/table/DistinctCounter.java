package org.scrubber.table;

import org.scrubber.state.Carrier;

/**
 * Estimates how many distinct hashes it was shown (HyperLogLog, Flajolet et al. 2007), 1,024
 * registers: standard error 3.3 %, exact enough below 100. Allocation-free; one thread.
 */
public final class DistinctCounter {
  private static final int REGISTERS = 1_024;
  private static final double ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);

  private final byte[] registers = new byte[REGISTERS];

  /** Shows it a well-mixed hash. */
  public void add(long hash) {
    int register = (int) hash & (REGISTERS - 1);
    int rank = Long.numberOfLeadingZeros(hash | REGISTERS) + 1;
    if (rank > registers[register]) {
      registers[register] = (byte) rank;
    }
  }

  /** Adds everything that another counter was shown. */
  public void addAll(DistinctCounter other) {
    for (int register = 0; register < REGISTERS; register++) {
      registers[register] = (byte) Math.max(registers[register], other.registers[register]);
    }
  }

  /** Returns the estimate. */
  public long estimate() {
    double sum = 0;
    int zeros = 0;
    for (byte rank : registers) {
      sum += 1.0 / (1L << rank);
      zeros += rank == 0 ? 1 : 0;
    }
    double raw = ALPHA * REGISTERS * REGISTERS / sum;
    if (raw <= 2.5 * REGISTERS && zeros > 0) {
      return Math.round(REGISTERS * StrictMath.log((double) REGISTERS / zeros));
    }
    return Math.round(raw);
  }

  /** Carries what it was shown. */
  public void carry(Carrier carrier) {
    carrier.bytes(registers);
  }

  /** Forgets everything. */
  public void clear() {
    java.util.Arrays.fill(registers, (byte) 0);
  }
}
