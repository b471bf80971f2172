package org.scrubber.captures.tcp;

/** One question and one answer over a connection of their own, for example DNS over TCP. */
public final class Exchange implements Dialogue {
  private static final long ANSWER_NS = 1_000_000L;

  private final byte[] question;
  private final byte[] answer;
  private final int answerBytes;
  private final Done done;
  private boolean answered;

  /** Who wants to know how it went. */
  public interface Done {
    /**
     * The client has the whole answer, or will never have it.
     *
     * @param answered whether it has
     */
    void done(boolean answered);
  }

  private Exchange(byte[] question, byte[] answer, int answerBytes, Done done) {
    this.question = question;
    this.answer = answer;
    this.answerBytes = answerBytes;
    this.done = done;
  }

  /**
   * Starts an exchange now.
   *
   * @param traffic what it belongs to
   * @param client who asks
   * @param server who answers
   * @param question all of it, 1 byte or more; not to be changed any more
   * @param answer how the answer begins, or all of it; not to be changed any more
   * @param answerBytes of the whole answer, at least as many; the rest is noise
   * @param done called once
   * @return the connection
   */
  public static TcpConnection start(
      Traffic traffic,
      Host client,
      int clientPort,
      Host server,
      int serverPort,
      byte[] question,
      byte[] answer,
      int answerBytes,
      Done done) {
    Exchange exchange = new Exchange(question, answer, answerBytes, done);
    ConnectionPlan plan = new ConnectionPlan().reconnecting(0);
    TcpConnection connection =
        new TcpConnection(traffic, plan, exchange, client, clientPort, server, serverPort);
    connection.start(traffic.world().nowNs());
    return connection;
  }

  @Override
  public void next(TcpConnection connection, int turn) {
    switch (turn) {
      case 0 -> connection.say(TcpConnection.CLIENT, question, 0);
      case 1 -> connection.say(TcpConnection.SERVER, answer, answerBytes, ANSWER_NS);
      default -> {
        answered = true;
        done.done(true);
        connection.finish(TcpConnection.CLIENT, ANSWER_NS);
      }
    }
  }

  @Override
  public void over(TcpConnection connection, boolean well) {
    if (!answered) {
      done.done(false);
    }
  }
}
