package org.scrubber.captures.tcp;

/**
 * What two applications say to each other over a connection, in turns. May be shared by many
 * connections when it keeps nothing of one.
 */
public interface Dialogue {
  /**
   * All that was said so far has arrived: says what comes next by calling exactly one of {@link
   * TcpConnection#say}, {@link TcpConnection#probe}, {@link TcpConnection#finish} and {@link
   * TcpConnection#abort}.
   *
   * @param turn how often this was asked before, from 0
   */
  void next(TcpConnection connection, int turn);

  /** Tells whether the server speaks first; the same at every call. */
  default boolean isServerFirst() {
    return false;
  }

  /**
   * The server has the first byte of a request, or where it speaks first, the connection.
   *
   * @param timeNs since when, not after now
   */
  default void served(TcpConnection connection, long timeNs) {}

  /**
   * The connection is over, or could not be opened.
   *
   * @param well true when its ends closed it as they meant to
   */
  default void over(TcpConnection connection, boolean well) {}
}
