package org.scrubber.filter;

import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Knowledge;
import org.scrubber.classify.Vectors;
import org.scrubber.detect.Evidence;
import org.scrubber.detect.Newcomers;
import org.scrubber.filter.share.FairShare;
import org.scrubber.state.Inventory;

/**
 * Drops overlapping fragments always (RFC 1858, RFC 5722), and fragments that nobody asked for
 * while a fragment flood is treated. A source that the object has dealt with keeps a fair share,
 * whichever of its fragments comes first.
 */
public final class Fragments implements Filter {
  /** Overlap with other bounds; exact repetitions pass. */
  public static final Reason OVERLAP =
      new Reason(27, "fragment-overlap", "fragment overlaps an earlier one of its datagram");

  /** Unsolicited fragment in a flood. */
  public static final Reason FLOOD =
      new Reason(85, "fragment-flood", "unsolicited fragment during a fragment flood");

  /** An answered source may keep this rate: a proxy's logins, of a few fragments each. */
  private static final long DIALOGUE_PPS = 16;

  private final FairShare shares;

  /** Creates the filter with a share table for so many sources, a power of two. */
  public Fragments(int capacity, long seed) {
    shares = new FairShare(capacity, seed);
  }

  @Override
  public void list(Inventory inventory) {
    inventory.add("fragments.shares", shares.lasting());
  }

  @Override
  public void apply(PacketBatch batch) {
    int[] survivors = batch.survivors;
    int kept = 0;
    for (int k = 0, count = batch.survivorCount; k < count; k++) {
      int i = survivors[k];
      if ((batch.knowledge[i] & Knowledge.OVERLAP) != 0) {
        Judgement.dropAlone(batch, i, OVERLAP);
      } else if (batch.vector[i] != Vectors.FRAGMENT_FLOOD
          || batch.mitigation[i] < 0
          || !condemns(batch, i)) {
        survivors[kept++] = i;
      }
    }
    batch.survivorCount = kept;
  }

  private boolean condemns(PacketBatch batch, int i) {
    int knowledge = batch.knowledge[i];
    boolean known = (knowledge & Knowledge.ANSWERED) != 0 || Evidence.isFamiliar(knowledge);
    if ((knowledge & Knowledge.SOLICITED) != 0
        || (known && shares.admits(batch, i, DIALOGUE_PPS))
        || batch.newcomer[i] == Newcomers.ADMITTED) {
      return false;
    }
    Judgement.drop(batch, i, FLOOD);
    return true;
  }
}
