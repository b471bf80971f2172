package org.scrubber.filter;

import java.util.List;
import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Knowledge;
import org.scrubber.classify.Objects;
import org.scrubber.classify.Reflectors;
import org.scrubber.classify.Vectors;
import org.scrubber.detect.Evidence;
import org.scrubber.detect.Newcomers;
import org.scrubber.filter.share.FairShare;
import org.scrubber.policy.Policy;
import org.scrubber.state.Inventory;
import org.scrubber.state.Single;
import org.scrubber.wire.Protocols;

/**
 * Drops replies of reflectors that nobody asked for (the table is data, see {@link Reflectors}).
 *
 * <p>At an Internet border, tier 1 goes always, and tier 2 where both directions are seen, unless
 * the object allows the protocol. Everywhere, an unsolicited reply goes while its vector is
 * treated. Solicited replies always pass. Later fragments share the fate of their first.
 */
public final class Amplification implements Filter {
  /** Tier 1 across an Internet border. */
  public static final Reason NEVER_LEGITIMATE =
      new Reason(50, "amplification-never-legitimate", "reflector reply that no tenant expects");

  /** Tier 2 that nobody asked for, where the question would have been seen. */
  public static final Reason UNSOLICITED =
      new Reason(51, "amplification-unsolicited", "reflector reply that nobody asked for");

  /** Unsolicited reply while the vector is treated. */
  public static final Reason FLOOD =
      new Reason(52, "amplification-flood", "unsolicited reflector reply during an amplification");

  /** Questions asked before we looked may still be answered in this time. */
  private static final long WARM_UP_NS = 30_000_000_000L;

  /** A server that was here before may keep this rate. */
  private static final long ANSWERS_PPS = 64;

  private final boolean border;
  private final boolean[][] allowed;
  private final FairShare shares;

  /** Clock until which some questions may be unknown. */
  private long warmUntilNs = WARM_UP_NS;

  /** Creates the filter for a policy with a share table for so many sources, a power of two. */
  public Amplification(Policy policy, Objects objects, int capacity) {
    this.shares = new FairShare(capacity, policy.seed());
    this.border = objects.internetBorder;
    List<String> names = Reflectors.names();
    allowed = new boolean[policy.objects().size()][names.size()];
    for (int object = 0; object < allowed.length; object++) {
      for (int id = 0; id < names.size(); id++) {
        allowed[object][id] =
            policy.objects().get(object).allowedReflectors().contains(names.get(id));
      }
    }
  }

  /**
   * Where questions take another way, sources that were here before, over as many hops, keep a fair
   * share, and of the others passes what is normal. Not what no tenant ever expects.
   */
  private boolean isNormal(PacketBatch batch, int i) {
    int knowledge = batch.knowledge[i];
    boolean never = border && (knowledge & Knowledge.TIER_ONE) != 0;
    boolean oneWay = (knowledge & Knowledge.BOTH_DIRECTIONS_SEEN) == 0;
    boolean here = (knowledge & (Knowledge.REGULAR | Knowledge.ACQUAINTED)) != 0;
    return !never
        && (oneWay && here && shares.admits(batch, i, ANSWERS_PPS)
            || batch.newcomer[i] == Newcomers.ADMITTED);
  }

  /** Questions asked then may still be answered. */
  @Override
  public void missed(long nowNs) {
    warmUntilNs = nowNs + WARM_UP_NS;
  }

  @Override
  public void list(Inventory inventory) {
    Single warm = (carrier, place) -> warmUntilNs = carrier.word(warmUntilNs);
    inventory.add("amplification.warm", warm);
    inventory.add("amplification.shares", shares.lasting());
  }

  @Override
  public void apply(PacketBatch batch) {
    int[] survivors = batch.survivors;
    int kept = 0;
    for (int k = 0, count = batch.survivorCount; k < count; k++) {
      int i = survivors[k];
      if (!Vectors.isAmplification(batch.vector[i]) || !condemns(batch, i)) {
        survivors[kept++] = i;
      }
    }
    batch.survivorCount = kept;
  }

  private boolean condemns(PacketBatch batch, int i) {
    int knowledge = batch.knowledge[i];
    if (Evidence.speaksFor(batch.vector[i], knowledge)) {
      return false;
    }
    if (batch.mitigation[i] >= 0) {
      if (isNormal(batch, i)) {
        return false;
      }
      Judgement.drop(batch, i, FLOOD);
      return true;
    }
    int id = batch.vector[i] - Vectors.FIRST_AMPLIFICATION;
    boolean quote = (knowledge & Knowledge.QUOTES_UDP) != 0;
    if (!border || quote || allowed[batch.object[i]][id]) {
      return false;
    }
    if ((knowledge & Knowledge.TIER_ONE) != 0) {
      Judgement.drop(batch, i, NEVER_LEGITIMATE);
      return true;
    }
    // A peer that the object answers talks with it: a client's port may be any reflector's. And
    // where a port is all there is to go by, only a rate can tell; so, too, over TCP, where a page
    // may come late for a connection that has ended.
    boolean answered = (knowledge & Knowledge.ANSWERED) != 0;
    if (!answered
        && batch.protocol[i] == Protocols.UDP
        && (knowledge & Knowledge.SIGNED) != 0
        && (knowledge & Knowledge.BOTH_DIRECTIONS_SEEN) != 0
        && batch.clockNs[i] > warmUntilNs) {
      Judgement.drop(batch, i, UNSOLICITED);
      return true;
    }
    return false;
  }
}
