package org.scrubber.captures.tcp;

import org.scrubber.captures.random.RandomStream;

/**
 * One end of a connection: what it has sent and got. Offsets count bytes from the first one of a
 * direction; they wrap, so only their differences mean anything.
 */
final class End {
  /** Waits for a SYN. */
  static final int LISTENS = 0;

  /** Has sent a SYN. */
  static final int ASKS = 1;

  /** Has got a SYN and sent its answer. */
  static final int ANSWERS = 2;

  /** Is connected. */
  static final int OPEN = 3;

  final Host host;
  final int side;
  final int port;
  final int firstNumber;
  final int clock;
  final int synWindow;

  int state = LISTENS;
  int segmentBytes;
  int id;
  int window;
  int synsSent;

  /** The peer's window has been closed since the handshake: nothing may be said yet. */
  boolean held;

  // As a sender.
  int said;
  int sent;
  int acked;
  int inFlightSegments = 10;
  int duplicates;
  int retries;
  long resendAtNs;
  boolean resendArmed;
  boolean sending;
  boolean finWanted;
  boolean finSent;
  boolean finAcked;
  byte[] opening;
  int openingAt;

  // As a receiver.
  int got;
  int gotAcknowledged;
  int unacknowledged;
  boolean ackArmed;
  boolean finGot;

  End(Host host, int side, int port, RandomStream random) {
    this.host = host;
    this.side = side;
    this.port = port;
    long word = random.next();
    firstNumber = (int) word;
    id = (int) (word >>> 32) & 0xffff;
    clock = (int) (word >>> 40) * 977;
    synWindow = host.stack().synWindow(host.address().isV4(), random);
    window = host.stack().window(synWindow);
  }

  int nextId() {
    id = host.stack().nextId(id);
    return id;
  }

  /** Returns the offset up to which this end has everything, the FIN counted as one byte. */
  int acknowledges() {
    return got + (finGot ? 1 : 0);
  }

  /** Tells whether something is on its way that is not acknowledged. */
  boolean isOutstanding() {
    return sent != acked || finSent && !finAcked;
  }

  boolean hasRoom() {
    return sent - acked < inFlightSegments * segmentBytes;
  }

  /** Returns the clock of its timestamps, ms. */
  int stamp(long nowNs) {
    return clock + (int) (nowNs / 1_000_000);
  }
}
