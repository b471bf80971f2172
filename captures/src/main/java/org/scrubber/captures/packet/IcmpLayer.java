package org.scrubber.captures.packet;

import java.nio.ByteBuffer;

/** An ICMP or ICMPv6 header; quoted packets are its payload. */
public final class IcmpLayer extends PacketBuilder {
  private static final int ICMPV6 = 58;
  private static final int CHECKSUM_OFFSET = 2;

  private final int protocol;
  private final int type;
  private final int code;
  private int rest;
  private boolean badChecksum;

  IcmpLayer(PacketBuilder outer, int protocol, int type, int code) {
    super(outer);
    this.protocol = protocol;
    this.type = type;
    this.code = code;
  }

  /** Sets the four bytes after the checksum: identifier and sequence, MTU, pointer. */
  public IcmpLayer rest(int value) {
    rest = value;
    return this;
  }

  /** Makes the checksum wrong. */
  public IcmpLayer badChecksum() {
    badChecksum = true;
    return this;
  }

  @Override
  int ipProtocol() {
    return protocol;
  }

  @Override
  byte[] encode(PacketBuilder inner, byte[] body) {
    ByteBuffer message =
        ByteBuffer.allocate(8 + body.length)
            .put((byte) type)
            .put((byte) code)
            .putShort((short) 0)
            .putInt(rest)
            .put(body);
    byte[] bytes = message.array();
    int right = protocol == ICMPV6 ? transportChecksum(ICMPV6, bytes) : InternetChecksum.of(bytes);
    return message.putShort(CHECKSUM_OFFSET, (short) (right ^ (badChecksum ? 0x5555 : 0))).array();
  }
}
