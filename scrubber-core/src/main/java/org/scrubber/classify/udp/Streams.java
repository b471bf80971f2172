package org.scrubber.classify.udp;

import org.scrubber.batch.PacketBatch;
import org.scrubber.table.Hash;
import org.scrubber.wire.Memory;

/**
 * Reads what numbers the packets of a stream: whose stream it is, and which packet of it. RTP and
 * SRTP (RFC 3550), DTLS (RFC 9147), WireGuard, ESP over UDP (RFC 3948) and OpenVPN show both to
 * everybody, and count up by one; payloads that a flood makes up do neither. Stateless; allocates
 * nothing and reads captured bytes only.
 */
public final class Streams {
  /** Returned for a packet that shows no such numbers. */
  public static final int NONE = 0;

  private static final int MIN_BYTES = 16;
  private static final int ID_SHIFT = 16;
  private static final int COUNTER_MASK = 0xffff;

  /** Packets may be lost before us, or have overtaken one another. */
  private static final int MOST_LOST = 64;

  private static final int RTP_VERSION = 2;

  /** Control packets have types 192 to 223 (RFC 5761, 4). */
  private static final int RTCP_LOWEST = 192;

  private static final int RTCP_MASK = 0xe0;

  private static final int DTLS_LOWEST = 20;
  private static final int DTLS_HIGHEST = 25;
  private static final int DTLS_1_0 = 0xfeff;
  private static final int DTLS_1_2 = 0xfefd;

  private static final int WIREGUARD_DATA = 0x0400_0000;
  private static final int IKE_TRAVERSAL_PORT = 4_500;
  private static final int OPENVPN_PORT = 1_194;
  private static final int OPENVPN_DATA_V2 = 9;

  private Streams() {}

  /** Returns id and number of a packet as a note for its flow, or {@link #NONE}. */
  public static int read(PacketBatch batch, int i) {
    int offset = batch.payloadOffset[i];
    int length = batch.payloadLength[i];
    int captured = offset < 0 ? 0 : Math.min(batch.capturedLength[i] - offset, length);
    if (captured < MIN_BYTES) {
      return NONE;
    }
    long at = batch.frameAddress[i] + offset;
    int first = Memory.u8(at);
    int word = Memory.i32(at);
    // Without a branch: noise looks like version 2 in one packet of four.
    int rtp = (first >>> 6 ^ RTP_VERSION) - 1 >> 31;
    int control = ((word >>> 16 ^ RTCP_LOWEST) & RTCP_MASK) - 1 >> 31;
    return note(Memory.i32(at + 8), word) & ~control & rtp | numbered(batch, i, at, length) & ~rtp;
  }

  /** The same of a packet that is not of RTP, at an address. */
  private static int numbered(PacketBatch batch, int i, long at, int length) {
    int first = Memory.u8(at);
    int word = Memory.i32(at);
    if (word == WIREGUARD_DATA) {
      return (length & 15) == 0 ? note(Memory.i32(at + 4), Memory.u16Le(at + 8)) : NONE;
    }
    if (isOfPort(batch, i, IKE_TRAVERSAL_PORT)) {
      return word == 0 ? NONE : note(word, Memory.i32(at + 4));
    }
    if (isOfPort(batch, i, OPENVPN_PORT)) {
      return first >>> 3 == OPENVPN_DATA_V2 ? note(word, Memory.i32(at + 4)) : NONE;
    }
    boolean dtls = first >= DTLS_LOWEST && first <= DTLS_HIGHEST;
    int version = word >>> 8 & 0xffff;
    return dtls && (version == DTLS_1_2 || version == DTLS_1_0)
        ? note(Memory.u16(at + 3), Memory.u16(at + 9))
        : NONE;
  }

  /** Tells whether a packet with one note may come after one with another, of the same stream. */
  public static boolean isNext(int note, int last) {
    return isSame(note, last) && isStep(note - last);
  }

  /** Tells whether a packet with one note was overtaken by one with another, of the same stream. */
  public static boolean isLate(int note, int last) {
    return isSame(note, last) && isStep(last - note);
  }

  private static boolean isSame(int note, int last) {
    return (note ^ last) >>> ID_SHIFT == 0;
  }

  private static boolean isStep(int difference) {
    int step = difference & COUNTER_MASK;
    return step >= 1 && step <= MOST_LOST;
  }

  private static boolean isOfPort(PacketBatch batch, int i, int port) {
    return batch.ports[i] >>> 16 == port || (batch.ports[i] & 0xffff) == port;
  }

  private static int note(int id, int counter) {
    int digest = (int) Hash.mix(id, MIN_BYTES) | 1; // No note is NONE.
    return digest << ID_SHIFT | counter & COUNTER_MASK;
  }
}
