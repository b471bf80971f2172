package org.scrubber.detect.oneway;

import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Knowledge;
import org.scrubber.state.Inventory;
import org.scrubber.table.RateTable;

/**
 * How fast a UDP flow may go on where nobody is seen answering it: a quarter of what its host may
 * receive of UDP in all. What speaks for a flow there can be made up by whoever knows its protocol,
 * so it must not speak for any rate. Bounded; one thread.
 */
public final class Pace {
  private static final int CAPACITY = 1 << 14;
  private static final int PARTS = 4;

  /** A call, or a tunnel's keepalives. */
  private static final long LEAST_PPS = 64;

  private static final long SECOND_NS = 1_000_000_000L;

  private final RateTable rates = new RateTable(CAPACITY);

  /** Lists what lasts. */
  public void list(Inventory inventory) {
    inventory.add("pace", rates.lasting());
  }

  /** Returns memory in use, bytes. */
  public long sizeBytes() {
    return rates.sizeBytes();
  }

  /**
   * Counts a UDP packet of a flow that goes on, and takes that back of what is above its pace.
   *
   * @param udpPps what the host may receive of UDP, packets/s
   */
  public void hold(PacketBatch batch, int i, long udpPps) {
    long intervalNs = SECOND_NS / Math.max(LEAST_PPS, udpPps / PARTS);
    // Conversations come in bursts: a frame of video, a window's acknowledgements.
    if (!rates.admit(batch.flowHash[i], intervalNs, SECOND_NS, batch.clockNs[i])) {
      batch.knowledge[i] &= ~Knowledge.GOES_ON;
    }
  }
}
