package org.scrubber.filter;

import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Vectors;
import org.scrubber.detect.Evidence;
import org.scrubber.detect.Newcomers;
import org.scrubber.filter.share.FairShare;
import org.scrubber.policy.Policy;
import org.scrubber.state.Inventory;

/**
 * Drops UDP that nobody asked for while a UDP flood is treated.
 *
 * <p>Solicited flows pass. Sources that the object has dealt with, and flows that ran before the
 * attack, keep a fair share: so a client may change its port, and a tunnel wake up. Well-formed
 * openings (QUIC and others), and questions to a name server, pass up to the threshold. Of the rest
 * goes what looks like the flood, once its signature is known; what does not look like it passes up
 * to the threshold. A flood without anything in common loses all its other newcomers.
 */
public final class UdpFlood implements Filter {
  /** Matches the learned signature. */
  public static final Reason SIGNATURE =
      new Reason(70, "udp-flood-signature", "unsolicited UDP that looks like the flood");

  /** Nothing speaks for it, and the flood has no signature. */
  public static final Reason UNSOLICITED =
      new Reason(71, "udp-flood-unsolicited", "unsolicited UDP of an unknown source in a flood");

  /** Known, but sends more than its share. */
  public static final Reason OVER_SHARE =
      new Reason(72, "udp-flood-over-share", "source above its fair share during a UDP flood");

  /** A known source may keep a stream of this rate: a call, or a tunnel's keepalives. */
  private static final long STREAM_PPS = 64;

  /** Conversations come in bursts: a frame of video, a window's packets. */
  private static final long BURST_NS = 1_000_000_000L;

  private final FairShare shares;

  /** What a host may receive of UDP in all: a stream that nobody is seen answering may be large. */
  private final long[] allUdpPps;

  /** Creates the filter for a policy with a share table for so many sources, a power of two. */
  public UdpFlood(Policy policy, int capacity) {
    shares = new FairShare(capacity, policy.seed(), BURST_NS);
    allUdpPps = policy.objects().stream().mapToLong(o -> o.thresholds().udpPps()).toArray();
  }

  @Override
  public void list(Inventory inventory) {
    inventory.add("udp-flood.shares", shares.lasting());
  }

  @Override
  public void apply(PacketBatch batch) {
    int[] survivors = batch.survivors;
    int kept = 0;
    for (int k = 0, count = batch.survivorCount; k < count; k++) {
      int i = survivors[k];
      boolean mine = batch.vector[i] == Vectors.UDP_FLOOD && batch.mitigation[i] >= 0;
      if (!mine || !condemns(batch, i)) {
        survivors[kept++] = i;
      }
    }
    batch.survivorCount = kept;
  }

  private boolean condemns(PacketBatch batch, int i) {
    int knowledge = batch.knowledge[i];
    if (Evidence.speaksFor(Vectors.UDP_FLOOD, knowledge)) {
      return false;
    }
    if (Evidence.isRunning(knowledge) || Evidence.isFamiliar(knowledge)) {
      boolean ran = Evidence.ranBeforeOneWay(knowledge);
      if (shares.admits(batch, i, ran ? allUdpPps[batch.object[i]] : STREAM_PPS)) {
        return false;
      }
      Judgement.drop(batch, i, OVER_SHARE);
      return true;
    }
    byte judged = batch.newcomer[i];
    if (judged == Newcomers.ADMITTED) {
      return false;
    }
    Reason reason = judged == Newcomers.LOOKS_ALIKE ? SIGNATURE : UNSOLICITED;
    Judgement.drop(batch, i, reason);
    return true;
  }
}
