package org.scrubber.detect;

import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.classify.Knowledge;
import org.scrubber.classify.Vectors;
import org.scrubber.wire.Protocols;
import org.scrubber.wire.Tcp;

/**
 * Takes back what was counted and has turned out to be harmless: a question that is answered, a
 * handshake that completes, a connection that goes on as only one does that was answered. One
 * thread.
 */
final class Answers {
  private final Mitigations mitigations;
  private final Coverage coverage;
  private final Meters meters;
  private final Newcomers newcomers;

  Answers(Mitigations mitigations, Coverage coverage, Meters meters, Newcomers newcomers) {
    this.newcomers = newcomers;
    this.mitigations = mitigations;
    this.coverage = coverage;
    this.meters = meters;
  }

  /** A packet that a protected object sends: what it answers was a question, not a flood. */
  void sent(PacketBatch batch, int i) {
    boolean firstAnswer = (batch.knowledge[i] & Knowledge.FIRST_ANSWER) != 0;
    if (!firstAnswer || batch.verdict[i] != Verdict.PASS_CODE) {
      return;
    }
    if (batch.protocol[i] == Protocols.UDP) {
      answered(batch, i, Vectors.UDP_FLOOD, Limits.UDP_FLOWS);
    } else if (batch.protocol[i] == Protocols.TCP
        && (batch.tcpFlags[i] & (Tcp.SYN | Tcp.RST)) == 0) {
      answered(batch, i, Vectors.ACK_FLOOD, Vectors.ACK_FLOOD);
    }
  }

  private void answered(PacketBatch batch, int i, int vector, int counted) {
    meters.aimBack(batch, i, counted);
    answered(coverage.ofSource(batch, i, vector));
  }

  /** A packet to a protected object: a handshake that it completes was none of a flood's. */
  void received(PacketBatch batch, int i) {
    int knowledge = batch.knowledge[i];
    if ((knowledge & Knowledge.COMPLETES) != 0) {
      if (batch.protocol[i] == Protocols.UDP) {
        meters.aim(batch, i, Vectors.UDP_FLOOD); // Its opening was counted as both.
        meters.takeBack();
        meters.aim(batch, i, Limits.UDP_FLOWS);
        int index = coverage.of(batch, i, Vectors.UDP_FLOOD);
        answered(index);
        if (index >= 0 && (knowledge & Knowledge.OPENED_WELL) != 0) {
          newcomers.wentOn(index, mitigations.get(index).thresholdPps);
        }
      } else {
        meters.aim(batch, i, Vectors.SYN_FLOOD);
        answered(coverage.of(batch, i, Vectors.SYN_FLOOD));
      }
    } else if ((knowledge & Knowledge.FOLLOWS_SYN_ACK) != 0) {
      meters.aim(batch, i, Vectors.SYNACK_REFLECTION);
      meters.takeBack(); // What a connection follows was no reflection.
    }
  }

  /** Takes back what the meters are aimed at, and counts an answer for a mitigation, if any. */
  private void answered(int index) {
    meters.takeBack();
    if (index >= 0) {
      mitigations.get(index).answer();
    }
  }
}
