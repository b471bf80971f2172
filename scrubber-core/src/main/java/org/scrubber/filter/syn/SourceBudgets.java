package org.scrubber.filter.syn;

import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Knowledge;
import org.scrubber.classify.SourceKey;
import org.scrubber.state.Inventory;
import org.scrubber.table.RateTable;
import org.scrubber.table.SourceTable;

/**
 * Who has shown that it receives what is sent to its address, and how many SYNs such a one may have
 * open in a flood.
 *
 * <p>Many share an address behind a carrier's translator, so none is believed without bounds: SYNs
 * whose handshakes do not complete are counted against the address, and above its budget only those
 * blocks of ports pass that have proven themselves, each with a budget of its own. So one bot
 * neither opens the door for its neighbours nor closes it. One thread.
 */
public final class SourceBudgets {
  private static final int PROOFS = 1 << 17;
  private static final int ADDRESSES = 1 << 14;
  private static final long SECOND_NS = 1_000_000_000L;

  /** Who has completed handshakes: 32 SYNs a second, 64 at once. */
  private static final long KNOWN_INTERVAL_NS = SECOND_NS / 32;

  private static final long KNOWN_BURST_NS = 64 * KNOWN_INTERVAL_NS;

  /** Who has only answered a challenge, which a bot's own system does as well: 4, and 16. */
  private static final long ANSWERED_INTERVAL_NS = SECOND_NS / 4;

  private static final long ANSWERED_BURST_NS = 16 * ANSWERED_INTERVAL_NS;

  /** A block of ports: 8, and 16. */
  private static final long BLOCK_INTERVAL_NS = SECOND_NS / 8;

  private static final long BLOCK_BURST_NS = 16 * BLOCK_INTERVAL_NS;

  /** Addresses that answered a challenge. */
  private final SourceTable answered = new SourceTable(PROOFS);

  /** Blocks that did, or completed a handshake; apart, since a bot has as many as it likes. */
  private final SourceTable blocks = new SourceTable(PROOFS);

  /** Addresses that completed a handshake of which one side was seen, while there was no flood. */
  private final SourceTable known = new SourceTable(PROOFS, SourceTable.KNOWN_GOOD_NS);

  private final RateTable budgets = new RateTable(ADDRESSES);
  private final long seed;

  /** Creates the tables. */
  public SourceBudgets(long seed) {
    this.seed = seed;
  }

  /** Returns memory in use, bytes. */
  public long sizeBytes() {
    return answered.sizeBytes() + blocks.sizeBytes() + known.sizeBytes() + budgets.sizeBytes();
  }

  /** Lists what lasts. */
  public void list(Inventory inventory) {
    inventory.add("syn.answered", answered);
    inventory.add("syn.blocks", blocks);
    inventory.add("syn.known", known);
    inventory.add("syn.budgets", budgets.lasting());
  }

  /** Loads what is known of a source, for nothing but the cache. */
  public long touch(PacketBatch batch, int i) {
    long address = SourceKey.address(batch, i, seed);
    return known.touch(address) + answered.touch(address);
  }

  /** Records that a packet's source has answered a challenge. */
  public void answered(PacketBatch batch, int i) {
    answered.prove(SourceKey.address(batch, i, seed), batch.clockNs[i]);
    blocks.prove(SourceKey.block(batch, i, seed), batch.clockNs[i]);
  }

  /**
   * Records that a packet's source has completed a handshake.
   *
   * @param inPeace whether its SYN passed while no flood was treated
   */
  public void completed(PacketBatch batch, int i, boolean inPeace) {
    long address = SourceKey.address(batch, i, seed);
    long block = SourceKey.block(batch, i, seed);
    budgets.takeBack(address, KNOWN_INTERVAL_NS);
    budgets.takeBack(~address, ANSWERED_INTERVAL_NS);
    budgets.takeBack(block, BLOCK_INTERVAL_NS);
    if ((batch.knowledge[i] & Knowledge.BOTH_DIRECTIONS_SEEN) != 0) {
      blocks.prove(block, batch.clockNs[i]);
    } else if (inPeace) {
      known.prove(address, batch.clockNs[i]);
    }
  }

  /** Tells whether the source has completed a handshake in the last day. */
  public boolean isKnownGood(PacketBatch batch, int i) {
    return (batch.knowledge[i] & Knowledge.PROVEN_SOURCE) != 0
        || known.isProven(SourceKey.address(batch, i, seed), batch.clockNs[i]);
  }

  /** Tells whether the source has answered a challenge in the last hour. */
  public boolean hasAnswered(PacketBatch batch, int i) {
    return answered.isProven(SourceKey.address(batch, i, seed), batch.clockNs[i]);
  }

  /** Counts a SYN of a proven source and tells whether it is within a budget. */
  public boolean admits(PacketBatch batch, int i, boolean knownGood) {
    long now = batch.clockNs[i];
    long address = SourceKey.address(batch, i, seed);
    boolean fits =
        knownGood
            ? fits(address, KNOWN_INTERVAL_NS, KNOWN_BURST_NS, now)
            : fits(~address, ANSWERED_INTERVAL_NS, ANSWERED_BURST_NS, now);
    if (fits) {
      return true;
    }
    long block = SourceKey.block(batch, i, seed);
    return blocks.isProven(block, now) && fits(block, BLOCK_INTERVAL_NS, BLOCK_BURST_NS, now);
  }

  private boolean fits(long key, long intervalNs, long burstNs, long now) {
    return budgets.count(key, intervalNs, burstNs, now) < burstNs;
  }
}
