package org.scrubber.snapshot;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.scrubber.table.SipHash;

/**
 * What stands before a snapshot in its file, in one of two places that take turns: which bytes it
 * is, and how to know that they are whole.
 *
 * @param sequence number of the snapshot, from 1
 * @param version of the format
 * @param seedCheck tells whether the policy's seed is the same, without giving it away
 * @param timeNs when the copying began, ns since the epoch
 * @param offset where the description begins, and behind it the state
 * @param descriptionBytes length of the description
 * @param bodyBytes length of the state
 * @param checksum CRC-32C of both
 */
record Header(
    long sequence,
    int version,
    long seedCheck,
    long timeNs,
    long offset,
    int descriptionBytes,
    long bodyBytes,
    int checksum) {
  /** Bytes between the two places, and before what is behind them. */
  static final int SLOT_BYTES = 4_096;

  /** Where the first snapshot may begin. */
  static final int FIRST_OFFSET = 2 * SLOT_BYTES;

  /** Version of this format. */
  static final int VERSION = 3;

  /** Bytes of a header. */
  static final int BYTES = 72;

  private static final long MAGIC = 0x5343_5242_534e_4150L; // SCRBSNAP
  private static final int CHECKED_BYTES = BYTES - Integer.BYTES;

  /** Returns what stands for a seed. */
  static long seedCheck(long seed) {
    return SipHash.of(seed, ~seed, 0, 0, 0, 0, 3);
  }

  /** Returns it as bytes. */
  ByteBuffer bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.putLong(MAGIC).putInt(version).putInt(descriptionBytes).putLong(sequence);
    bytes.putLong(seedCheck).putLong(timeNs).putLong(offset).putLong(bodyBytes);
    bytes.putInt(checksum).putInt(0).putInt(0);
    bytes.putInt(checksum(bytes.slice(0, CHECKED_BYTES)));
    return bytes.flip();
  }

  /** Reads one; null when there is none, or it is damaged. */
  static @Nullable Header read(ByteBuffer bytes) {
    if (bytes.remaining() < BYTES
        || bytes.getLong(0) != MAGIC
        || bytes.getInt(CHECKED_BYTES) != checksum(bytes.slice(0, CHECKED_BYTES))) {
      return null;
    }
    return new Header(
        bytes.getLong(16),
        bytes.getInt(8),
        bytes.getLong(24),
        bytes.getLong(32),
        bytes.getLong(40),
        bytes.getInt(12),
        bytes.getLong(48),
        bytes.getInt(56));
  }

  /** Returns where its bytes end. */
  long end() {
    return offset + descriptionBytes + bodyBytes;
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return (int) sum.getValue();
  }
}
