package org.scrubber.captures.tcp;

/**
 * Steps of a connection in an {@code int}: four bits of kind, one of side, 27 of value. A segment's
 * step is also the event of its arrival.
 */
final class Step {
  static final int SYN = 0;
  static final int SYN_ACK = 1;
  static final int ACK = 2;
  static final int DATA = 3;
  static final int FIN = 4;
  static final int RST = 5;
  static final int PROBE = 6;

  /** The client's RST to a challenge: sent by this event. */
  static final int PROOF = 7;

  static final int SYN_AGAIN = 8;
  static final int RESEND = 9;
  static final int SEND = 10;
  static final int SPEAK = 11;
  static final int LATE_ACK = 12;
  static final int CLOSE = 13;

  /** The scrubber has sent this end an RST. */
  static final int KILLED = 14;

  /** An acknowledgement that another one has overtaken: sent by this event. */
  static final int OVERTAKEN_ACK = 15;

  private static final int VALUE_BITS = 27;
  private static final int OFFSET_BITS = 16;

  private Step() {}

  static int of(int kind, int side, int value) {
    return kind << VALUE_BITS + 1 | side << VALUE_BITS | value & (1 << VALUE_BITS) - 1;
  }

  /** Returns the step of data at an offset; less than 32 KiB are on the way, so 16 bits suffice. */
  static int data(int kind, int side, int offset, int lengthBytes) {
    return of(kind, side, lengthBytes << OFFSET_BITS | offset & 0xffff);
  }

  static int kind(int step) {
    return step >>> VALUE_BITS + 1;
  }

  /** Returns who sent it, or whose timer it is. */
  static int side(int step) {
    return step >>> VALUE_BITS & 1;
  }

  static int lengthBytes(int step) {
    return (step & (1 << VALUE_BITS) - 1) >>> OFFSET_BITS;
  }

  /** Returns how far the step's offset lies behind one that is near. */
  static int offsetFrom(int near, int step) {
    return (short) (step - near);
  }

  /** Returns the value, as the number next to one that is near. */
  static int valueNear(int near, int step) {
    int shift = 32 - VALUE_BITS;
    return near + ((step - near) << shift >> shift);
  }
}
