package org.scrubber.filter;

import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Vectors;
import org.scrubber.detect.Evidence;
import org.scrubber.detect.Newcomers;
import org.scrubber.filter.share.FairShare;
import org.scrubber.state.Inventory;

/**
 * Drops GRE, ESP and other IP protocols of strangers while such a flood is treated. Tunnels that
 * the object answers, or that ran before the attack, pass untouched; its known peers keep a fair
 * share.
 */
public final class ProtocolFlood implements Filter {
  /** GRE. */
  public static final Reason GRE =
      new Reason(90, "gre-flood", "GRE of an unknown peer during a GRE flood");

  /** ESP. */
  public static final Reason ESP =
      new Reason(91, "esp-flood", "ESP of an unknown peer during an ESP flood");

  /** Anything else. */
  public static final Reason OTHER =
      new Reason(92, "protocol-flood", "unknown peer during a flood of that IP protocol");

  /** A known peer may keep this rate on a flow that is new: a tunnel that wakes up. */
  private static final long TUNNEL_PPS = 64;

  private final FairShare shares;

  /** Creates the filter with a share table for so many sources, a power of two. */
  public ProtocolFlood(int capacity, long seed) {
    shares = new FairShare(capacity, seed);
  }

  @Override
  public void list(Inventory inventory) {
    inventory.add("protocol-flood.shares", shares.lasting());
  }

  @Override
  public void apply(PacketBatch batch) {
    int[] survivors = batch.survivors;
    int kept = 0;
    for (int k = 0, count = batch.survivorCount; k < count; k++) {
      int i = survivors[k];
      int vector = batch.vector[i];
      boolean mine = vector >= Vectors.GRE_FLOOD && vector <= Vectors.PROTOCOL_FLOOD;
      if (mine && batch.mitigation[i] >= 0 && !passes(batch, i)) {
        Reason reason =
            vector == Vectors.GRE_FLOOD ? GRE : vector == Vectors.ESP_FLOOD ? ESP : OTHER;
        Judgement.drop(batch, i, reason);
      } else {
        survivors[kept++] = i;
      }
    }
    batch.survivorCount = kept;
  }

  private boolean passes(PacketBatch batch, int i) {
    int knowledge = batch.knowledge[i];
    return Evidence.speaksFor(batch.vector[i], knowledge)
        || batch.newcomer[i] == Newcomers.ADMITTED
        || Evidence.isFamiliar(knowledge) && shares.admits(batch, i, TUNNEL_PPS);
  }
}
