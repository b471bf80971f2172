package org.scrubber.filter;

import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Knowledge;
import org.scrubber.classify.Vectors;
import org.scrubber.detect.Evidence;
import org.scrubber.detect.Newcomers;
import org.scrubber.filter.share.FairShare;
import org.scrubber.state.Inventory;

/**
 * Drops ICMP while an ICMP flood is treated, and the ICMP echo of other floods.
 *
 * <p>Answers to what the object sent pass, and so does every error that quotes a known flow:
 * path-MTU discovery (RFC 1191, RFC 8201) lives on. A source that the object has answered keeps a
 * fair share, and newcomers that do not look like the flood pass up to the threshold.
 */
public final class IcmpFlood implements Filter {
  /** Unsolicited ICMP in a flood. */
  public static final Reason FLOOD =
      new Reason(80, "icmp-flood", "unsolicited ICMP during an ICMP flood");

  /** ICMP error about a packet that the object never sent. */
  public static final Reason BACKSCATTER =
      new Reason(81, "icmp-backscatter", "ICMP error about a packet that was never sent");

  private final FairShare shares;

  /** Creates the filter with a share table for so many sources, a power of two. */
  public IcmpFlood(int capacity, long seed) {
    shares = new FairShare(capacity, seed);
  }

  @Override
  public void list(Inventory inventory) {
    inventory.add("icmp-flood.shares", shares.lasting());
  }

  @Override
  public void apply(PacketBatch batch) {
    int[] survivors = batch.survivors;
    int kept = 0;
    for (int k = 0, count = batch.survivorCount; k < count; k++) {
      int i = survivors[k];
      boolean mine = batch.vector[i] == Vectors.ICMP_FLOOD && batch.mitigation[i] >= 0;
      if (!mine || !condemns(batch, i)) {
        survivors[kept++] = i;
      }
    }
    batch.survivorCount = kept;
  }

  private boolean condemns(PacketBatch batch, int i) {
    int knowledge = batch.knowledge[i];
    if ((knowledge & Knowledge.SOLICITED) != 0) {
      return false;
    }
    if (Evidence.isRunning(knowledge) && shares.admits(batch, i, 0)) {
      return false;
    }
    if (batch.newcomer[i] == Newcomers.ADMITTED) {
      return false;
    }
    boolean quotes = (knowledge & (Knowledge.QUOTES_TCP | Knowledge.QUOTES_UDP)) != 0;
    Judgement.drop(batch, i, quotes ? BACKSCATTER : FLOOD);
    return true;
  }
}
