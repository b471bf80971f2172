package org.scrubber.io.afpacket;

import org.scrubber.wire.Memory;

/**
 * What the kernel says of a frame right before it, and is told by the sender: {@code struct
 * virtio_net_hdr}. It carries checksums that nobody has finished yet, and segments that nobody has
 * cut yet (GSO), from one interface to the other, where the kernel or the card sees to them.
 */
final class VnetHeader {
  /** Bytes before the frame. */
  static final int BYTES = 10;

  private static final int FLAGS = -BYTES;
  private static final int GSO_TYPE = -9;
  private static final int HEADERS_BYTES = -8;
  private static final int CHECKSUM_START = -4;
  private static final int CHECKSUM_OFFSET = -2;
  private static final int NEEDS_CHECKSUM = 1;

  private VnetHeader() {}

  /** Tells whether the frame's checksum is not finished. */
  static boolean needsChecksum(long frame) {
    return (Memory.u8(frame + FLAGS) & NEEDS_CHECKSUM) != 0;
  }

  /** Tells whether the frame is still to be cut into segments. */
  static boolean isSuperPacket(long frame) {
    return Memory.u8(frame + GSO_TYPE) != 0;
  }

  /** Returns where checksumming starts, from the frame's start. */
  static int checksumStart(long frame) {
    return Memory.u16Le(frame + CHECKSUM_START);
  }

  /** Returns where the checksum is, from where checksumming starts. */
  static int checksumOffset(long frame) {
    return Memory.u16Le(frame + CHECKSUM_OFFSET);
  }

  /** Says that there is nothing to do. */
  static void clear(long frame) {
    Memory.putI64(frame + FLAGS, 0);
    Memory.putU16(frame + CHECKSUM_OFFSET, 0);
  }

  /**
   * Moves the header to before {@code to}, {@code longerBytes} before where it was, as the frame
   * has become longer by that at its head.
   */
  static void move(long from, long to, int longerBytes) {
    long head = Memory.i64(from + FLAGS);
    int checksumOffset = Memory.u16(from + CHECKSUM_OFFSET);
    Memory.putI64(to + FLAGS, head);
    Memory.putU16(to + CHECKSUM_OFFSET, checksumOffset);
    if (needsChecksum(to)) {
      Memory.putU16Le(to + CHECKSUM_START, checksumStart(to) + longerBytes);
    }
    int headersBytes = Memory.u16Le(to + HEADERS_BYTES);
    if (headersBytes != 0) {
      Memory.putU16Le(to + HEADERS_BYTES, headersBytes + longerBytes);
    }
  }
}
