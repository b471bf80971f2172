package org.scrubber.detect.oneway;

import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Knowledge;
import org.scrubber.state.Inventory;
import org.scrubber.table.RateTable;

/**
 * How fast flows may go on whose packets something speaks for that does not speak for any rate.
 *
 * <p>A UDP flow that nobody is seen answering has a quarter of what its host may receive of UDP in
 * all, as what speaks for it can be made up by whoever knows its protocol. Echo requests that are
 * answered are no flood as long as they come at the pace of somebody who watches a host. Bounded;
 * one thread.
 */
public final class Pace {
  private static final int CAPACITY = 1 << 14;
  private static final int PARTS = 4;

  /** A call, or a tunnel's keepalives. */
  private static final long LEAST_PPS = 64;

  /** Conversations of one host at full pace, all of ICMP together. */
  private static final int CONVERSATIONS = 16;

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

  /**
   * Counts an echo request of a flow whose requests are answered, and takes that back of what is
   * above its pace: 64 packets/s of a flow, and of all to one host together what 16 such flows
   * make. During a flood it speaks for none: there is a fair share for those. Nor for requests
   * without data, as flood tools send them and people who watch a host do not.
   */
  public void holdEcho(PacketBatch batch, int i, boolean flood) {
    long intervalNs = SECOND_NS / LEAST_PPS;
    long now = batch.clockNs[i];
    if (flood
        || batch.payloadLength[i] <= 0
        || !rates.admit(batch.flowHash[i], intervalNs, SECOND_NS, now)
        || !rates.admit(batch.targetHash[i], intervalNs / CONVERSATIONS, SECOND_NS, now)) {
      batch.knowledge[i] &= ~Knowledge.CONVERSING;
    }
  }
}
