package org.scrubber.captures.sample;

import java.util.Arrays;
import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.Fingerprints;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.packet.TcpLayer;
import org.scrubber.captures.random.RandomStream;

/** A TCP connection with right sequence numbers, in both directions; either side may be client. */
final class TcpTalk extends Talk {
  private static final int SEGMENT_BYTES = 1400;
  private static final int SERVER_WINDOW = 65160;

  private final boolean clientOutside;
  private final Stack stack;
  private final int clientClock;
  private final int serverClock;
  private final long openedNs;
  private int clientSeq;
  private int serverSeq;

  /** How the client's system builds its SYN. */
  enum Stack {
    /** Linux 5. */
    LINUX(64),
    /** Windows 10. */
    WINDOWS(128),
    /** Apple systems. */
    APPLE(64),
    /** A small device: a SYN with nothing but the segment size. */
    BARE(64);

    private final int initialTtl;

    Stack(int initialTtl) {
      this.initialTtl = initialTtl;
    }

    /** Draws one, weighted as clients on the Internet are. */
    static Stack draw(RandomStream random) {
      int percent = random.below(100);
      return percent < 30 ? LINUX : percent < 68 ? WINDOWS : percent < 98 ? APPLE : BARE;
    }
  }

  TcpTalk(
      Stage stage,
      Label label,
      RandomStream random,
      Endpoints inbound,
      boolean clientOutside,
      Stack stack,
      long startNs) {
    super(stage, label, random, inbound, clientOutside ? stack.initialTtl : 64, startNs);
    this.clientOutside = clientOutside;
    this.stack = stack;
    this.openedNs = startNs;
    this.clientClock = random.nextInt();
    this.serverClock = random.nextInt();
    this.clientSeq = random.nextInt();
    this.serverSeq = random.nextInt();
  }

  /** Shakes hands. */
  void open() {
    send(clientOutside, syn());
    clientSeq++;
    answerSyn();
    serverSeq++;
    segment(clientOutside, false, new byte[0]);
  }

  /** Sends the SYN twice, a second apart, as when the first was lost behind the scrubber. */
  void openAfterRetransmission() {
    send(clientOutside, syn());
    pause(1_000_000_000L);
    open();
  }

  /** Sends data from the client. */
  void request(byte[] data) {
    data(clientOutside, data);
  }

  /** Sends data from the server. */
  void response(byte[] data) {
    data(!clientOutside, data);
  }

  /** Acknowledges once more without data, as keep-alives and window updates do. */
  void clientAck() {
    segment(clientOutside, false, new byte[0]);
  }

  /** Closes in both directions, client first. */
  void close() {
    finish(clientOutside);
    finish(!clientOutside);
    segment(clientOutside, false, new byte[0]);
  }

  /** Resets, as a browser does that lost interest. */
  void abort() {
    send(clientOutside, tcp(clientOutside).rst().ack(serverSeq));
  }

  private PacketBuilder syn() {
    Endpoints ends = ends(clientOutside);
    PacketBuilder link = clientOutside ? Recording.fromOutside() : Recording.fromInside();
    int ttl = ttl(clientOutside);
    int id = nextId(clientOutside);
    return switch (stack) {
      case LINUX -> Fingerprints.linuxSyn(link, ends, ttl, id, clientSeq, clientClock);
      case WINDOWS -> Fingerprints.windowsSyn(link, ends, ttl, id, clientSeq);
      case APPLE -> Fingerprints.appleSyn(link, ends, ttl, clientSeq, clientClock);
      case BARE -> Fingerprints.bareSyn(link, ends, ttl, id, clientSeq, 4096);
    };
  }

  private void answerSyn() {
    Endpoints ends = ends(!clientOutside);
    TcpLayer answer =
        ip(!clientOutside, true)
            .tcp(ends.sourcePort(), ends.targetPort())
            .syn()
            .seq(serverSeq)
            .ack(clientSeq)
            .window(SERVER_WINDOW)
            .mss(1460);
    switch (stack) {
      case LINUX, APPLE ->
          answer.sackPermitted().timestamp(serverClock, clientClock).nop().windowScale(7);
      case WINDOWS -> answer.nop().nop().sackPermitted().nop().windowScale(7);
      case BARE -> answer.window(29200);
    }
    send(!clientOutside, answer);
  }

  private void data(boolean fromOutside, byte[] data) {
    int segments = 0;
    for (int offset = 0; offset < data.length; offset += SEGMENT_BYTES) {
      int end = Math.min(data.length, offset + SEGMENT_BYTES);
      segment(fromOutside, end == data.length, Arrays.copyOfRange(data, offset, end));
      segments++;
      if (segments % 2 == 0 || end == data.length) {
        segment(!fromOutside, false, new byte[0]);
      }
    }
  }

  private void segment(boolean fromOutside, boolean push, byte[] data) {
    TcpLayer layer = withClocks(fromOutside, acknowledging(fromOutside));
    send(fromOutside, (push ? layer.psh() : layer).payload(data));
    advance(fromOutside, data.length);
  }

  private void finish(boolean fromOutside) {
    send(fromOutside, withClocks(fromOutside, acknowledging(fromOutside).fin()));
    advance(fromOutside, 1);
  }

  private TcpLayer acknowledging(boolean fromOutside) {
    return tcp(fromOutside).ack(fromOutside == clientOutside ? serverSeq : clientSeq);
  }

  private TcpLayer tcp(boolean fromOutside) {
    Endpoints ends = ends(fromOutside);
    return ip(fromOutside, true)
        .tcp(ends.sourcePort(), ends.targetPort())
        .seq(fromOutside == clientOutside ? clientSeq : serverSeq)
        .window(fromOutside == clientOutside ? 502 : 501);
  }

  private TcpLayer withClocks(boolean fromOutside, TcpLayer layer) {
    if (stack == Stack.WINDOWS || stack == Stack.BARE) {
      return layer.window(stack == Stack.BARE ? 8192 : 1026);
    }
    int elapsedMs = (int) ((nowNs() - openedNs) / 1_000_000);
    boolean client = fromOutside == clientOutside;
    int own = (client ? clientClock : serverClock) + elapsedMs;
    int other = (client ? serverClock : clientClock) + elapsedMs;
    return layer.nop().nop().timestamp(own, other);
  }

  private void advance(boolean fromOutside, int count) {
    if (fromOutside == clientOutside) {
      clientSeq += count;
    } else {
      serverSeq += count;
    }
  }
}
