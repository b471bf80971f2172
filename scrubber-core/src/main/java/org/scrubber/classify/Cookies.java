package org.scrubber.classify;

import org.scrubber.batch.PacketBatch;
import org.scrubber.table.SipHash;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Tcp;

/**
 * The numbers that challenges carry: a keyed hash of addresses, ports and a time slot, so that
 * nothing has to be remembered to know them again.
 *
 * <p>A client that gets a SYN-ACK with such an acknowledgement number answers with a RST that
 * carries it (RFC 9293, 3.10.7.3). The client's own sequence number is no part of the hash, because
 * the RST does not show it. A number is good in its slot of 4.3 s of packet time and in the next.
 * Immutable; any thread.
 */
public final class Cookies {
  private static final int SLOT_SHIFT = 32;

  /** What a number is turned over by when the client would take it for a good one. */
  private static final int OTHER = 1 << 31;

  /** A SYN's data, which the number must not acknowledge either, is shorter than this. */
  private static final int MAX_DATA_BYTES = 1 << 16;

  private final long key0;
  private final long key1;

  /** Derives the keys from the policy's seed. */
  public Cookies(long seed) {
    key0 = SipHash.of(seed, ~seed, 0, 0, 0, 0, 1);
    key1 = SipHash.of(seed, ~seed, 0, 0, 0, 0, 2);
  }

  /**
   * Issues what challenges to the senders of packets are made from: {@link #number} from the lower
   * half, the challenge's own sequence number in the upper.
   *
   * @param packets their indices, {@code count} of them
   * @param columns where the results are then, in that order; has room for all
   */
  public void issue(PacketBatch batch, int[] packets, int count, SipHash.Columns columns) {
    for (int k = 0; k < count; k++) {
      int i = packets[k];
      long slot = batch.clockNs[i] >>> SLOT_SHIFT;
      columns.set(
          k,
          batch.sourceHigh[i],
          batch.sourceLow[i],
          batch.targetHigh[i],
          batch.targetLow[i],
          (long) batch.ports[i] << 32 ^ slot);
    }
    columns.hash(key0, key1, count);
  }

  /** Returns the acknowledgement number of a challenge; never one that the client would accept. */
  public static int number(long issued, int clientSequence) {
    int number = (int) issued;
    int acknowledged = number - clientSequence - 1;
    return acknowledged >= 0 && acknowledged < MAX_DATA_BYTES ? number ^ OTHER : number;
  }

  /** Tells whether a RST, whose header was captured, carries the number sent to its sender. */
  public boolean isAnsweredBy(PacketBatch batch, int i) {
    int offset = batch.transportOffset[i];
    if (offset < 0 || batch.capturedLength[i] < offset + Tcp.FLAGS) {
      return false;
    }
    int sequence = Memory.i32(batch.frameAddress[i] + offset + Tcp.SEQUENCE);
    long slot = batch.clockNs[i] >>> SLOT_SHIFT;
    return isNumber(sequence, hash(batch, i, slot)) || isNumber(sequence, hash(batch, i, slot - 1));
  }

  private static boolean isNumber(int sequence, long hash) {
    int number = (int) hash;
    return sequence == number || sequence == (number ^ OTHER);
  }

  private long hash(PacketBatch batch, int i, long slot) {
    return SipHash.of(
        key0,
        key1,
        batch.sourceHigh[i],
        batch.sourceLow[i],
        batch.targetHigh[i],
        batch.targetLow[i],
        (long) batch.ports[i] << 32 ^ slot);
  }
}
