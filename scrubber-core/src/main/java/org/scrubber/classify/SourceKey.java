package org.scrubber.classify;

import org.scrubber.batch.PacketBatch;
import org.scrubber.table.Hash;

/**
 * What a proof is kept under: an IPv4 address, the /64 of an IPv6 one (a host changes addresses
 * within it), or one block of ports of either, as carriers give them to one subscriber (RFC 7422).
 */
public final class SourceKey {
  /** Ports of a block: 1,024. */
  private static final int BLOCK_SHIFT = 10;

  private SourceKey() {}

  /** Returns the key of a packet's source address. */
  public static long address(PacketBatch batch, int i, long seed) {
    return batch.family[i] == 4 ? batch.sourceHash[i] : Hash.mix(batch.sourceHigh[i], seed);
  }

  /** Returns the key of the block that a packet's source port lies in. */
  public static long block(PacketBatch batch, int i, long seed) {
    long block = (batch.ports[i] >>> 16 + BLOCK_SHIFT) + 1L;
    return Hash.mix(address(batch, i, seed), block, seed);
  }
}
