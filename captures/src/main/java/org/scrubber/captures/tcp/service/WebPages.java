package org.scrubber.captures.tcp.service;

import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.tcp.Dialogue;
import org.scrubber.captures.tcp.Hellos;
import org.scrubber.captures.tcp.TcpConnection;

/**
 * A browser that fetches a page and what belongs to it over TLS: about six requests, the first
 * answer the largest.
 */
public final class WebPages implements Dialogue {
  private static final double MEAN_REQUESTS = 6;
  private static final double PAGE_BYTES = 18_000;
  private static final double PART_BYTES = 3_900;
  private static final double SIGMA = 1.2;
  private static final int LARGEST_BYTES = 400_000;
  private static final int IDLE_PERCENT = 1;
  private static final long MS = 1_000_000L;

  private final Manners manners;
  private int left;

  /**
   * How servers and users are in a bad hour.
   *
   * @param slowestAnswerMs answers take up to so long; ordinary ones take 2 to 30 ms
   * @param leavePercent of users who reset the connection instead of waiting on
   */
  public record Manners(int slowestAnswerMs, int leavePercent) {
    /** An ordinary hour. */
    public static final Manners USUAL = new Manners(30, 0);
  }

  /** Creates the dialogue of one connection. */
  public WebPages(RandomStream random, Manners manners) {
    this.manners = manners;
    left = random.geometric(MEAN_REQUESTS);
  }

  @Override
  public void next(TcpConnection connection, int turn) {
    RandomStream random = connection.random();
    switch (turn) {
      case 0 -> connection.say(TcpConnection.CLIENT, Hellos.client(random), 0);
      case 1 ->
          connection.say(
              TcpConnection.SERVER, Hellos.server(), random.between(2_500, 4_300), 2 * MS);
      default -> {
        if (turn % 2 != 0) {
          answer(connection, turn);
        } else if (left-- > 0) {
          ask(connection, turn);
        } else {
          connection.finish(TcpConnection.CLIENT, random.between(50, 3_000) * MS);
        }
      }
    }
  }

  private void ask(TcpConnection connection, int turn) {
    RandomStream random = connection.random();
    // The first one comes together with the end of the client's handshake.
    int bytes = random.between(300, 900) + (turn == 2 ? 80 : 0);
    long waitMs = turn == 2 ? 1 : 5 + (long) Math.min(5_000, random.logNormal(60, 1.2));
    if (random.chance(IDLE_PERCENT) && turn > 2 && left == 0) {
      waitMs = random.between(120_000, 300_000);
    }
    if (turn > 2 && random.below(1_000) < manners.leavePercent() * 10 / (int) MEAN_REQUESTS) {
      connection.abort(TcpConnection.CLIENT, waitMs * MS);
      return;
    }
    connection.say(TcpConnection.CLIENT, Hellos.record(bytes), bytes, waitMs * MS);
  }

  private void answer(TcpConnection connection, int turn) {
    RandomStream random = connection.random();
    double median = turn == 3 ? PAGE_BYTES : PART_BYTES;
    int bytes = 200 + (int) Math.min(LARGEST_BYTES, random.logNormal(median, SIGMA));
    long waitMs = random.between(2, manners.slowestAnswerMs());
    connection.say(TcpConnection.SERVER, Hellos.record(bytes), bytes, waitMs * MS);
  }
}
