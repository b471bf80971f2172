package org.scrubber.captures.tcp;

import org.scrubber.captures.world.Actor;
import org.scrubber.captures.world.World;

/** A connection that shall always be there: when it is over, the client opens another one. */
public final class Standing implements Dialogue, Actor {
  private static final double PAUSES_PER_SECOND = 0.2;

  private final Traffic traffic;
  private final ConnectionPlan plan;
  private final Dialogue dialogue;
  private final Host client;
  private final Host server;
  private final int serverPort;

  private Standing(
      Traffic traffic,
      ConnectionPlan plan,
      Dialogue dialogue,
      Host client,
      Host server,
      int serverPort) {
    this.traffic = traffic;
    this.plan = plan;
    this.dialogue = dialogue;
    this.client = client;
    this.server = server;
    this.serverPort = serverPort;
  }

  /**
   * Opens the connection for the first time within a second from now.
   *
   * @param dialogue what is said, from its beginning on every connection
   */
  public static void keep(
      Traffic traffic,
      ConnectionPlan plan,
      Dialogue dialogue,
      Host client,
      Host server,
      int serverPort) {
    Standing standing = new Standing(traffic, plan, dialogue, client, server, serverPort);
    World world = traffic.world();
    long waitNs = traffic.stream().random().below(1_000_000_000);
    world.at(traffic.stream(), world.nowNs() + waitNs, standing, 0);
  }

  @Override
  public void act(World world, int code) {
    int port = traffic.stream().random().between(32_768, 60_999);
    new TcpConnection(traffic, plan, this, client, port, server, serverPort).start(world.nowNs());
  }

  @Override
  public void next(TcpConnection connection, int turn) {
    dialogue.next(connection, turn);
  }

  @Override
  public boolean isServerFirst() {
    return dialogue.isServerFirst();
  }

  @Override
  public void over(TcpConnection connection, boolean well) {
    dialogue.over(connection, well);
    World world = traffic.world();
    long waitNs = traffic.stream().random().waitNs(PAUSES_PER_SECOND);
    world.at(traffic.stream(), world.nowNs() + waitNs, this, 0);
  }
}
