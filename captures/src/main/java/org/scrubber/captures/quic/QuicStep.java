package org.scrubber.captures.quic;

/**
 * Steps of a connection, in the lowest byte of a code: of packets, of what somebody does, or of
 * both. The next byte is an index; the rest a number that grows, modulo 65,536.
 */
final class QuicStep {
  static final int HELLO = 0;
  static final int ANSWER = 1;
  static final int RETRY = 2;
  static final int FINISH = 3;
  static final int REQUEST = 4;
  static final int SERVER_ACK = 5;
  static final int RESPOND = 6;
  static final int DATA = 7;
  static final int ACK = 8;
  static final int CLIENT_TIMER = 9;
  static final int SERVER_TIMER = 10;
  static final int RACE = 11;
  static final int AGAIN = 12;
  static final int CLOSE = 13;

  /** Index bit of a data packet that its receiver acknowledges. */
  static final int ASKS = 1;

  /** Index bit of a burst's last packet. */
  static final int BURST_END = 2;

  /** Index bit of a response's last packet. */
  static final int RESPONSE_END = 4;

  private QuicStep() {}

  static int of(int step, int index, int number) {
    return step | index << 8 | number << 16;
  }

  static int step(int code) {
    return code & 0xff;
  }

  static int index(int code) {
    return code >>> 8 & 0xff;
  }

  static int number(int code) {
    return code >>> 16;
  }

  /** Tells whether a code's number is this one, modulo 65,536. */
  static boolean isNumber(int code, int number) {
    return number(code) == (number & 0xffff);
  }
}
