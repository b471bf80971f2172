package org.scrubber.filter;

import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Knowledge;
import org.scrubber.classify.Objects;
import org.scrubber.classify.Vectors;
import org.scrubber.detect.Evidence;
import org.scrubber.detect.Mitigations;
import org.scrubber.detect.Newcomers;
import org.scrubber.filter.share.FairShare;
import org.scrubber.state.Inventory;
import org.scrubber.table.RateTable;

/**
 * Drops TCP segments that belong to no connection while their vector is treated: SYN-ACK
 * reflection, ACK, RST and FIN floods. Segments of any flow that was known before pass.
 */
public final class OutOfState implements Filter {
  /** SYN-ACK (or its RST) that no SYN asked for. */
  public static final Reason SYNACK =
      new Reason(60, "synack-reflection", "SYN-ACK or RST that no SYN asked for");

  /** ACK or data of an unknown connection. */
  public static final Reason ACK =
      new Reason(61, "ack-flood-out-of-state", "segment of no known connection");

  /** RST of an unknown connection. */
  public static final Reason RST =
      new Reason(62, "rst-flood-out-of-state", "RST of no known connection");

  /** FIN of an unknown connection. */
  public static final Reason FIN =
      new Reason(63, "fin-flood-out-of-state", "FIN of no known connection");

  /** A known source may at least answer at this rate those who open connections. */
  private static final long ANSWERING_PPS = 16;

  private static final long SECOND_NS = 1_000_000_000L;
  private static final int OPENERS = 1 << 12;

  private final Mitigations mitigations;
  private final Objects objects;
  private final FairShare shares;
  private final RateTable openers = new RateTable(OPENERS);

  /** Creates the filter with a share table for so many sources, a power of two. */
  public OutOfState(Mitigations mitigations, Objects objects, int capacity) {
    this.mitigations = mitigations;
    this.objects = objects;
    this.shares = new FairShare(capacity, objects.seed);
  }

  @Override
  public void list(Inventory inventory) {
    inventory.add("out-of-state.shares", shares.lasting());
    inventory.add("out-of-state.openers", openers.lasting());
  }

  @Override
  public void apply(PacketBatch batch) {
    int[] survivors = batch.survivors;
    int kept = 0;
    for (int k = 0, count = batch.survivorCount; k < count; k++) {
      int i = survivors[k];
      int vector = batch.vector[i];
      int index = batch.mitigation[i];
      boolean mine = vector >= Vectors.SYNACK_REFLECTION && vector <= Vectors.FIN_FLOOD;
      if (mine && index >= 0 && !passes(batch, i)) {
        boolean reflected = mitigations.get(index).vector == Vectors.SYNACK_REFLECTION;
        Judgement.drop(batch, i, reflected ? SYNACK : reason(vector));
      } else {
        survivors[kept++] = i;
      }
    }
    batch.survivorCount = kept;
  }

  /**
   * Where one direction is seen, nothing is solicited: sources that keep coming have a fair share,
   * targets that open connections get SYN-ACKs up to the threshold, and what is normal passes.
   */
  private boolean passes(PacketBatch batch, int i) {
    int knowledge = batch.knowledge[i];
    int vector = batch.vector[i];
    if (Evidence.speaksFor(vector, knowledge) || isOfProvenSource(batch, i)) {
      return true;
    }
    if ((knowledge & Knowledge.BOTH_DIRECTIONS_SEEN) != 0 || vector == Vectors.RST_FLOOD) {
      return false;
    }
    boolean opens = (knowledge & Knowledge.OPENER) != 0;
    if (vector == Vectors.SYNACK_REFLECTION && !opens) {
      return false; // To a server: it has not asked, whoever answers.
    }
    boolean stays = (knowledge & Knowledge.INCOHERENT) == 0;
    boolean regular = (knowledge & Knowledge.REGULAR) != 0 && stays;
    boolean answers = vector == Vectors.SYNACK_REFLECTION;
    if (regular
        && (answers
            ? shares.admits(batch, i, ANSWERING_PPS)
            : shares.admitsWaking(batch, i, objects.key(batch.object[i])))) {
      return true;
    }
    long key = batch.targetHash[i];
    long intervalNs = SECOND_NS / batch.threshold[i];
    return batch.newcomer[i] == Newcomers.ADMITTED
        || opens && openers.admit(key, intervalNs, SECOND_NS, batch.clockNs[i]);
  }

  /**
   * Whoever owns his address may still flood, and others share it: so his connections that nobody
   * knows get a little, but all that he has where the flow table had no place for them.
   */
  private boolean isOfProvenSource(PacketBatch batch, int i) {
    int vector = batch.vector[i];
    return (batch.knowledge[i] & Knowledge.PROVEN_SOURCE) != 0
        && (vector == Vectors.ACK_FLOOD || vector == Vectors.FIN_FLOOD)
        && (batch.flowSlot[i] < 0 || shares.admitsWaking(batch, i, objects.key(batch.object[i])));
  }

  private static Reason reason(int vector) {
    return switch (vector) {
      case Vectors.SYNACK_REFLECTION -> SYNACK;
      case Vectors.RST_FLOOD -> RST;
      case Vectors.FIN_FLOOD -> FIN;
      default -> ACK;
    };
  }
}
