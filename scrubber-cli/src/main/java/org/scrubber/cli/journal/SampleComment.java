package org.scrubber.cli.journal;

import org.scrubber.batch.Verdict;
import org.scrubber.classify.Vectors;
import org.scrubber.filter.Reason;
import org.scrubber.filter.Reasons;
import org.scrubber.journal.Fields.Sample;
import org.scrubber.journal.JournalRecord;
import org.scrubber.journal.VectorIds;

/** What a sample says of its packet, in the words of {@code org.scrubber.report.PacketComment}. */
final class SampleComment {
  private static final int CHALLENGED = 3;

  private SampleComment() {}

  /**
   * Returns verdict, reason, vector and object; by what it was raised is {@link Raisings}'s.
   *
   * @param replay whether it is of a replay, which challenges nobody
   */
  static String of(JournalRecord sample, String object, boolean replay) {
    int id = sample.index(Sample.REASON);
    Reason reason = id >= 0 && id < Reasons.COUNT ? Reasons.get(id) : null;
    String code = EventNames.reason(id);
    String why = reason == null ? code : reason.text() + " [" + code + "]";
    int vector = sample.index(Sample.VECTOR);
    String attack = vector == Vectors.NONE ? "" : ", vector " + VectorIds.name(vector);
    return "%s: %s%s, object %s".formatted(verdict(sample, replay), why, attack, object);
  }

  private static String verdict(JournalRecord sample, boolean replay) {
    boolean monitored = sample.get(Sample.MONITORED) != 0;
    return switch (verdictCode(sample)) {
      case Verdict.CHALLENGE_CODE -> monitored || replay ? "would challenge" : "challenged";
      default -> monitored ? "would drop" : "dropped";
    };
  }

  /** Returns the verdict by its code; what was monitored passed all the same. */
  static byte verdictCode(JournalRecord sample) {
    return sample.get(Sample.VERDICT) == CHALLENGED ? Verdict.CHALLENGE_CODE : Verdict.DROP_CODE;
  }
}
