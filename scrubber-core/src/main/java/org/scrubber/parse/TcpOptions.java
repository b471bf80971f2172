package org.scrubber.parse;

import org.scrubber.wire.Memory;
import org.scrubber.wire.Tcp;

/** Checks that the options of a TCP header can be read (RFC 9293, 3.1). Stateless. */
final class TcpOptions {
  private static final int END = 0;
  private static final int NO_OPERATION = 1;

  private TcpOptions() {}

  /**
   * Tells whether every option has a length that fits itself and the header.
   *
   * @param header address of a TCP header that was captured in full
   * @param headerLength its length in bytes, 20..60
   */
  static boolean areReadable(long header, int headerLength) {
    int at = Tcp.MIN_HEADER_BYTES;
    while (at < headerLength) {
      int kind = Memory.u8(header + at);
      if (kind == END) {
        return true;
      }
      if (kind == NO_OPERATION) {
        at++;
        continue;
      }
      int length = at + 1 < headerLength ? Memory.u8(header + at + 1) : 0;
      if (length < 2 || at + length > headerLength || !fits(kind, length)) {
        return false;
      }
      at += length;
    }
    return true;
  }

  /** Tells whether an option of that kind may have that length; unknown kinds may have any. */
  private static boolean fits(int kind, int length) {
    return switch (kind) {
      case 2 -> length == 4; // Maximum segment size.
      case 3 -> length == 3; // Window scale (RFC 7323).
      case 4 -> length == 2; // SACK permitted (RFC 2018).
      case 5 -> length > 2 && (length - 2 & 7) == 0; // SACK.
      case 8 -> length == 10; // Time stamps (RFC 7323).
      default -> true;
    };
  }
}
