package org.scrubber.captures.packet;

import java.nio.ByteBuffer;

/** A GRE header of version 0 without checksum, with a key when one is set (RFC 2890). */
public final class GreLayer extends PacketBuilder {
  private static final int TRANSPARENT_ETHERNET_BRIDGING = 0x6558;
  private static final int KEY_PRESENT = 0x2000;

  private boolean keyed;
  private int key;

  GreLayer(PacketBuilder outer) {
    super(outer);
  }

  /** Adds a key. */
  public GreLayer key(int value) {
    keyed = true;
    key = value;
    return this;
  }

  @Override
  int ipProtocol() {
    return 47;
  }

  @Override
  byte[] encode(PacketBuilder inner, byte[] body) {
    int type =
        inner == null
            ? 0
            : inner instanceof EthernetLayer ? TRANSPARENT_ETHERNET_BRIDGING : inner.etherType();
    ByteBuffer header =
        ByteBuffer.allocate((keyed ? 8 : 4) + body.length)
            .putShort((short) (keyed ? KEY_PRESENT : 0))
            .putShort((short) type);
    if (keyed) {
      header.putInt(key);
    }
    return header.put(body).array();
  }
}
