package org.scrubber.captures.packet;

import java.nio.ByteBuffer;

/** An IPv6 extension header of 8 bytes: hop-by-hop, routing or destination options. */
public final class ExtensionLayer extends PacketBuilder {
  /** Number of the hop-by-hop options header. */
  static final int HOP_BY_HOP = 0;

  /** Number of the routing header. */
  static final int ROUTING = 43;

  /** Number of the destination options header. */
  static final int DESTINATION_OPTIONS = 60;

  private static final int PAD_N_OF_SIX_BYTES = 0x0104_0000;

  private final int number;
  private final int content;
  private int nextHeader = -1;
  private int claimedUnits;

  private ExtensionLayer(PacketBuilder outer, int number, int content) {
    super(outer);
    this.number = number;
    this.content = content;
  }

  static ExtensionLayer options(PacketBuilder outer, int number) {
    return new ExtensionLayer(outer, number, PAD_N_OF_SIX_BYTES);
  }

  static ExtensionLayer routing(PacketBuilder outer, int type, int segmentsLeft) {
    return new ExtensionLayer(outer, ROUTING, type << 24 | segmentsLeft << 16);
  }

  /** Sets the next header by hand, for payloads that are no layer. */
  public ExtensionLayer nextHeader(int next) {
    nextHeader = next;
    return this;
  }

  /** Claims that the header is longer than it is, by units of 8 bytes. */
  public ExtensionLayer extraLength(int units) {
    claimedUnits = units;
    return this;
  }

  @Override
  int ipProtocol() {
    return number;
  }

  @Override
  byte[] encode(PacketBuilder inner, byte[] body) {
    int next = nextHeader >= 0 ? nextHeader : inner == null ? 59 : inner.ipProtocol();
    return ByteBuffer.allocate(8 + body.length)
        .put((byte) next)
        .put((byte) claimedUnits)
        .putInt(content)
        .putShort((short) 0)
        .put(body)
        .array();
  }
}
