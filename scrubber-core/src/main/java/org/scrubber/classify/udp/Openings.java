package org.scrubber.classify.udp;

import org.scrubber.batch.PacketBatch;
import org.scrubber.wire.Memory;

/**
 * Recognises what protocols over UDP begin with, where that has enough of a shape to tell it from
 * anything else: QUIC, STUN (RFC 8489), DTLS (RFC 9147), WireGuard, IKE (RFC 7296) and NTP (RFC
 * 5905). Stateless; allocates nothing and reads captured bytes only.
 */
public final class Openings {
  private static final int STUN_COOKIE = 0x2112_a442;
  private static final int STUN_HEADER_BYTES = 20;

  private static final int DTLS_HANDSHAKE = 22;
  private static final int DTLS_CLIENT_HELLO = 1;
  private static final int DTLS_1_0 = 0xfeff;
  private static final int DTLS_1_2 = 0xfefd;
  private static final int DTLS_RECORD_BYTES = 13;

  private static final int WIREGUARD_INITIATION = 0x0100_0000;
  private static final int WIREGUARD_INITIATION_BYTES = 148;
  private static final int WIREGUARD_RESPONSE = 0x0200_0000;
  private static final int WIREGUARD_RESPONSE_BYTES = 92;

  private static final int IKE_PORT = 500;
  private static final int IKE_TRAVERSAL_PORT = 4_500;
  private static final int IKE_HEADER_BYTES = 28;
  private static final int IKE_1 = 0x10;
  private static final int IKE_2 = 0x20;

  private static final int NTP_PORT = 123;
  private static final int NTP_BYTES = 48;
  private static final int NTP_MAX_STRATUM = 16;

  private Openings() {}

  /** Tells whether a datagram is one that a protocol's endpoint could begin with. */
  public static boolean isWellFormed(PacketBatch batch, int i) {
    int offset = batch.payloadOffset[i];
    int length = batch.payloadLength[i];
    int captured = offset < 0 ? 0 : Math.min(batch.capturedLength[i] - offset, length);
    if (captured < STUN_HEADER_BYTES) {
      // Of QUIC, what was not captured has the benefit of the doubt.
      return captured > 0 && QuicHeader.isWellFormed(batch, i);
    }
    long at = batch.frameAddress[i] + offset;
    int first = Memory.u8(at);
    if (QuicHeader.isWellFormed(batch, i)) {
      return true;
    }
    int word = Memory.i32(at);
    return Memory.i32(at + 4) == STUN_COOKIE && first < 0x40 && (word & 0xffff) + 20 == length
        || first == DTLS_HANDSHAKE && isClientHello(at, captured, length)
        || word == WIREGUARD_INITIATION && length == WIREGUARD_INITIATION_BYTES
        || word == WIREGUARD_RESPONSE && length == WIREGUARD_RESPONSE_BYTES
        || isOfPort(batch, i, NTP_PORT) && isTime(at, captured, length)
        || isOfPort(batch, i, IKE_PORT) && isKeyExchange(at, captured, length)
        || isOfPort(batch, i, IKE_TRAVERSAL_PORT)
            && word == 0
            && isKeyExchange(at + 4, captured - 4, length - 4);
  }

  private static boolean isOfPort(PacketBatch batch, int i, int port) {
    return batch.ports[i] >>> 16 == port || (batch.ports[i] & 0xffff) == port;
  }

  private static boolean isClientHello(long at, int captured, int length) {
    if (captured <= DTLS_RECORD_BYTES) {
      return false;
    }
    int version = Memory.u16(at + 1);
    return (version == DTLS_1_0 || version == DTLS_1_2)
        && Memory.u16(at + 3) == 0 // Nothing is encrypted yet.
        && Memory.u16(at + 11) + DTLS_RECORD_BYTES <= length
        && Memory.u8(at + DTLS_RECORD_BYTES) == DTLS_CLIENT_HELLO;
  }

  /** A client, a server or a peer, of version 3 or 4: none of the requests that amplify. */
  private static boolean isTime(long at, int captured, int length) {
    int first = Memory.u8(at);
    int version = first >>> 3 & 7;
    int mode = first & 7;
    boolean extended = length > NTP_BYTES && (length & 3) == 0;
    return captured >= 2
        && (version == 3 || version == 4)
        && mode >= 1
        && mode <= 5
        && Memory.u8(at + 1) <= NTP_MAX_STRATUM
        && (length == NTP_BYTES || extended && isExtension(at, captured, length));
  }

  private static boolean isExtension(long at, int captured, int length) {
    if (captured < NTP_BYTES + 4) {
      return true;
    }
    int bytes = Memory.u16(at + NTP_BYTES + 2);
    boolean digest = length - NTP_BYTES <= 24; // A key's number and a digest, no extension.
    return digest || bytes >= 16 && (bytes & 3) == 0 && bytes <= length - NTP_BYTES;
  }

  private static boolean isKeyExchange(long at, int captured, int length) {
    if (captured < IKE_HEADER_BYTES) {
      return false;
    }
    int version = Memory.u8(at + 17);
    return (version == IKE_1 || version == IKE_2)
        && Memory.i64(at) != 0
        && Memory.u32(at + 24) == length;
  }
}
