package org.scrubber.captures.packet;

import java.nio.ByteBuffer;

/** An Ethernet II header. */
public final class EthernetLayer extends PacketBuilder {
  private static final long DEFAULT_SOURCE = 0x02_00_00_00_00_01L;
  private static final long DEFAULT_TARGET = 0x02_00_00_00_00_02L;

  private long source = DEFAULT_SOURCE;
  private long target = DEFAULT_TARGET;
  private int etherType = -1;

  EthernetLayer(PacketBuilder outer) {
    super(outer);
  }

  /** Sets both hardware addresses, each in the lower 48 bits. */
  public EthernetLayer between(long sourceAddress, long targetAddress) {
    source = sourceAddress;
    target = targetAddress;
    return this;
  }

  /** Sets the EtherType by hand, for payloads that are no layer (ARP, LLDP, nonsense). */
  public EthernetLayer etherType(int type) {
    etherType = type;
    return this;
  }

  @Override
  byte[] encode(PacketBuilder inner, byte[] body) {
    int type = etherType >= 0 ? etherType : inner == null ? 0 : inner.etherType();
    return ByteBuffer.allocate(14 + body.length)
        .putShort((short) (target >>> 32))
        .putInt((int) target)
        .putShort((short) (source >>> 32))
        .putInt((int) source)
        .putShort((short) type)
        .put(body)
        .array();
  }
}
