package org.scrubber.captures.tcp.service;

import java.nio.charset.StandardCharsets;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.tcp.Dialogue;
import org.scrubber.captures.tcp.Hellos;
import org.scrubber.captures.tcp.TcpConnection;

/** SMTP: the server greets, the client asks for TLS, then hands over one message. */
final class Delivery implements Dialogue {
  private static final double MESSAGE_BYTES = 30_000;
  private static final double SIGMA = 1.3;
  private static final int LARGEST_BYTES = 2_000_000;
  private static final long MS = 1_000_000L;
  private static final int MESSAGE_TURN = 13;
  private static final int LAST_TURN = 16;
  private static final byte[][] PLAIN = {
    text("220 mail.example ESMTP\r\n"),
    text("EHLO relay.example\r\n"),
    text("250-mail.example\r\n250-SIZE 36700160\r\n250-8BITMIME\r\n250 STARTTLS\r\n"),
    text("STARTTLS\r\n"),
    text("220 2.0.0 Ready to start TLS\r\n"),
  };

  private static byte[] text(String line) {
    return line.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public boolean isServerFirst() {
    return true;
  }

  @Override
  public void next(TcpConnection connection, int turn) {
    RandomStream random = connection.random();
    int side = turn % 2 == 0 ? TcpConnection.SERVER : TcpConnection.CLIENT;
    long waitNs = random.between(1, 20) * MS;
    if (turn < PLAIN.length) {
      connection.say(side, PLAIN[turn], waitNs);
    } else if (turn == PLAIN.length) {
      connection.say(side, Hellos.client(random), MS);
    } else if (turn == PLAIN.length + 1) {
      connection.say(side, Hellos.server(), 3_600, 2 * MS);
    } else if (turn < LAST_TURN) {
      int bytes =
          turn == MESSAGE_TURN
              ? 500 + (int) Math.min(LARGEST_BYTES, random.logNormal(MESSAGE_BYTES, SIGMA))
              : random.between(60, 200);
      connection.say(side, Hellos.record(bytes), bytes, waitNs);
    } else {
      connection.finish(TcpConnection.CLIENT, waitNs);
    }
  }
}
