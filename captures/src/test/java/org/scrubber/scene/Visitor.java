package org.scrubber.scene;

/** A legitimate TCP client of a scene: handshake, data both ways, goodbye. */
public final class Visitor {
  private final String client;
  private final int clientPort;
  private final String server;
  private final int serverPort;
  private final int clientStart;
  private final int serverStart;
  private final String label;

  /** A client on a port of its own; sequence numbers follow from the port. */
  public Visitor(String label, String client, int clientPort, String server, int serverPort) {
    this.label = label;
    this.client = client;
    this.clientPort = clientPort;
    this.server = server;
    this.serverPort = serverPort;
    clientStart = clientPort * 7_919;
    serverStart = clientPort * 104_729 + 1;
  }

  /** Sends the SYN. */
  public Scene syn(Scene scene) {
    return scene.send(label, Packets.syn(client, clientPort, server, serverPort, clientStart));
  }

  /** Sends the server's SYN-ACK. */
  public Scene synAck(Scene scene) {
    return scene.send(
        label,
        Packets.synAck(server, serverPort, client, clientPort, serverStart, clientStart + 1));
  }

  /** Sends the ACK that completes the handshake. */
  public Scene ack(Scene scene) {
    return scene.send(
        label,
        Packets.ack(client, clientPort, server, serverPort, clientStart + 1, serverStart + 1, 0));
  }

  /** Sends the client's n-th segment of data, and the server's answer. */
  public Scene data(Scene scene, int n) {
    int sent = clientStart + 1 + 100 * n;
    int received = serverStart + 1 + 200 * n;
    scene.send(label, Packets.ack(client, clientPort, server, serverPort, sent, received, 100));
    return scene.send(
        label, Packets.ack(server, serverPort, client, clientPort, received, sent + 100, 200));
  }

  /** Completes a handshake at once. */
  public Scene connect(Scene scene) {
    syn(scene);
    synAck(scene);
    return ack(scene);
  }
}
