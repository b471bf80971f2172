package org.scrubber.scene;

import static org.scrubber.captures.packet.PacketBuilder.ethernet;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.scrubber.captures.packet.PacketBuilder;

/** A TCP segment in an untagged Ethernet frame, as its receiver reads it. */
record Segment(byte[] frame) {
  private static final int NETWORK = 14;

  private boolean v4() {
    return frame[NETWORK] >>> 4 == 4;
  }

  private int transport() {
    return NETWORK + (v4() ? (frame[NETWORK] & 15) * 4 : 40);
  }

  private ByteBuffer tcp() {
    return ByteBuffer.wrap(frame, transport(), frame.length - transport()).slice();
  }

  private String address(boolean source) {
    int at = NETWORK + (v4() ? 12 : 8) + (source ? 0 : v4() ? 4 : 16);
    try {
      byte[] bytes = Arrays.copyOfRange(frame, at, at + (v4() ? 4 : 16));
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  String source() {
    return address(true) + " " + sourcePort();
  }

  String target() {
    return address(false) + " " + targetPort();
  }

  int sourcePort() {
    return tcp().getShort(0) & 0xffff;
  }

  int targetPort() {
    return tcp().getShort(2) & 0xffff;
  }

  int sequence() {
    return tcp().getInt(4);
  }

  int acknowledgement() {
    return tcp().getInt(8);
  }

  int flags() {
    return tcp().get(13) & 0xff;
  }

  boolean isSyn() {
    return (flags() & 0x17) == 0x02;
  }

  boolean isSynAck() {
    return (flags() & 0x17) == 0x12;
  }

  /** Returns what a server answers to it. */
  PacketBuilder synAck(int sequence) {
    return reply()
        .tcp(targetPort(), sourcePort())
        .syn()
        .seq(sequence)
        .ack(sequence() + 1)
        .mss(1460);
  }

  /** Returns the address layers of an answer to it. */
  PacketBuilder reply() {
    PacketBuilder link = ethernet();
    return v4()
        ? link.ipv4(address(false), address(true))
        : link.ipv6(address(false), address(true));
  }
}
