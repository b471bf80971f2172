package org.scrubber.captures.tcp.service;

import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.tcp.Dialogue;
import org.scrubber.captures.tcp.Hellos;
import org.scrubber.captures.tcp.TcpConnection;

/**
 * Mail over TLS from the first byte: a few commands, then a message up (submission) or messages
 * down (reading), with a pause before the end.
 *
 * @param submits which of both
 */
record Mailbox(boolean submits) implements Dialogue {
  private static final double MESSAGE_BYTES = 40_000;
  private static final double SIGMA = 1.2;
  private static final int LARGEST_BYTES = 2_000_000;
  private static final long MS = 1_000_000L;
  private static final int LARGE_ASK = 6;
  private static final int LARGE_ANSWER = 7;
  private static final int LAST_TURN = 10;

  @Override
  public void next(TcpConnection connection, int turn) {
    RandomStream random = connection.random();
    int side = turn % 2 == 0 ? TcpConnection.CLIENT : TcpConnection.SERVER;
    if (turn == 0) {
      connection.say(side, Hellos.client(random), 0);
    } else if (turn == 1) {
      connection.say(side, Hellos.server(), 3_600, 2 * MS);
    } else if (turn < LAST_TURN) {
      boolean large = turn == (submits ? LARGE_ASK : LARGE_ANSWER);
      int bytes =
          large
              ? 500 + (int) Math.min(LARGEST_BYTES, random.logNormal(MESSAGE_BYTES, SIGMA))
              : random.between(60, 250);
      connection.say(side, Hellos.record(bytes), bytes, random.between(1, 60) * MS);
    } else {
      connection.finish(TcpConnection.CLIENT, random.between(100, 5_000) * MS);
    }
  }
}
