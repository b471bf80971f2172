package org.scrubber.detect.oneway;

import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Knowledge;
import org.scrubber.classify.Vectors;
import org.scrubber.state.Carrier;
import org.scrubber.state.Lasting;
import org.scrubber.table.FlowTable;
import org.scrubber.wire.Protocols;

/**
 * Who was there before the attack: a flow or source that began with it does not become trustworthy
 * by going on; one that ran before, and goes on where it was, is. Where the answers take another
 * way, going on is all that can be seen of a good one. One thread.
 */
public final class Seniority implements Lasting {
  private static final long SECOND_NS = 1_000_000_000L;

  /**
   * After an object is first seen, what is met in mid-stream needs to be seen going on but once.
   */
  private static final long INTRODUCTION_NS = 30 * SECOND_NS;

  private static final long NEVER = Long.MIN_VALUE;

  private final boolean anyTarget;
  private final long[] firstSeenNs;

  /** Creates it for so many objects; one that is any target is met when the capture begins. */
  public Seniority(int objectCount, boolean anyTarget) {
    this.anyTarget = anyTarget;
    firstSeenNs = new long[objectCount];
    java.util.Arrays.fill(firstSeenNs, anyTarget ? 0 : NEVER); // A capture begins when it does.
  }

  @Override
  public int places() {
    return firstSeenNs.length;
  }

  @Override
  public void carry(Carrier carrier, int place) {
    firstSeenNs[place] = carrier.word(firstSeenNs[place]);
  }

  /** Notes a packet to an object: its traffic may begin long after the capture does. */
  public void note(PacketBatch batch, int i) {
    int object = batch.object[i];
    if (firstSeenNs[object] == NEVER) {
      firstSeenNs[object] = batch.clockNs[i];
    }
  }

  /** Tells whether the packet's object was first seen, from one side, less than a second ago. */
  public boolean introduces(PacketBatch batch, int i) {
    boolean oneWay = (batch.knowledge[i] & Knowledge.BOTH_DIRECTIONS_SEEN) == 0;
    return (anyTarget || oneWay) && isInTheBeginning(batch, i, batch.clockNs[i]);
  }

  private boolean isInTheBeginning(PacketBatch batch, int i, long atNs) {
    return atNs < firstSeenNs[batch.object[i]] + SECOND_NS;
  }

  /**
   * Corrects the {@code knowledge} of a packet under a mitigation.
   *
   * @param raisedNs clock when that was raised, ns
   */
  public void weigh(PacketBatch batch, int i, long raisedNs) {
    int knowledge = batch.knowledge[i];
    long nowNs = batch.clockNs[i];
    if (batch.protocol[i] == Protocols.TCP
        && (knowledge & Knowledge.STEPS) != 0
        && nowNs < firstSeenNs[batch.object[i]] + INTRODUCTION_NS) {
      knowledge |= Knowledge.GOES_ON;
    }
    if ((knowledge & Knowledge.KNOWN) != 0) {
      knowledge = weighFlow(batch, i, raisedNs, knowledge);
    }
    batch.knowledge[i] = knowledge;
  }

  private int weighFlow(PacketBatch batch, int i, long raisedNs, int knowledge) {
    long beganNs = batch.clockNs[i] - batch.flowAgeNs[i];
    int vector = batch.vector[i];
    boolean coherent = (knowledge & Knowledge.INCOHERENT) == 0;
    boolean lasting = coherent && (knowledge & Knowledge.MATURE) != 0;
    boolean seenBefore = beganNs + leadNs(vector) <= raisedNs;
    if (coherent && (seenBefore || goesOnOneWay(batch, i, beganNs, knowledge))) {
      boolean senior = beganNs + SECOND_NS <= raisedNs || isInTheBeginning(batch, i, beganNs);
      return knowledge | Knowledge.MATURE | (senior ? Knowledge.SENIOR : 0);
    }
    boolean oneWay = (knowledge & Knowledge.BOTH_DIRECTIONS_SEEN) == 0 && !anyTarget;
    return knowledge & ~Knowledge.MATURE | (oneWay && lasting ? Knowledge.LASTING : 0);
  }

  private boolean goesOnOneWay(PacketBatch batch, int i, long beganNs, int knowledge) {
    int vector = batch.vector[i];
    boolean segment = vector == Vectors.ACK_FLOOD || vector == Vectors.FIN_FLOOD;
    boolean met = isInTheBeginning(batch, i, beganNs);
    boolean oneWay = (knowledge & Knowledge.BOTH_DIRECTIONS_SEEN) == 0;
    boolean old = (knowledge & Knowledge.MATURE) != 0 || met;
    boolean tunnel = anyTarget && isPortless(vector);
    boolean introduced = !anyTarget && met && vector != Vectors.SYN_FLOOD;
    return oneWay && (introduced || (segment || tunnel) && old);
  }

  /**
   * Returns how long before an attack a flow must have begun; where flows have no ports, longer.
   */
  private static long leadNs(int vector) {
    return isPortless(vector) ? SECOND_NS : FlowTable.TICK_NS;
  }

  private static boolean isPortless(int vector) {
    return vector >= Vectors.GRE_FLOOD && vector <= Vectors.PROTOCOL_FLOOD;
  }
}
