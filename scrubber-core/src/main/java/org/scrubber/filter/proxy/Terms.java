package org.scrubber.filter.proxy;

import org.scrubber.classify.ProxyCookies;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Tcp;

/**
 * What two ends agree about in their SYNs: read from options, packed into the seven bits that a
 * cookie has room for, and written as options. Reused; one thread.
 *
 * <p>Sizes and scales that have no code of their own become the next smaller ones: a server then
 * sends a little less at once than the client would take.
 */
final class Terms {
  /** The scale of windows that clients are told, whatever their server's is: up to 8 MiB. */
  static final int SCALE = 7;

  /** No window scale was offered. */
  static final int NO_SCALE = -1;

  private static final int[] SIZES = {216, 536, 1_220, 1_360, 1_400, 1_440, 1_452, 1_460};
  private static final int[] SCALES = {NO_SCALE, 0, 3, 5, 6, 7, 8, 10};
  private static final int CODE_MASK = 7;
  private static final int SCALE_BITS = 3;
  private static final int SACK_BIT = 1 << 6;
  private static final int MAX_SCALE = 14;
  private static final int WORD = 4;

  /** Maximum segment size; 0 when there is no such option. */
  int segmentSize;

  /** Window scale, or {@link #NO_SCALE}. */
  int scale;

  /** Selective acknowledgements are permitted. */
  boolean sack;

  /** There are time stamps. */
  boolean timestamps;

  /** The sender's time stamp. */
  int stamp;

  /** What it echoes. */
  int echo;

  /** The segment is signed: it cannot be spoken for. */
  boolean signed;

  /** Reads the options of a header that was captured in full. */
  void read(long tcp) {
    clear();
    int end = (Memory.u8(tcp + Tcp.DATA_OFFSET) >>> 4) * WORD;
    int at = Tcp.MIN_HEADER_BYTES;
    while (at < end) {
      int kind = Memory.u8(tcp + at);
      if (kind == Tcp.NO_OPERATION) {
        at++;
        continue;
      }
      int length = at + 1 < end ? Memory.u8(tcp + at + 1) : 0;
      if (kind == Tcp.END_OF_OPTIONS || length < 2 || at + length > end) {
        return;
      }
      option(tcp + at, kind, length);
      at += length;
    }
  }

  private void clear() {
    segmentSize = 0;
    scale = NO_SCALE;
    sack = false;
    timestamps = false;
    stamp = 0;
    echo = 0;
    signed = false;
  }

  private void option(long at, int kind, int length) {
    if (kind == Tcp.SEGMENT_SIZE && length == 4) {
      segmentSize = Memory.u16(at + 2);
    } else if (kind == Tcp.WINDOW_SCALE && length == 3) {
      scale = Math.min(MAX_SCALE, Memory.u8(at + 2));
    } else if (kind == Tcp.SACK_PERMITTED) {
      sack = true;
    } else if (kind == Tcp.TIMESTAMPS && length == 10) {
      timestamps = true;
      stamp = Memory.i32(at + 2);
      echo = Memory.i32(at + 6);
    } else if (kind == Tcp.MD5_SIGNATURE || kind == Tcp.AUTHENTICATION) {
      signed = true;
    }
  }

  /** Leaves out what the server is not known to do. */
  void limit(int habits) {
    scale = (habits & Habits.SCALES) != 0 ? scale : NO_SCALE;
    sack &= (habits & Habits.SACKS) != 0;
    timestamps &= (habits & Habits.STAMPS) != 0;
  }

  /** Returns all but time stamps, which every later segment shows, in seven bits. */
  int code(int family) {
    int size = segmentSize > 0 ? segmentSize : usualSize(family);
    int code = code(SIZES, size) | code(SCALES, scale) << SCALE_BITS | (sack ? SACK_BIT : 0);
    assert code < ProxyCookies.TERMS : code;
    return code;
  }

  /** What a host may be sent that does not say (RFC 9293, 3.7.1). */
  private static int usualSize(int family) {
    return family == 4 ? 536 : 1_220;
  }

  private static int code(int[] values, int value) {
    int code = values.length - 1;
    while (code > 0 && values[code] > value) {
      code--;
    }
    return code;
  }

  /** Takes what was agreed from its code; time stamps stay as they were read. */
  void decode(int code) {
    segmentSize = SIZES[code & CODE_MASK];
    scale = SCALES[code >>> SCALE_BITS & CODE_MASK];
    sack = (code & SACK_BIT) != 0;
  }

  /** Takes the scale alone from a number that a client was given. */
  static int scaleOf(int number) {
    return SCALES[ProxyCookies.terms(number) >>> SCALE_BITS & CODE_MASK];
  }

  /**
   * Writes the options of a SYN or SYN-ACK, never more bytes than any that say the same.
   *
   * @param size maximum segment size, or 0 for none
   * @param shift window scale, or {@link #NO_SCALE}
   * @return their bytes, a multiple of four
   */
  int write(long at, int size, int shift, int value, int echoed) {
    int length = 0;
    if (size > 0) {
      Memory.putI32(at, Tcp.SEGMENT_SIZE << 24 | 4 << 16 | size);
      length = WORD;
    }
    int two = sack ? Tcp.SACK_PERMITTED << 24 | 2 << 16 : Tcp.NO_OPERATION << 24 | 1 << 16;
    if (timestamps) {
      Memory.putI32(at + length, two | Tcp.TIMESTAMPS << 8 | 10);
      Memory.putI32(at + length + WORD, value);
      Memory.putI32(at + length + 2 * WORD, echoed);
      length += 3 * WORD;
    } else if (sack) {
      Memory.putI32(at + length, two >>> 16 | Tcp.NO_OPERATION << 24 | Tcp.NO_OPERATION << 16);
      length += WORD;
    }
    if (shift != NO_SCALE) {
      int option = Tcp.NO_OPERATION << 24 | Tcp.WINDOW_SCALE << 16 | 3 << 8 | shift;
      Memory.putI32(at + length, option);
      length += WORD;
    }
    return length;
  }
}
