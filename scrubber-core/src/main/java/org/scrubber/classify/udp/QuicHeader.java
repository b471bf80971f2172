package org.scrubber.classify.udp;

import org.scrubber.batch.PacketBatch;
import org.scrubber.wire.Memory;

/**
 * Reads the part of a QUIC packet that nothing hides: the long header (RFC 8999, RFC 9000, RFC
 * 9369). Stateless; allocates nothing and reads captured bytes only. What was not captured is taken
 * for well-formed.
 */
public final class QuicHeader {
  private static final int LONG_FORM = 0x80;
  private static final int VERSION_1 = 1;
  private static final int VERSION_2 = 0x6b33_43cf;
  private static final int FIRST_DRAFT = 0xff00_0017;
  private static final int LAST_DRAFT = 0xff00_0022;
  private static final int MAX_CONNECTION_ID_BYTES = 20;

  /** Datagrams with an Initial that asks for an answer are at least this long. */
  private static final int MIN_INITIAL_BYTES = 1_200;

  /** Packet number, and a tag of 16 bytes. */
  private static final int MIN_PROTECTED_BYTES = 4 + 16;

  /** Of a short header: a packet number's sample begins four bytes behind it (RFC 9001, 5.4.2). */
  private static final int MIN_SHORT_BYTES = 1 + MIN_PROTECTED_BYTES;

  /** One that is reserved and that nobody negotiates (RFC 9000, 15). */
  private static final int NO_VERSION = 0x0a0a_0a0a;

  private static final int INITIAL = 0;
  private static final int HANDSHAKE = 2;
  private static final int RETRY = 3;

  private QuicHeader() {}

  /** Tells whether a datagram begins with a long header that a QUIC endpoint could have sent. */
  public static boolean isWellFormed(PacketBatch batch, int i) {
    int offset = batch.payloadOffset[i];
    int length = batch.payloadLength[i];
    if (offset < 0) {
      return false;
    }
    int captured = Math.min(batch.capturedLength[i] - offset, length);
    long packet = batch.frameAddress[i] + offset;
    // The version first: of what is no QUIC, nearly nothing has one, and every second such bit.
    int version = captured < 7 ? NO_VERSION : Memory.i32(packet + 1);
    if (version != 0 && !isKnown(version) || (Memory.u8(packet) & LONG_FORM) == 0) {
      return false;
    }
    int targetId = Memory.u8(packet + 5);
    int at = 6 + targetId;
    if (targetId > MAX_CONNECTION_ID_BYTES || at >= length) {
      return false;
    }
    if (at >= captured) {
      return version != 0;
    }
    int sourceId = Memory.u8(packet + at);
    at += 1 + sourceId;
    if (sourceId > MAX_CONNECTION_ID_BYTES || at >= length) {
      return false;
    }
    if (version == 0) {
      return (length - at & 3) == 0; // Version negotiation: a list of versions.
    }
    return isBody(packet, at, captured, length, kind(version, Memory.u8(packet)));
  }

  /** Tells whether both connection ids of a well-formed long header were captured. */
  public static boolean showsIds(PacketBatch batch, int i) {
    int captured = captured(batch, i);
    long packet = batch.frameAddress[i] + batch.payloadOffset[i];
    int at = captured < 7 ? captured : 6 + Memory.u8(packet + 5);
    return at < captured && at + 1 + Memory.u8(packet + at) <= captured;
  }

  /** Tells whether a well-formed long header is of a Handshake packet. */
  public static boolean isHandshake(PacketBatch batch, int i) {
    long packet = batch.frameAddress[i] + batch.payloadOffset[i];
    int version = Memory.i32(packet + 1);
    return version != 0 && kind(version, Memory.u8(packet)) == HANDSHAKE;
  }

  /** Tells whether a datagram begins with a short header, as far as that can be told. */
  public static boolean isShort(PacketBatch batch, int i) {
    return captured(batch, i) > 0
        && (Memory.u8(batch.frameAddress[i] + batch.payloadOffset[i]) & LONG_FORM) == 0;
  }

  /** Tells whether a short header may have a connection id so long, and all of it was captured. */
  public static boolean holds(PacketBatch batch, int i, int idBytes) {
    return batch.payloadLength[i] >= MIN_SHORT_BYTES + idBytes && captured(batch, i) >= 1 + idBytes;
  }

  private static int captured(PacketBatch batch, int i) {
    return Math.min(batch.capturedLength[i] - batch.payloadOffset[i], batch.payloadLength[i]);
  }

  private static boolean isKnown(int version) {
    return version == VERSION_1
        || version == VERSION_2
        || (version >= FIRST_DRAFT && version <= LAST_DRAFT);
  }

  /** Returns the type of a long header as version 1 numbers it. */
  private static int kind(int version, int first) {
    int type = first >>> 4 & 3;
    return version == VERSION_2 ? type + 3 & 3 : type;
  }

  private static boolean isBody(long packet, int from, int captured, int length, int kind) {
    int at = from;
    if (kind == RETRY) {
      return length - at >= 16;
    }
    if (kind == INITIAL) {
      if (length < MIN_INITIAL_BYTES) {
        return false;
      }
      if (at + 8 > captured) {
        return true;
      }
      long token = number(packet + at);
      at += numberBytes(packet + at);
      if (token > length - at) {
        return false;
      }
      at += (int) token;
    }
    if (at + 8 > captured) {
      return at + MIN_PROTECTED_BYTES <= length;
    }
    long rest = number(packet + at);
    at += numberBytes(packet + at);
    return rest >= MIN_PROTECTED_BYTES && rest <= length - at;
  }

  /** Returns a variable-length integer (RFC 9000, 16); eight bytes must be readable. */
  private static long number(long at) {
    long word = Memory.i64(at);
    int bits = 8 * numberBytes(at);
    return (word & 0x3fff_ffff_ffff_ffffL) >>> 64 - bits;
  }

  private static int numberBytes(long at) {
    return 1 << (Memory.u8(at) >>> 6);
  }
}
