package org.scrubber.captures.packet;

import java.nio.ByteBuffer;

/** A PPPoE session header with its PPP protocol field. */
public final class PppoeLayer extends PacketBuilder {
  private final int sessionId;

  PppoeLayer(PacketBuilder outer, int sessionId) {
    super(outer);
    this.sessionId = sessionId;
  }

  @Override
  int etherType() {
    return 0x8864;
  }

  @Override
  byte[] encode(PacketBuilder inner, byte[] body) {
    int protocol = inner instanceof Ipv6Layer ? 0x0057 : 0x0021;
    return ByteBuffer.allocate(8 + body.length)
        .putShort((short) 0x1100)
        .putShort((short) sessionId)
        .putShort((short) (body.length + 2))
        .putShort((short) protocol)
        .put(body)
        .array();
  }
}
