package org.scrubber.classify;

import org.scrubber.batch.PacketBatch;
import org.scrubber.table.Hash;

/**
 * What is known of a source is kept under: an IPv4 address, the /64 of an IPv6 one (a host changes
 * addresses within it), or one block of ports of either, as carriers give them to one subscriber
 * (RFC 7422).
 */
public final class SourceKey {
  /** Ports of a block: 1,024. */
  private static final int BLOCK_SHIFT = 10;

  private SourceKey() {}

  /** Returns the key of a packet's source address. */
  public static long address(PacketBatch batch, int i, long seed) {
    return address(batch.family[i], batch.sourceHigh[i], batch.sourceHash[i], seed);
  }

  /** Returns the key of a packet's target address, as if it were a source. */
  static long target(PacketBatch batch, int i, long seed) {
    return address(batch.family[i], batch.targetHigh[i], batch.targetHash[i], seed);
  }

  private static long address(int family, long high, long hash, long seed) {
    return family == 4 ? hash : Hash.mix(high, seed);
  }

  /** Returns the key of the block that a packet's source port lies in. */
  public static long block(PacketBatch batch, int i, long seed) {
    long block = (batch.ports[i] >>> 16 + BLOCK_SHIFT) + 1L;
    return Hash.mix(address(batch, i, seed), block, seed);
  }
}
