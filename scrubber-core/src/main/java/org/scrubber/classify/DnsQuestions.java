package org.scrubber.classify;

import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.parse.ParseFlags;
import org.scrubber.state.Inventory;
import org.scrubber.table.Hash;
import org.scrubber.table.QuestionTable;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;

/**
 * Holds DNS answers against the questions that a protected object has asked: an answer on a flow
 * that the object began is solicited only if flow, id and question section match (RFC 5452).
 *
 * <p>Upper and lower case count alike, since servers may change it and only the asker knows what to
 * do then. A question or answer that the capture does not show in full has the benefit of the
 * doubt, and so has every answer on a flow that carries something else than DNS. One thread.
 */
public final class DnsQuestions {
  private static final int DNS_PORT = 53;
  private static final int HEADER_BYTES = 12;
  private static final int MAX_NAME_BYTES = 255;
  private static final int MAX_LABEL_BYTES = 63;

  /** QR and opcode. */
  private static final int RESPONSE = 0x8000;

  private static final int OPCODE = 0x7800;

  private static final int RESPONSE_CODE = 0x000f;

  /** The counts of questions and answers. */
  private static final int ONE_QUESTION = 1 << 16;

  /** What comes with a question: extensions, and perhaps a signature. */
  private static final int MAX_ADDITIONAL = 2;

  /** Standing for the id of a packet that is no question: the flow is not plain DNS. */
  private static final long NO_ID = 1L << 32;

  private final QuestionTable questions;
  private final long seed;

  /** Creates a matcher over a table that it alone writes to. */
  public DnsQuestions(QuestionTable questions, long seed) {
    this.questions = questions;
    this.seed = seed;
  }

  /**
   * Tells whether a UDP packet asks a DNS server a question: such a one is no reflector's reply,
   * even if its resolver took a reflector's port for its own.
   */
  public static boolean isQuestion(PacketBatch batch, int i) {
    if ((batch.ports[i] & 0xffff) != DNS_PORT || captured(batch, i) < HEADER_BYTES) {
      return false;
    }
    long message = batch.frameAddress[i] + batch.payloadOffset[i];
    return (Memory.u16(message + 2) & (RESPONSE | OPCODE | RESPONSE_CODE)) == 0
        && Memory.i32(message + 4) == ONE_QUESTION
        && Memory.u16(message + 8) == 0
        && Memory.u16(message + 10) <= MAX_ADDITIONAL;
  }

  /** Lists what lasts. */
  public void list(Inventory inventory) {
    questions.list(inventory);
  }

  /** Nobody has looked for a while. */
  public void missed(long nowNs) {
    questions.missed(nowNs);
  }

  /** Notes questions, and corrects the {@code knowledge} of answers; after the flow tracker. */
  public void match(PacketBatch batch) {
    for (int i = 0, size = batch.size; i < size; i++) {
      int ports = batch.ports[i];
      boolean asks = (ports & 0xffff) == DNS_PORT && batch.sourceObject[i] >= 0;
      boolean answers = ports >>> 16 == DNS_PORT && batch.object[i] >= 0;
      if ((asks || answers)
          && batch.protocol[i] == Protocols.UDP
          && batch.verdict[i] == Verdict.PASS_CODE
          && batch.transportOffset[i] >= 0
          && (batch.parseFlags[i] & ParseFlags.LATER_FRAGMENT) == 0) {
        one(batch, i, asks, answers);
      }
    }
  }

  private void one(PacketBatch batch, int i, boolean asks, boolean answers) {
    int captured = captured(batch, i);
    boolean readable = captured >= HEADER_BYTES;
    long message = batch.frameAddress[i] + batch.payloadOffset[i];
    int flags = readable ? Memory.u16(message + 2) : 0;
    boolean cut = captured < batch.payloadLength[i];
    if (asks) {
      boolean question =
          readable && (flags & (RESPONSE | OPCODE)) == 0 && Memory.u16(message + 4) == 1;
      long id = question ? Memory.u16(message) : NO_ID;
      int digest = question ? digest(message, captured) : QuestionTable.ANYTHING;
      questions.ask(key(batch, i, id), digest, batch.clockNs[i]);
    }
    if (answers && readable && (flags & RESPONSE) != 0) {
      answer(batch, i, message, captured);
    } else if (answers && !readable && !cut) {
      forget(batch, i); // Too short for DNS: no answer at all, unless the flow is something else.
    }
  }

  private void answer(PacketBatch batch, int i, long message, int captured) {
    long now = batch.clockNs[i];
    // Some errors do not repeat the question.
    boolean repeated = Memory.u16(message + 4) == 1;
    int digest = repeated ? digest(message, captured) : QuestionTable.ANYTHING;
    if (questions.isAsked(key(batch, i, Memory.u16(message)), digest, now)) {
      batch.knowledge[i] |= Knowledge.KNOWN | Knowledge.SOLICITED;
    } else {
      forget(batch, i);
    }
  }

  /** What was not asked is no answer, though it came on a flow that the object began. */
  private void forget(PacketBatch batch, int i) {
    long now = batch.clockNs[i];
    boolean solicited = (batch.knowledge[i] & Knowledge.SOLICITED) != 0;
    if (solicited
        && questions.isComplete(now)
        && !questions.isAsked(key(batch, i, NO_ID), QuestionTable.ANYTHING, now)) {
      batch.knowledge[i] &= ~(Knowledge.SOLICITED | Knowledge.FIRST_ANSWER);
    }
  }

  private long key(PacketBatch batch, int i, long id) {
    return Hash.mix(batch.flowHash[i], id, seed) | 1;
  }

  private static int captured(PacketBatch batch, int i) {
    int offset = batch.payloadOffset[i];
    return offset < 0 ? 0 : Math.min(batch.capturedLength[i] - offset, batch.payloadLength[i]);
  }

  /** Digests name, type and class of the first question; ANYTHING when they cannot be read. */
  private static int digest(long message, int captured) {
    int at = HEADER_BYTES;
    long sum = 0;
    int limit = Math.min(captured, HEADER_BYTES + MAX_NAME_BYTES);
    while (at < limit) {
      int label = Memory.u8(message + at++);
      if (label == 0) {
        return at + 4 <= captured ? finish(sum, Memory.i32(message + at)) : QuestionTable.ANYTHING;
      }
      if (label > MAX_LABEL_BYTES || at + label > limit) {
        break;
      }
      sum = sum * 31 + label;
      for (int end = at + label; at < end; at++) {
        sum = sum * 31 + lower(Memory.u8(message + at));
      }
    }
    return QuestionTable.ANYTHING;
  }

  private static int lower(int letter) {
    return letter >= 'A' && letter <= 'Z' ? letter | 0x20 : letter;
  }

  private static int finish(long sum, int typeAndClass) {
    int digest = (int) (Hash.mix(sum, typeAndClass) >>> 16);
    return digest == QuestionTable.ANYTHING ? 1 : digest;
  }
}
