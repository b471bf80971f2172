package org.scrubber.detect;

import org.scrubber.batch.PacketBatch;
import org.scrubber.state.Lasting;
import org.scrubber.table.RateTable;

/**
 * Tells, among packets that nothing speaks for, those that look like the flood from those that may
 * be anybody's first packet.
 *
 * <p>While the flood's signature is being learned, and when the flood has nothing in common, all
 * are held back. Once there is a signature, what does not match it passes up to the threshold. When
 * too much does not match, the flood has changed, and learning begins again. One thread.
 */
public final class Newcomers {
  /** Passes. */
  public static final byte ADMITTED = 0;

  /** Matches the flood's signature. */
  public static final byte LOOKS_ALIKE = 1;

  /** There is no signature, or too many do not match it. */
  public static final byte HELD_BACK = 2;

  private static final long SECOND_NS = 1_000_000_000L;

  /** A hello that is long, as those of now are, comes in so many. */
  private static final int OPENING_PACKETS = 2;

  /** Above any mitigation's key. */
  private static final long ECHOES = 1L << 32;

  private final RateTable admitted = new RateTable(1 << 10);

  /** Returns what lasts. */
  Lasting lasting() {
    return admitted.lasting();
  }

  /**
   * Judges what may open a flow of a protocol that shows it (QUIC): it passes up to the threshold.
   */
  byte opening(PacketBatch batch, int i, boolean offered) {
    long key = openings(batch.mitigation[i]);
    long intervalNs = SECOND_NS / batch.threshold[i];
    boolean fits = offered && admitted.admit(key, intervalNs, SECOND_NS, batch.clockNs[i]);
    return fits ? ADMITTED : HELD_BACK;
  }

  /** What opened a connection that goes on was no flood's: others may open theirs in its place. */
  void wentOn(int index, long thresholdPps) {
    admitted.takeBack(openings(index), OPENING_PACKETS * SECOND_NS / thresholdPps);
  }

  private static long openings(int index) {
    return -index - 1L;
  }

  /**
   * Judges what may be the echo of a flood, or an error like any other: up to that rate it passes.
   */
  byte echo(PacketBatch batch, int i, long pps) {
    long key = batch.mitigation[i] + ECHOES;
    return admitted.admit(key, SECOND_NS / pps, SECOND_NS, batch.clockNs[i]) ? ADMITTED : HELD_BACK;
  }

  /** Returns {@link #ADMITTED}, {@link #LOOKS_ALIKE} or {@link #HELD_BACK}. */
  byte judge(PacketBatch batch, int i, Signature signature) {
    if (!signature.isNarrow()) {
      signature.learn(batch, i);
      return HELD_BACK;
    }
    if (signature.matches(batch, i)) {
      return LOOKS_ALIKE;
    }
    long key = batch.mitigation[i] + 1L;
    long intervalNs = SECOND_NS / batch.threshold[i];
    if (admitted.admit(key, intervalNs, SECOND_NS, batch.clockNs[i])) {
      return ADMITTED;
    }
    signature.missed();
    return HELD_BACK;
  }
}
