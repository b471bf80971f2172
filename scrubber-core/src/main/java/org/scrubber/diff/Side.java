package org.scrubber.diff;

import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.classify.Knowledge;
import org.scrubber.classify.Vectors;
import org.scrubber.filter.Reason;
import org.scrubber.filter.Reasons;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Policy;
import org.scrubber.wire.Protocols;

/** One policy's engine, and what it made of the batch that it judged last. */
final class Side {
  private static final int SPOKEN_FOR =
      Knowledge.ESTABLISHED | Knowledge.COMPLETES | Knowledge.SOLICITED;
  private static final int CONVERSES = Knowledge.CONVERSING | Knowledge.MATURE;
  private static final Outcome[] OUTCOMES = Outcome.values();

  private final Policy policy;
  private final Worker worker;
  private final int[] outcomes = new int[PacketBatch.MAX_CAPACITY];
  private final int[] reasons = new int[PacketBatch.MAX_CAPACITY];
  private final int[] vectors = new int[PacketBatch.MAX_CAPACITY];
  private final int[] objects = new int[PacketBatch.MAX_CAPACITY];
  private final boolean[] spokenFor = new boolean[PacketBatch.MAX_CAPACITY];

  Side(Policy policy) {
    this.policy = policy;
    worker = new Worker(policy);
  }

  /** Judges a parsed batch, and keeps what became of it. */
  void judge(PacketBatch batch) {
    worker.process(batch);
    for (int i = 0, size = batch.size; i < size; i++) {
      int verdict = batch.monitored[i] ? Verdict.PASS_CODE : batch.verdict[i];
      Outcome outcome =
          verdict == Verdict.PASS_CODE
              ? Outcome.PASS
              : verdict == Verdict.CHALLENGE_CODE ? Outcome.CHALLENGE : Outcome.DROP;
      outcomes[i] = outcome.ordinal();
      reasons[i] = outcome == Outcome.PASS ? 0 : batch.reason[i];
      vectors[i] = vector(batch, i);
      objects[i] = batch.object[i];
      spokenFor[i] =
          (batch.knowledge[i] & SPOKEN_FOR) != 0 || converses(batch, i) || isAnswered(batch, i);
    }
  }

  /**
   * Tells whether both sides have been talking on the flow for a while, as on a tunnel, and the
   * packet goes on with it: a flood that happens to be answered repeats itself, or does not last.
   * Of TCP the handshake says more.
   */
  private static boolean converses(PacketBatch batch, int i) {
    int looked = CONVERSES | Knowledge.INCOHERENT;
    return batch.protocol[i] != Protocols.TCP && (batch.knowledge[i] & looked) == CONVERSES;
  }

  /** Of a tunnel one answer is enough: its far end gives none to who forges an address. */
  private static boolean isAnswered(PacketBatch batch, int i) {
    return (batch.knowledge[i] & Knowledge.ANSWERED) != 0 && Tunnels.isOf(batch, i);
  }

  private int vector(PacketBatch batch, int i) {
    if (batch.mitigation[i] >= 0) {
      return worker.mitigations().get(batch.mitigation[i]).vector;
    }
    Reason reason = batch.reason[i] == 0 ? null : Reasons.get(batch.reason[i]);
    int named = reason == null ? Vectors.NONE : Reasons.vector(reason);
    return named == Vectors.NONE ? batch.vector[i] : named;
  }

  Outcome outcome(int i) {
    return OUTCOMES[outcomes[i]];
  }

  int outcomeCode(int i) {
    return outcomes[i];
  }

  /** Returns the code of the reason; empty when the packet passes. */
  String reason(int i) {
    return reasons[i] == 0 ? "" : Reasons.get(reasons[i]).code();
  }

  int vector(int i) {
    return vectors[i];
  }

  /** Returns the name of the packet's object; empty when it has none. */
  String object(int i) {
    return objects[i] < 0 ? "" : policy.objects().get(objects[i]).name();
  }

  boolean isSpokenFor(int i) {
    return spokenFor[i];
  }
}
