package org.scrubber.filter;

import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Knowledge;
import org.scrubber.classify.Vectors;
import org.scrubber.detect.Evidence;
import org.scrubber.detect.Mitigations;
import org.scrubber.state.Inventory;
import org.scrubber.state.Single;
import org.scrubber.table.RateTable;
import org.scrubber.wire.Protocols;

/**
 * Lets pass for a few seconds, after a time in which nobody looked, what may belong to
 * conversations that began in it: nothing speaks for such a packet, but that is not its fault.
 *
 * <p>Of sources that were known before, and of connections that say something (bare segments of the
 * others can wait until their target answers, which speaks for them). Each as many as would be no
 * attack yet: up to the threshold of the mitigation that they fall under. One thread.
 */
public final class AfterRestart implements Filter {
  /** A connection whose target has not been heard of by then is none. */
  static final long AMNESTY_NS = 5_000_000_000L;

  private static final long SECOND_NS = 1_000_000_000L;

  private final RateTable passes = new RateTable(4 * Mitigations.CAPACITY);
  private long resumedNs;
  private long untilNs = Long.MIN_VALUE;

  /** Creates it; until {@link #missed} it lets every packet go on to the filters behind it. */
  public AfterRestart() {}

  @Override
  public void missed(long nowNs) {
    resumedNs = nowNs;
    untilNs = nowNs + AMNESTY_NS;
  }

  @Override
  public void list(Inventory inventory) {
    Single until =
        (carrier, place) -> {
          resumedNs = carrier.word(resumedNs);
          untilNs = carrier.word(untilNs);
        };
    inventory.add("after-restart", until);
    inventory.add("after-restart.passes", passes.lasting());
  }

  @Override
  public void apply(PacketBatch batch) {
    if (batch.size == 0 || batch.clockNs[0] >= untilNs) {
      return;
    }
    int[] survivors = batch.survivors;
    int kept = 0;
    for (int k = 0, count = batch.survivorCount; k < count; k++) {
      int i = survivors[k];
      if (batch.mitigation[i] < 0 || !admits(batch, i)) {
        survivors[kept++] = i;
      }
    }
    batch.survivorCount = kept;
  }

  private boolean admits(PacketBatch batch, int i) {
    long now = batch.clockNs[i];
    boolean before = batch.flowSlot[i] >= 0 && batch.flowAgeNs[i] > now - resumedNs;
    if (now >= untilNs || before || Evidence.speaksFor(batch.vector[i], batch.knowledge[i])) {
      return false;
    }
    boolean known = isOfKnownSource(batch, i);
    if (!known && !saysSomething(batch, i)) {
      return false;
    }
    long key = 2L * batch.mitigation[i] + (known ? 1 : 2);
    return passes.admit(key, SECOND_NS / batch.threshold[i], SECOND_NS, now);
  }

  private static boolean isOfKnownSource(PacketBatch batch, int i) {
    int knowledge = batch.knowledge[i];
    boolean tcp = batch.protocol[i] == Protocols.TCP;
    return tcp
        ? isSegment(batch, i) && (knowledge & Knowledge.PROVEN_SOURCE) != 0
        : (knowledge & (Knowledge.PEER | Knowledge.REGULAR)) != 0;
  }

  private static boolean saysSomething(PacketBatch batch, int i) {
    return isSegment(batch, i) && batch.payloadLength[i] > 0;
  }

  private static boolean isSegment(PacketBatch batch, int i) {
    int vector = batch.vector[i];
    return vector == Vectors.ACK_FLOOD || vector == Vectors.FIN_FLOOD;
  }
}
