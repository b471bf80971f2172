package org.scrubber.filter;

import org.jspecify.annotations.Nullable;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;
import org.scrubber.classify.Knowledge;
import org.scrubber.classify.Vectors;
import org.scrubber.detect.Evidence;
import org.scrubber.detect.Ledger;
import org.scrubber.detect.Mitigation;
import org.scrubber.detect.Mitigations;
import org.scrubber.filter.proxy.Connections;
import org.scrubber.filter.proxy.SynProxy;
import org.scrubber.filter.syn.Completions;
import org.scrubber.filter.syn.FloodShape;
import org.scrubber.filter.syn.SourceBudgets;
import org.scrubber.filter.syn.SynFingerprint;
import org.scrubber.filter.syn.SynLadder;
import org.scrubber.policy.Policy;
import org.scrubber.state.Inventory;
import org.scrubber.state.Wholes;
import org.scrubber.table.RateTable;
import org.scrubber.table.SynTable;
import org.scrubber.wire.Protocols;

/**
 * Keeps the SYNs of a flood from their target, and those of clients on their way (RFC 4987).
 *
 * <p>Sources that own their address pass, within a budget. A look that makes up much of the flood
 * and never leads to a connection is dropped. What remains passes untouched while it stays below
 * the object's threshold; above it, every source that has proven nothing is challenged. Whoever was
 * challenged and did not answer has no connection, so what it sends on that flow goes with its SYN.
 * docs/challenges.md tells what clients see of it.
 */
public final class SynFlood implements Filter {
  /** A SYN of a source that has proven nothing. */
  public static final Reason UNPROVEN_SYN =
      new Reason(40, "syn-flood-unproven-source", "SYN of an unproven source during a SYN flood");

  /** What follows a challenged SYN that was never answered. */
  public static final Reason CHALLENGED_FLOW =
      new Reason(41, "syn-flood-unanswered-challenge", "segment of a connection never established");

  /** A SYN that looks like the flood, and like nothing that ever connected. */
  public static final Reason SIGNATURE =
      new Reason(42, "syn-flood-signature", "SYN that looks like the flood and never connects");

  /** A client's answer to a challenge; it is meant for nobody else. */
  public static final Reason PROOF =
      new Reason(43, "syn-flood-proof", "answer to a challenge, which proves its source");

  private static final long SECOND_NS = 1_000_000_000L;

  /** What remains is too much above a tenth of a second's worth, as for the threshold itself. */
  private static final int LEAST_BURST = 20;

  private static final int BURSTS_A_SECOND = 10;

  /** Flows remembered as challenged; direct-mapped, 4 bytes each. */
  private static final int CHALLENGES = 1 << 16;

  private final Mitigations mitigations;
  private final SynChallenges challenges;
  private final SourceBudgets sources;
  private final Completions completions = new Completions();
  private final FloodShape shape = new FloodShape();
  private final SynLadder ladder = new SynLadder();
  private final RateTable rest = new RateTable(4 * Mitigations.CAPACITY);
  private final @Nullable SynProxy proxy;
  private final long seed;

  /** Looks of the SYNs of the batch at hand. */
  private final long[] looks = new long[PacketBatch.MAX_CAPACITY];

  /** Indices of those under a mitigation. */
  private final int[] syns = new int[PacketBatch.MAX_CAPACITY];

  // Kept here and not with the flows, which the tracker has led on to the end of the batch already:
  // a verdict must not depend on where a batch ends.
  private final int[] challenged = new int[CHALLENGES];

  /**
   * Creates the filter.
   *
   * @param replies where the frames go that it sends
   * @param proxy completes handshakes where the policy says so; null where frames may not be
   *     rewritten
   */
  public SynFlood(
      Policy policy, Mitigations mitigations, Replies replies, @Nullable SynProxy proxy) {
    this.mitigations = mitigations;
    this.proxy = proxy;
    seed = policy.seed();
    challenges = new SynChallenges(policy, replies, proxy);
    sources = new SourceBudgets(seed);
  }

  /** Returns memory in use, bytes. */
  public long sizeBytes() {
    return challenges.sizeBytes()
        + sources.sizeBytes()
        + completions.sizeBytes()
        + shape.sizeBytes()
        + challenged.length * 4L;
  }

  /** Returns the SYNs that wait for an answer to their challenge. */
  public SynTable waiting() {
    return challenges.waiting();
  }

  @Override
  public void list(Inventory inventory) {
    challenges.list(inventory);
    sources.list(inventory);
    completions.list(inventory);
    shape.list(inventory);
    inventory.add("syn.ladder", ladder.lasting());
    inventory.add("syn.rest", rest.lasting());
    inventory.add("syn.challenged", new Wholes(challenged));
  }

  /** Whoever was challenged before may have been let in since. */
  @Override
  public void missed(long nowNs) {
    java.util.Arrays.fill(challenged, 0);
  }

  @Override
  public void apply(PacketBatch batch) {
    touch(batch);
    int[] survivors = batch.survivors;
    int kept = 0;
    for (int k = 0, count = batch.survivorCount; k < count; k++) {
      int i = survivors[k];
      boolean condemned = batch.vector[i] == Vectors.SYN_FLOOD ? syn(batch, i) : segment(batch, i);
      if (!condemned) {
        survivors[kept++] = i;
      }
    }
    batch.survivorCount = kept;
  }

  /**
   * Reads the looks of SYNs, loads what is known of them, so that the cache misses overlap, and
   * makes what they are challenged with.
   */
  private void touch(PacketBatch batch) {
    int[] survivors = batch.survivors;
    SynTable waiting = challenges.waiting();
    int treated = 0;
    for (int k = 0, count = batch.survivorCount; k < count; k++) {
      int i = survivors[k];
      if (batch.vector[i] == Vectors.SYN_FLOOD) {
        looks[i] = SynFingerprint.of(batch, i, seed);
        if (batch.mitigation[i] >= 0) {
          syns[treated++] = i;
        }
      }
    }
    // In loops of nothing but loads, so that many are under way at a time.
    long sum = 0;
    for (int k = 0; k < treated; k++) {
      sum += waiting.touch(batch.flowHash[syns[k]]);
    }
    for (int k = 0; k < treated; k++) {
      int i = syns[k];
      sum += sources.touch(batch, i) + completions.touch(looks[i]);
    }
    batch.touched += sum;
    challenges.prepare(batch, syns, treated);
  }

  private boolean syn(PacketBatch batch, int i) {
    long look = looks[i];
    if (look != 0) {
      completions.seen(batch, i, look);
    }
    if (batch.mitigation[i] < 0) {
      completions.opened(batch, i, look, true);
      return false;
    }
    Reason reason = judge(batch, i, look);
    int at = (int) batch.flowHash[i] & CHALLENGES - 1;
    if (reason == null) {
      challenged[at] = challenged[at] == tag(batch, i) ? 0 : challenged[at];
      completions.opened(batch, i, look, false);
      return false;
    }
    challenged[at] = tag(batch, i);
    if (reason.id() == SIGNATURE.id()) {
      Judgement.drop(batch, i, SIGNATURE);
    } else {
      Judgement.challenge(batch, i, UNPROVEN_SYN);
      int sent = challenges.send(batch, i);
      if (sent != SynChallenges.NOTHING) {
        mitigations.get(batch.mitigation[i]).ledger.challengesSent++;
      }
      if (sent == SynChallenges.GREETING) {
        completions.opened(batch, i, look, false); // Its handshake is with us: no SYN goes on.
      }
    }
    return true;
  }

  /** Returns why a SYN under a mitigation must not go on, or null. */
  private @Nullable Reason judge(PacketBatch batch, int i, long look) {
    if ((batch.knowledge[i] & Knowledge.SOLICITED) != 0) {
      return null;
    }
    boolean alien = isAlien(batch, i, look);
    if (alien && shape.isSettled(batch, i, look)) {
      shape.weigh(batch, i, look); // The flood's for certain: it does not matter who sends it.
      return ladder.admitsStranger(batch, i) ? null : SIGNATURE;
    }
    boolean known = sources.isKnownGood(batch, i);
    boolean proven = known || sources.hasAnswered(batch, i);
    if (proven && !alien && sources.admits(batch, i, known)) {
      return null;
    }
    int share = proven ? shape.look(batch, i, look) : shape.weigh(batch, i, look);
    if (!challenges.greets(batch, i) && ladder.admits(batch, i, challenges.waitingNs(batch, i))) {
      return null;
    }
    boolean heavy = share == FloodShape.HEAVY && look != 0;
    boolean strange = heavy && completions.isStranger(batch, i, look);
    if (proven || strange || share == FloodShape.LEARNING || isTooMuch(batch, i)) {
      return UNPROVEN_SYN;
    }
    return null;
  }

  /**
   * Tells whether a look makes up much of the flood and has never led to a connection, though it
   * may be too early to drop it: at a shared address it is rather a bot's than its neighbours', and
   * an answer to a challenge tells.
   */
  private boolean isAlien(PacketBatch batch, int i, long look) {
    return look != 0
        && shape.look(batch, i, look) == FloodShape.HEAVY
        && completions.neverConnects(batch, i, look);
  }

  /** Counts a SYN among those that are not the flood's by their looks. */
  private boolean isTooMuch(PacketBatch batch, int i) {
    long intervalNs = SECOND_NS / batch.threshold[i];
    long burstNs = Math.max(LEAST_BURST, batch.threshold[i] / BURSTS_A_SECOND) * intervalNs;
    return rest.count(batch.mitigation[i] + 1L, intervalNs, burstNs, batch.clockNs[i]) > burstNs;
  }

  private boolean segment(PacketBatch batch, int i) {
    boolean tcp = batch.protocol[i] == Protocols.TCP;
    if (tcp && (batch.knowledge[i] & Knowledge.COMPLETES) != 0) {
      int opening = completions.completed(batch, i);
      sources.completed(batch, i, opening == Completions.IN_PEACE);
    }
    if (proxy != null && mayAnswerGreeting(batch, i)) {
      int answer = proxy.answer(batch, i);
      if (answer != SynProxy.NO_ANSWER) {
        return answer == SynProxy.ANSWER && greeted(batch, i, proxy);
      }
    }
    if (batch.mitigation[i] < 0) {
      return false;
    }
    if ((batch.knowledge[i] & Knowledge.ANSWERS_CHALLENGE) != 0) {
      return answer(batch, i);
    }
    int at = (int) batch.flowHash[i] & CHALLENGES - 1;
    if (!Evidence.mayFollowChallenge(batch, i) || challenged[at] != tag(batch, i)) {
      return false;
    }
    Judgement.drop(batch, i, CHALLENGED_FLOW);
    return true;
  }

  /** The client's answer ends here, and its SYN goes on: it waits for no retransmission. */
  private boolean answer(PacketBatch batch, int i) {
    Judgement.challenge(batch, i, PROOF);
    if (batch.monitored[i]) {
      return true;
    }
    Ledger ledger = mitigations.get(batch.mitigation[i]).ledger;
    ledger.challengesAnswered++;
    sources.answered(batch, i);
    if (sources.admits(batch, i, sources.isKnownGood(batch, i))) {
      long look = challenges.release(batch, i);
      if (look != 0) {
        ledger.synsReleased++;
        completions.opened(batch, i, look, false);
        int at = (int) batch.flowHash[i] & CHALLENGES - 1;
        challenged[at] = challenged[at] == tag(batch, i) ? 0 : challenged[at];
      }
    }
    return true;
  }

  /** Segments of connections that are known to be established need not be asked. */
  private boolean mayAnswerGreeting(PacketBatch batch, int i) {
    int known = batch.knowledge[i] & (Knowledge.ESTABLISHED | Knowledge.COMPLETES);
    int at = (int) batch.flowHash[i] & CHALLENGES - 1;
    boolean tcp = batch.vector[i] >= Vectors.ACK_FLOOD && batch.vector[i] <= Vectors.FIN_FLOOD;
    return tcp && (known != Knowledge.ESTABLISHED || challenged[at] == tag(batch, i));
  }

  /** A client has completed its handshake with us: it ends here, and its SYN goes to the server. */
  private boolean greeted(PacketBatch batch, int i, SynProxy with) {
    hold(batch, i);
    sources.answered(batch, i);
    Ledger ledger = batch.mitigation[i] < 0 ? null : mitigations.get(batch.mitigation[i]).ledger;
    if (ledger != null) {
      ledger.challengesAnswered++;
    }
    int at = (int) batch.flowHash[i] & CHALLENGES - 1;
    if (!sources.admits(batch, i, sources.isKnownGood(batch, i))) {
      challenged[at] = tag(batch, i); // It may ask again.
      return true;
    }
    challenged[at] = challenged[at] == tag(batch, i) ? 0 : challenged[at];
    if (with.open(batch, i) && ledger != null) {
      ledger.synsReleased++;
    }
    return true;
  }

  /** Returns the stage that translates what the proxy has opened. */
  public Filter translating(SynProxy opened) {
    return new ProxyTranslation(new Connections(opened), this);
  }

  /** A segment ends here that is meant for nobody else, or comes before its server can hear it. */
  void hold(PacketBatch batch, int i) {
    int object = batch.object[i];
    int index = -1;
    if (mitigations.concerns(object, Vectors.SYN_FLOOD)) {
      int family = batch.family[i];
      long high = batch.targetHigh[i];
      long low = batch.targetLow[i];
      index = mitigations.find(object, Vectors.SYN_FLOOD, Mitigation.ACTIVE, family, high, low);
      if (index < 0) {
        index = mitigations.find(object, Vectors.SYN_FLOOD, Mitigation.DORMANT, family, high, low);
      }
    }
    batch.vector[i] = Vectors.SYN_FLOOD;
    batch.mitigation[i] = index;
    batch.monitored[i] = false; // Its number means nothing to anybody else, whatever the mode.
    Judgement.challenge(batch, i, PROOF);
  }

  /** Returns what tells flows of the same place apart; never 0. */
  private static int tag(PacketBatch batch, int i) {
    return (int) (batch.flowHash[i] >>> 32) | 1;
  }
}
