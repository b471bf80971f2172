package org.scrubber.captures.dns;

import org.scrubber.captures.dialogue.Datagram;
import org.scrubber.captures.random.RandomStream;

/** Writes DNS messages (RFC 1035, 6891, 4034) whose answers have a length that is asked for. */
final class Message {
  static final int A = 1;
  static final int NS = 2;
  static final int SOA = 6;
  static final int MX = 15;
  static final int TXT = 16;
  static final int AAAA = 28;
  static final int DS = 43;
  static final int RRSIG = 46;
  static final int DNSKEY = 48;
  static final int HTTPS = 65;

  /** Authoritative answer. */
  static final int ANSWER = 0x8400;

  /** Truncated: ask again over TCP. */
  static final int TC = 0x0200;

  /** The name does not exist. */
  static final int NXDOMAIN = 3;

  /** No EDNS. */
  static final int NO_EDNS = 0;

  private static final int HEADER_BYTES = 12;
  private static final int QUESTION_TAIL_BYTES = 4;
  private static final int OPT_BYTES = 11;
  private static final int RECORD_BYTES = 12;
  private static final int LARGEST_RECORD_BYTES = 286;
  private static final int POINTER_TO_QUESTION = 0xC00C;
  private static final int DO = 0x8000;

  private Message() {}

  /**
   * Writes a question.
   *
   * @param ednsBytes largest answer over UDP, or {@link #NO_EDNS}
   * @param dnssec the DO bit
   */
  static void question(Datagram to, int id, byte[] name, int type, int ednsBytes, boolean dnssec) {
    header(to, id, 0, 0, 0, ednsBytes == NO_EDNS ? 0 : 1);
    to.bytes(name).u16(type).u16(1);
    opt(to, ednsBytes, dnssec);
  }

  /**
   * Writes an answer of about {@code lengthBytes}: exactly so many where its records allow, and
   * never more.
   *
   * @param flags for example {@link #ANSWER}
   * @param signed with DNSSEC signatures
   */
  static void answer(
      Datagram to,
      RandomStream random,
      int id,
      int flags,
      byte[] name,
      int type,
      int lengthBytes,
      int ednsBytes,
      boolean signed) {
    header(to, id, flags, 0, 0, ednsBytes == NO_EDNS ? 0 : 1);
    to.bytes(name).u16(type).u16(1);
    int optBytes = ednsBytes == NO_EDNS ? 0 : OPT_BYTES;
    int left = lengthBytes - to.length() - optBytes;
    int answers = 0;
    boolean isExistent = (flags & 0xf) == 0;
    int plain = addressBytes(type);
    // Addresses come first, signatures and whatever else fills the rest.
    while (isExistent && plain > 0 && left >= plain && answers < (signed ? 1 : 13)) {
      record(to, random, type, plain);
      left -= plain;
      answers++;
    }
    int authority = 0;
    int filler = isExistent ? plain == 0 ? type : signed ? RRSIG : NS : SOA;
    while (left >= least(filler)) {
      int bytes = Math.min(left, most(filler));
      int rest = left - bytes;
      bytes -= rest > 0 && rest < least(filler) ? least(filler) - rest : 0;
      record(to, random, filler, bytes);
      left -= bytes;
      boolean isAnswer = isExistent && (filler == type || filler == RRSIG);
      answers += isAnswer ? 1 : 0;
      authority += isAnswer ? 0 : 1;
      if (filler == SOA || signed) {
        filler = signed ? RRSIG : NS;
      }
    }
    to.setU16(6, answers);
    to.setU16(8, authority);
    opt(to, ednsBytes, signed);
  }

  /** Returns the bytes of an empty answer: less is not possible. */
  static int leastAnswerBytes(byte[] name) {
    return HEADER_BYTES + name.length + QUESTION_TAIL_BYTES + OPT_BYTES;
  }

  private static void header(Datagram to, int id, int flags, int answers, int further, int extra) {
    to.u16(id).u16(flags).u16(1).u16(answers).u16(further).u16(extra);
  }

  private static void opt(Datagram to, int ednsBytes, boolean dnssec) {
    if (ednsBytes != NO_EDNS) {
      to.u8(0).u16(41).u16(ednsBytes).u16(0).u16(dnssec ? DO : 0).u16(0);
    }
  }

  /** Returns the size of a record that is always the same, or 0. */
  private static int addressBytes(int type) {
    return type == A ? RECORD_BYTES + 4 : type == AAAA ? RECORD_BYTES + 16 : 0;
  }

  /** Returns the smallest record of a type that can have any length. */
  private static int least(int type) {
    return switch (type) {
      case RRSIG -> RECORD_BYTES + 18 + 1 + 16;
      case SOA -> RECORD_BYTES + 26;
      case NS, MX -> RECORD_BYTES + 6;
      default -> RECORD_BYTES + 4;
    };
  }

  /** Returns the largest record of a type: names are short. */
  private static int most(int type) {
    return type == NS || type == MX || type == SOA ? 60 : LARGEST_RECORD_BYTES;
  }

  private static void record(Datagram to, RandomStream random, int type, int bytes) {
    int data = bytes - RECORD_BYTES;
    to.u16(POINTER_TO_QUESTION).u16(type).u16(1).u32(300).u16(data);
    switch (type) {
      case NS -> label(to, random, data);
      case MX -> label(to.u16(10), random, data - 2);
      case TXT -> text(to, random, data);
      case DNSKEY -> to.u16(257).u8(3).u8(8).random(random, data - 4);
      case RRSIG -> to.u16(A).u8(8).u8(2).random(random, 14).u8(0).random(random, data - 19);
      case SOA -> label(to.u16(POINTER_TO_QUESTION), random, data - 22).random(random, 20);
      case HTTPS -> to.u16(1).u8(0).random(random, data - 3);
      default -> to.random(random, data);
    }
  }

  /** A name of labels that fill {@code bytes}, 4 or more, and end below the question's name. */
  private static Datagram label(Datagram to, RandomStream random, int bytes) {
    int left = bytes - 2;
    while (left > 0) {
      int label = left > 64 ? Math.min(63, left - 3) : left - 1;
      to.u8(label);
      for (int k = 0; k < label; k++) {
        to.u8('a' + random.below(26));
      }
      left -= label + 1;
    }
    return to.u16(POINTER_TO_QUESTION);
  }

  private static void text(Datagram to, RandomStream random, int bytes) {
    int left = bytes;
    while (left > 0) {
      int string = Math.min(255, left - 1);
      to.u8(string);
      for (int k = 0; k < string; k++) {
        to.u8('a' + random.below(26));
      }
      left -= string + 1;
    }
  }
}
