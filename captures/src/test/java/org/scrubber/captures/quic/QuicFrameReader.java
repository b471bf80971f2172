package org.scrubber.captures.quic;

import org.scrubber.captures.payload.QuicVersion;

/** Tells QUIC packets apart by what anybody can see of them. */
final class QuicFrameReader {
  private QuicFrameReader() {}

  static int word(byte[] bytes, int at) {
    return bytes[at] << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | bytes[at + 3] & 0xff;
  }

  static boolean isLong(byte[] payload) {
    return payload[0] < 0;
  }

  /** Tells whether a packet with a long header is an Initial, whatever its fixed bit. */
  static boolean isInitial(byte[] payload) {
    QuicVersion version = isLong(payload) ? QuicVersion.of(word(payload, 1)) : null;
    return version != null && ((payload[0] | 0x40) & 0xF0) == version.initial();
  }
}
