package org.scrubber.captures.packet;

import java.nio.ByteBuffer;

/** One MPLS label stack entry, time to live 64. */
public final class MplsLayer extends PacketBuilder {
  private static final int BOTTOM_OF_STACK = 0x100;

  private final int label;

  MplsLayer(PacketBuilder outer, int label) {
    super(outer);
    this.label = label;
  }

  @Override
  int etherType() {
    return 0x8847;
  }

  @Override
  byte[] encode(PacketBuilder inner, byte[] body) {
    int bottom = inner instanceof MplsLayer ? 0 : BOTTOM_OF_STACK;
    return ByteBuffer.allocate(4 + body.length).putInt(label << 12 | bottom | 64).put(body).array();
  }
}
