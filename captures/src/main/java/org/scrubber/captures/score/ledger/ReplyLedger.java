package org.scrubber.captures.score.ledger;

import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.world.Reply;

/** What the scrubber itself sends: how much, and whether it may. One thread. */
public final class ReplyLedger {
  private long toOutside;
  private long toInside;
  private long unchallenged;
  private long repeated;
  private long larger;
  private long toBogons;
  private int lastCause = -1;

  /** The packets of another batch are other causes. */
  void nextBatch() {
    lastCause = -1;
  }

  void count(PacketBatch batch, int cause, boolean outside, Reply reply) {
    if (!outside) {
      toInside++;
      return;
    }
    toOutside++;
    unchallenged += batch.verdict[cause] == Verdict.CHALLENGE_CODE ? 0 : 1;
    repeated += cause == lastCause ? 1 : 0;
    larger += reply.lengthBytes() > batch.wireLength[cause] ? 1 : 0;
    PacketBatch parsed = reply.parsed();
    boolean bogon = Reserved.contains(parsed.family[0], parsed.targetHigh[0], parsed.targetLow[0]);
    toBogons += bogon ? 1 : 0;
    lastCause = cause;
  }

  /** Returns the frames that went outside. */
  public long toOutside() {
    return toOutside;
  }

  /** Returns the challenged packets that were sent on inside. */
  public long toInside() {
    return toInside;
  }

  /** Returns the breaches of the rules for frames to the outside, in words; empty for none. */
  public String breaches() {
    StringBuilder text = new StringBuilder();
    breach(text, unchallenged, "to packets that met no challenge");
    breach(text, repeated, "more than one to a packet");
    breach(text, larger, "larger than their cause");
    breach(text, toBogons, "to bogons");
    return text.toString();
  }

  private static void breach(StringBuilder text, long count, String what) {
    if (count > 0) {
      text.append(text.isEmpty() ? "" : ", ").append(count).append(' ').append(what);
    }
  }
}
