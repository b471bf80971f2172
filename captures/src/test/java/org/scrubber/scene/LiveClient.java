package org.scrubber.scene;

import org.scrubber.captures.packet.PacketBuilder;

/**
 * A client's TCP as RFC 9293 describes it: sends its SYN, again after 1 s and 3 s, answers a
 * SYN-ACK with a wrong number by a RST and stays in SYN-SENT, and completes the handshake.
 */
public final class LiveClient {
  private static final long TIMEOUT_NS = 1_000_000_000L;
  private static final int TRIES = 3;

  private final String label;
  private final Segment syn;
  private final byte[] frame;
  private final long beginNs;
  private long connectedNs = -1;
  private int sent;
  private int arrivals;

  /**
   * A client that begins at that time.
   *
   * @param syn the SYN that its stack sends, each time
   */
  public LiveClient(String label, long atMs, PacketBuilder syn) {
    this.label = label;
    frame = syn.build();
    this.syn = new Segment(frame);
    beginNs = atMs * 1_000_000;
  }

  /** Returns how long the handshake took, ms; -1 when there was none. */
  public long connectedAfterMs() {
    return connectedNs < 0 ? -1 : (connectedNs - beginNs) / 1_000_000;
  }

  /** Returns how many SYNs it sent. */
  public int synsSent() {
    return sent;
  }

  /** Returns how many SYNs of its reached the server. */
  public int synsArrived() {
    return arrivals;
  }

  String end() {
    return syn.source();
  }

  long beginNs() {
    return beginNs;
  }

  void begin(Live world) {
    if (connectedNs >= 0 || sent == TRIES) {
      return;
    }
    world.send(label, frame);
    world.after(TIMEOUT_NS << sent++, () -> begin(world));
  }

  void reachesServer() {
    arrivals++;
  }

  /** Tells whether a segment acknowledges what was sent. */
  boolean expects(Segment segment) {
    return segment.acknowledgement() == syn.sequence() + 1;
  }

  void receive(Live world, Segment segment) {
    if (connectedNs >= 0 || !segment.isSynAck()) {
      return;
    }
    if (!expects(segment)) {
      world.send(
          label,
          segment
              .reply()
              .tcp(segment.targetPort(), segment.sourcePort())
              .rst()
              .seq(segment.acknowledgement())
              .window(0)
              .build());
      return;
    }
    connectedNs = world.nowNs();
    for (int bytes : new int[] {0, 200}) {
      world.send(
          label,
          segment
              .reply()
              .tcp(segment.targetPort(), segment.sourcePort())
              .seq(syn.sequence() + 1)
              .ack(segment.sequence() + 1L)
              .payload(Packets.noise(bytes, bytes))
              .build());
    }
  }
}
