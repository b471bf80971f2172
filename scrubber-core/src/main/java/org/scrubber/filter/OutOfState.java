package org.scrubber.filter;

import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Vectors;
import org.scrubber.detect.Evidence;
import org.scrubber.detect.Mitigations;

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

  private final Mitigations mitigations;

  /** Creates the filter. */
  public OutOfState(Mitigations mitigations) {
    this.mitigations = mitigations;
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
      if (mine && index >= 0 && !Evidence.speaksFor(vector, batch.knowledge[i])) {
        boolean reflected = mitigations.get(index).vector == Vectors.SYNACK_REFLECTION;
        Judgement.drop(batch, i, reflected ? SYNACK : reason(vector));
      } else {
        survivors[kept++] = i;
      }
    }
    batch.survivorCount = kept;
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
