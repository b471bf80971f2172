package org.scrubber.captures.packet;

import java.nio.ByteBuffer;

/** An 802.1Q or 802.1ad tag. */
public final class VlanLayer extends PacketBuilder {
  private final int tagType;
  private final int vlanId;
  private int etherType = -1;

  VlanLayer(PacketBuilder outer, int tagType, int vlanId) {
    super(outer);
    this.tagType = tagType;
    this.vlanId = vlanId;
  }

  /** Sets the inner EtherType by hand, for payloads that are no layer. */
  public VlanLayer etherType(int type) {
    etherType = type;
    return this;
  }

  @Override
  int etherType() {
    return tagType;
  }

  @Override
  byte[] encode(PacketBuilder inner, byte[] body) {
    int type = etherType >= 0 ? etherType : inner == null ? 0 : inner.etherType();
    return ByteBuffer.allocate(4 + body.length)
        .putShort((short) vlanId)
        .putShort((short) type)
        .put(body)
        .array();
  }
}
