package org.scrubber.captures.packet;

import java.nio.ByteBuffer;

/** An IPv6 header: hop limit 64, no traffic class, no flow label, unless told otherwise. */
public final class Ipv6Layer extends PacketBuilder {
  private static final int HEADER_BYTES = 40;
  private static final int NO_NEXT_HEADER = 59;

  private final byte[] source;
  private final byte[] target;
  private int version = 6;
  private int trafficClass;
  private int flowLabel;
  private int hopLimit = 64;
  private int nextHeader = -1;
  private int payloadLength = -1;

  Ipv6Layer(PacketBuilder outer, byte[] source, byte[] target) {
    super(outer);
    this.source = source.clone();
    this.target = target.clone();
  }

  /** Sets the hop limit, 0..255. */
  public Ipv6Layer hopLimit(int hops) {
    hopLimit = hops;
    return this;
  }

  /** Sets the traffic class, 0..255. */
  public Ipv6Layer trafficClass(int value) {
    trafficClass = value;
    return this;
  }

  /** Sets the flow label, 0..2^20-1. */
  public Ipv6Layer flowLabel(int label) {
    flowLabel = label;
    return this;
  }

  /** Sets the next header by hand, for payloads that are no layer. */
  public Ipv6Layer nextHeader(int number) {
    nextHeader = number;
    return this;
  }

  /** Claims another payload length, bytes. */
  public Ipv6Layer payloadLength(int bytes) {
    payloadLength = bytes;
    return this;
  }

  /** Claims another version, 0..15. */
  public Ipv6Layer version(int number) {
    version = number;
    return this;
  }

  @Override
  int etherType() {
    return 0x86DD;
  }

  @Override
  int ipProtocol() {
    return 41;
  }

  @Override
  byte[] pseudoAddresses() {
    return ByteBuffer.allocate(32).put(source).put(target).array();
  }

  @Override
  byte[] encode(PacketBuilder inner, byte[] body) {
    int next = nextHeader >= 0 ? nextHeader : inner == null ? NO_NEXT_HEADER : inner.ipProtocol();
    return ByteBuffer.allocate(HEADER_BYTES + body.length)
        .putInt(version << 28 | trafficClass << 20 | flowLabel)
        .putShort((short) (payloadLength >= 0 ? payloadLength : body.length))
        .put((byte) next)
        .put((byte) hopLimit)
        .put(source)
        .put(target)
        .put(body)
        .array();
  }
}
