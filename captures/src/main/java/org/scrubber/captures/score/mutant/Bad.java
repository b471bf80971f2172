package org.scrubber.captures.score.mutant;

import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.filter.AccessLists;

/** What all bad scrubbers do alike. */
final class Bad {
  /** Any reason will do that is not about malformed packets. */
  private static final byte REASON = (byte) AccessLists.BLOCK_RULE.id();

  private Bad() {}

  /** The lab's interface 0 is the outside. */
  static boolean isInbound(PacketBatch batch, int i) {
    return batch.interfaceId[i] == 0;
  }

  static void judge(PacketBatch batch, int i, boolean drop) {
    batch.verdict[i] = drop ? Verdict.DROP_CODE : Verdict.PASS_CODE;
    batch.reason[i] = drop ? REASON : 0;
  }

  /** Returns a key for a packet's source. */
  static long source(PacketBatch batch, int i) {
    return batch.sourceHigh[i] * 31 + batch.sourceLow[i];
  }
}
