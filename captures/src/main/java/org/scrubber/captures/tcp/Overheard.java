package org.scrubber.captures.tcp;

import org.scrubber.captures.plan.Address;
import org.scrubber.captures.world.LiveFlow;

/**
 * A connection as somebody overhears it who stands on its path.
 *
 * @param connection which one
 */
record Overheard(TcpConnection connection) implements LiveFlow {
  @Override
  public boolean isAlive() {
    return !connection.isOver();
  }

  @Override
  public Address client() {
    return end(TcpConnection.CLIENT).host.address();
  }

  @Override
  public int clientPort() {
    return end(TcpConnection.CLIENT).port;
  }

  @Override
  public Address server() {
    return end(TcpConnection.SERVER).host.address();
  }

  @Override
  public int clientSequence() {
    return next(end(TcpConnection.CLIENT));
  }

  @Override
  public int serverSequence() {
    return next(end(TcpConnection.SERVER));
  }

  private End end(int side) {
    return connection.end(side);
  }

  private static int next(End end) {
    return end.firstNumber + 1 + end.sent;
  }
}
