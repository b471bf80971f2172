package org.scrubber.report;

import org.scrubber.batch.PacketBatch;
import org.scrubber.parse.ParseFlags;

/**
 * The shapes that packets of a series of evidence have: whole ones by their size, and fragments.
 * Tells what a flood did not look like in its first ten seconds: an attacker's second tool is as
 * much worth a look as his first, though it goes by the same name. Bounded; one thread.
 */
final class Shapes {
  /** How many there are. */
  static final int COUNT = 6;

  private static final int SMALL_BYTES = 128;
  private static final int MEDIUM_BYTES = 512;
  private static final int LARGE_BYTES = 1_232;

  /** What was so rare in the first look was somebody else's, or chance. */
  private static final int RARE_SHARE = 128;

  /** What is new is so many packets of a look, and so large a part. */
  private static final int LEAST_PACKETS = 64;

  private static final int LEAST_SHARE = 64;

  private static final byte NEVER_LOOKED = 0;

  /** Packets of the current look, by series and shape. */
  private final int[] counts;

  private final int[] totals;

  /** The shapes of the first look as bits, and one above them; 0 before its end. */
  private final byte[] usual;

  /** The shapes that were found to be new. */
  private final byte[] others;

  /** Creates it for so many series. */
  Shapes(int series) {
    counts = new int[series * COUNT];
    totals = new int[series];
    usual = new byte[series];
    others = new byte[series];
  }

  /** Returns a packet's shape, below {@link #COUNT}. */
  static int of(PacketBatch batch, int i) {
    int flags = batch.parseFlags[i];
    if ((flags & ParseFlags.FRAGMENT) != 0) {
      return (flags & ParseFlags.LATER_FRAGMENT) != 0 ? 1 : 0;
    }
    int length = batch.payloadLength[i];
    if (length <= MEDIUM_BYTES) {
      return length <= SMALL_BYTES ? 2 : 3;
    }
    return length <= LARGE_BYTES ? 4 : 5;
  }

  /** Begins another look at a series. */
  void look(int series) {
    if (usual[series] == NEVER_LOOKED && totals[series] > 0) {
      int shapes = 1 << COUNT;
      for (int shape = 0; shape < COUNT; shape++) {
        boolean rare = counts[series * COUNT + shape] * RARE_SHARE < totals[series];
        shapes |= rare ? 0 : 1 << shape;
      }
      usual[series] = (byte) shapes;
    }
    java.util.Arrays.fill(counts, series * COUNT, series * COUNT + COUNT, 0);
    totals[series] = 0;
  }

  /** Counts a packet of a series and tells whether its shape is none that the first look saw. */
  boolean isNew(int series, int shape) {
    int count = ++counts[series * COUNT + shape];
    int total = ++totals[series];
    int bit = 1 << shape;
    if (usual[series] == NEVER_LOOKED || (usual[series] & bit) != 0) {
      return false;
    }
    if (count >= LEAST_PACKETS && count * LEAST_SHARE >= total) {
      others[series] |= (byte) bit;
    }
    return (others[series] & bit) != 0;
  }
}
