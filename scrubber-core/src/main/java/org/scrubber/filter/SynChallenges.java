package org.scrubber.filter;

import org.jspecify.annotations.Nullable;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;
import org.scrubber.classify.Cookies;
import org.scrubber.classify.Knowledge;
import org.scrubber.filter.proxy.SynProxy;
import org.scrubber.filter.syn.SynFrames;
import org.scrubber.policy.Bogons;
import org.scrubber.policy.Border;
import org.scrubber.policy.Challenge;
import org.scrubber.policy.Policy;
import org.scrubber.state.Inventory;
import org.scrubber.table.SipHash;
import org.scrubber.table.SynTable;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Tcp;

/**
 * Sends challenges where the policy allows it, and remembers the SYNs that they answer until their
 * clients do. One thread.
 */
final class SynChallenges {
  /** No challenge was sent. */
  static final int NOTHING = 0;

  /** One was that a client answers with a RST. */
  static final int QUESTION = 1;

  /** One was that completes a handshake in the server's place. */
  static final int GREETING = 2;

  private final SynTable syns;
  private final Cookies cookies;
  private final SynFrames frames;
  private final SipHash.Columns hashes = new SipHash.Columns(PacketBatch.MAX_CAPACITY);

  /** What the SYNs of the batch at hand get if they are challenged, by their index. */
  private final long[] issued = new long[PacketBatch.MAX_CAPACITY];

  private final boolean[] mayBeSent;
  private final boolean[] mayBeSentOneWay;
  private final @Nullable SynProxy proxy;
  private final boolean privateOutside;
  private final Bogons bogons;

  SynChallenges(Policy policy, Replies replies, @Nullable SynProxy proxy) {
    this.proxy = proxy;
    privateOutside = policy.border() == Border.NONE;
    bogons = privateOutside ? Bogons.NOBODY : Bogons.INTERNET;
    syns = new SynTable(policy.synCapacity());
    cookies = new Cookies(policy.seed());
    frames = new SynFrames(replies, policy.seed());
    int objects = policy.objects().size();
    mayBeSent = new boolean[objects];
    mayBeSentOneWay = new boolean[objects];
    for (int object = 0; object < objects; object++) {
      Challenge rule = policy.objects().get(object).challenge();
      mayBeSent[object] = rule != Challenge.OFF;
      mayBeSentOneWay[object] = rule == Challenge.ALWAYS;
    }
  }

  long sizeBytes() {
    return syns.sizeBytes();
  }

  void list(Inventory inventory) {
    inventory.add("syn.waiting", syns);
  }

  SynTable waiting() {
    return syns;
  }

  /** Makes numbers for the SYNs of a batch that may be challenged: together they cost less. */
  void prepare(PacketBatch batch, int[] syns, int count) {
    cookies.issue(batch, syns, count, hashes);
    for (int k = 0; k < count; k++) {
      issued[syns[k]] = hashes.get(k);
    }
  }

  /**
   * Answers a SYN for which {@link #prepare} has made a number with a challenge if that may be, and
   * remembers it unless the answer will bring back all there is to know.
   *
   * @return {@link #NOTHING}, {@link #QUESTION} or {@link #GREETING}
   */
  int send(PacketBatch batch, int i) {
    if (!SynFrames.isReadable(batch, i)) {
      return NOTHING;
    }
    if (proxy != null && greets(batch, i)) {
      proxy.greet(batch, i);
      return GREETING;
    }
    int slot = syns.enter(batch.flowHash[i], sequence(batch, i), batch.clockNs[i]);
    if (slot >= 0) {
      SynFrames.note(batch, i, syns, slot);
    }
    if (!isAllowed(batch, i)) {
      return NOTHING;
    }
    frames.challenge(batch, i, issued[i]);
    return QUESTION;
  }

  /** Tells whether a SYN, when it is challenged, is answered in its server's place. */
  boolean greets(PacketBatch batch, int i) {
    return proxy != null && proxy.mayGreet(batch, i) && isAllowed(batch, i);
  }

  private boolean isAllowed(PacketBatch batch, int i) {
    int object = batch.object[i];
    boolean seen = (batch.knowledge[i] & Knowledge.BOTH_DIRECTIONS_SEEN) != 0;
    return mayBeSent[object]
        && (seen || mayBeSentOneWay[object])
        && !batch.monitored[i]
        && SynFrames.isAnswerable(batch, i)
        && mayBeSomebody(batch, i);
  }

  /** Private addresses are somebody's where the policy says nothing of what lies outside. */
  private boolean mayBeSomebody(PacketBatch batch, int i) {
    return !privateOutside && batch.sourceObject[i] >= 0
        || !bogons.contains(batch.family[i], batch.sourceHigh[i], batch.sourceLow[i]);
  }

  /** Returns how long this very SYN has been waiting for an answer, ns; 0 when it is new. */
  long waitingNs(PacketBatch batch, int i) {
    int slot = syns.find(batch.flowHash[i], batch.clockNs[i]);
    boolean here = slot >= 0 && SynFrames.isReadable(batch, i);
    boolean same = here && syns.sequence(slot) == sequence(batch, i);
    return same ? syns.ageNs(slot, batch.clockNs[i]) : 0;
  }

  /** Sends on the SYN that a client's RST speaks for; returns its look, 0 when that cannot be. */
  long release(PacketBatch batch, int i) {
    int slot = syns.find(batch.flowHash[i], batch.clockNs[i]);
    if (slot < 0 || !SynFrames.isNoted(syns, slot) || !SynFrames.isAnswerable(batch, i)) {
      return 0;
    }
    long look = frames.release(batch, i, syns, slot);
    syns.remove(slot);
    return look;
  }

  private static int sequence(PacketBatch batch, int i) {
    return Memory.i32(batch.frameAddress[i] + batch.transportOffset[i] + Tcp.SEQUENCE);
  }
}
