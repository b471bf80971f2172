package org.scrubber.captures.attack.udp;

import java.util.List;
import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.attack.tool.Tool;
import org.scrubber.captures.world.Frame;
import org.scrubber.wire.Protocols;

/**
 * What reflectors send to whoever seems to have asked: replies from one port, the long ones in
 * fragments, of which only the first shows ports.
 */
public final class Reflection implements Tool {
  private static final int MTU_PAYLOAD_BYTES = 1_480;
  private static final int UDP_BYTES = 8;

  private final int port;
  private final byte[][] replies;
  private final boolean freshId;
  private byte[] reply;
  private int sentBytes;
  private int id;
  private int sourcePort;

  /**
   * Creates the tool.
   *
   * @param port source port; 0 for a random one
   * @param replies payloads to choose from
   * @param freshId true when a reply begins with two bytes that the question has chosen
   */
  public Reflection(int port, List<byte[]> replies, boolean freshId) {
    this.port = port;
    this.replies = replies.toArray(byte[][]::new);
    this.freshId = freshId;
    reply = this.replies[0];
    sentBytes = reply.length + UDP_BYTES;
  }

  @Override
  public boolean hasMore() {
    return sentBytes < reply.length + UDP_BYTES;
  }

  @Override
  public double packetsATime() {
    int packets = 0;
    for (byte[] one : replies) {
      packets += (one.length + UDP_BYTES + MTU_PAYLOAD_BYTES - 1) / MTU_PAYLOAD_BYTES;
    }
    return (double) packets / replies.length;
  }

  @Override
  public void write(Frame frame, Shot shot) {
    if (hasMore()) {
      later(frame, shot);
      return;
    }
    reply = replies[shot.random.below(replies.length)];
    sourcePort = port == 0 ? shot.clientPort() : port;
    if (reply.length + UDP_BYTES <= MTU_PAYLOAD_BYTES) {
      sentBytes = reply.length + UDP_BYTES;
      single(frame, shot, sourcePort, shot.ttl(64), 0, reply, freshId ? shot.id() : -1);
    } else {
      first(frame, shot);
    }
  }

  /**
   * Writes a reply that fits one packet.
   *
   * @param fresh what replaces its first two bytes, or -1
   */
  public static void single(
      Frame frame, Shot shot, int sourcePort, int ttl, int id, byte[] reply, int fresh) {
    shot.ip(frame, ttl, id, true).udp(sourcePort, shot.targetPort);
    body(frame, reply, reply.length, fresh);
  }

  private void first(Frame frame, Shot shot) {
    id = shot.id();
    sentBytes = MTU_PAYLOAD_BYTES;
    frame.ipv4(shot.sourceLow, shot.targetLow, shot.ttl(64), id, Frame.MF, 0);
    frame.protocol(Protocols.UDP).u16(sourcePort).u16(shot.targetPort);
    frame.u16(reply.length + UDP_BYTES).u16(0); // No checksum, as IPv4 allows.
    body(frame, reply, MTU_PAYLOAD_BYTES - UDP_BYTES, freshId ? shot.id() : -1);
  }

  private void later(Frame frame, Shot shot) {
    int length = Math.min(MTU_PAYLOAD_BYTES, reply.length + UDP_BYTES - sentBytes);
    boolean more = sentBytes + length < reply.length + UDP_BYTES;
    int flags = (more ? Frame.MF : 0) | sentBytes / 8;
    frame.ipv4(shot.sourceLow, shot.targetLow, shot.ttl(64), id, flags, 0);
    frame.protocol(Protocols.UDP).bytes(reply, sentBytes - UDP_BYTES, length);
    sentBytes += length;
  }

  private static void body(Frame frame, byte[] reply, int length, int fresh) {
    if (fresh < 0) {
      frame.bytes(reply, 0, length);
    } else {
      frame.u16(fresh).bytes(reply, 2, length - 2);
    }
  }
}
