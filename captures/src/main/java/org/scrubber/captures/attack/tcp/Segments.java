package org.scrubber.captures.attack.tcp;

import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.world.Frame;
import org.scrubber.wire.Tcp;

/** Segments of connections that do not exist: ACKs, RSTs, FINs, and flags that none can have. */
public final class Segments {
  private static final int MIRAI_PAYLOAD_BYTES = 512;
  private static final int ALL_FLAGS = 0xff;
  private static final int[] IMPOSSIBLE = {
    0, Tcp.FIN | Tcp.PSH | Tcp.URG, Tcp.SYN | Tcp.FIN, Tcp.SYN | Tcp.RST, Tcp.FIN, ALL_FLAGS
  };

  private Segments() {}

  /** Writes an ACK of Mirai: 512 random bytes, no PSH, a window of the source's own. */
  public static void miraiAck(Frame frame, Shot shot) {
    int window = (int) shot.perSource() & 0xffff;
    shot.ip(frame, shot.ttl(64), shot.id(), false);
    tcp(frame, shot, Tcp.ACK, window).random(shot.random, MIRAI_PAYLOAD_BYTES);
  }

  /** Writes a bare ACK of 40 bytes, as in floods that aim at packet rates. */
  public static void bareAck(Frame frame, Shot shot) {
    int window = shot.random.chance(50) ? shot.random.below(1 << 16) : 1_024;
    shot.ip(frame, shot.ttl(255), shot.id(), false);
    tcp(frame, shot, Tcp.ACK, window);
  }

  /** Writes flags that no connection has: none, FIN alone, SYN with FIN or RST, all of them. */
  public static void impossibleFlags(Frame frame, Shot shot) {
    int flags = IMPOSSIBLE[shot.random.below(IMPOSSIBLE.length)];
    shot.ip(frame, shot.ttl(64), shot.id(), false);
    tcp(frame, shot, flags, 1_024);
  }

  /** Writes an RST with a random sequence number and window 0. */
  public static void rst(Frame frame, Shot shot) {
    shot.ip(frame, shot.ttl(64), shot.id(), false);
    frame.tcp(shot.clientPort(), shot.targetPort, shot.random.nextInt(), 0, Tcp.RST, 0);
  }

  /** Writes a FIN with random numbers. */
  public static void fin(Frame frame, Shot shot) {
    shot.ip(frame, shot.ttl(64), shot.id(), false);
    tcp(frame, shot, Tcp.FIN | Tcp.ACK, shot.random.below(1 << 16));
  }

  /** Writes a push without data. */
  public static void emptyPush(Frame frame, Shot shot) {
    shot.ip(frame, shot.ttl(64), shot.id(), false);
    tcp(frame, shot, Tcp.PSH | Tcp.ACK, shot.random.below(1 << 16));
  }

  /** Writes a SYN from the target to itself, from the port that it goes to. */
  public static void land(Frame frame, Shot shot) {
    shot.ip(frame, shot.ttl(64), shot.id(), false);
    frame.tcp(shot.targetPort, shot.targetPort, shot.random.nextInt(), 0, Tcp.SYN, 2_048);
  }

  /** Writes an ACK that a server sends which was made to believe in a connection. */
  public static void reflectedAck(Frame frame, Shot shot) {
    shot.ip(frame, shot.ttl(64), 0, true);
    frame.tcp(443, shot.targetPort, shot.random.nextInt(), shot.random.nextInt(), Tcp.ACK, 502);
  }

  /** Writes the RST of a server for a connection that it does not know. */
  public static void reflectedRst(Frame frame, Shot shot) {
    shot.ip(frame, shot.ttl(64), 0, true);
    int flags = Tcp.RST | Tcp.ACK;
    frame.tcp(443, shot.targetPort, 0, shot.random.nextInt(), flags, 0);
  }

  /** Writes the page that a censoring middlebox sends into a connection that does not exist. */
  public static void page(Frame frame, Shot shot, int ttl, int id, int seq, int ack, byte[] page) {
    shot.ip(frame, ttl, id, false);
    frame.tcp(80, shot.targetPort, seq, ack, Tcp.PSH | Tcp.ACK, 65_535).bytes(page);
  }

  private static Frame tcp(Frame frame, Shot shot, int flags, int window) {
    int seq = shot.random.nextInt();
    return frame.tcp(shot.clientPort(), shot.targetPort, seq, shot.random.nextInt(), flags, window);
  }
}
