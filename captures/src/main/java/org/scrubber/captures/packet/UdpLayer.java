package org.scrubber.captures.packet;

import java.nio.ByteBuffer;

/** A UDP header. */
public final class UdpLayer extends PacketBuilder {
  private static final int HEADER_BYTES = 8;
  private static final int CHECKSUM_OFFSET = 6;
  private static final int PROTOCOL = 17;

  private final int sourcePort;
  private final int targetPort;
  private int length = -1;
  private boolean noChecksum;
  private boolean badChecksum;

  UdpLayer(PacketBuilder outer, int sourcePort, int targetPort) {
    super(outer);
    this.sourcePort = sourcePort;
    this.targetPort = targetPort;
  }

  /** Claims another length, bytes, header included. */
  public UdpLayer udpLength(int bytes) {
    length = bytes;
    return this;
  }

  /** Sends no checksum (zero), which IPv4 allows. */
  public UdpLayer noChecksum() {
    noChecksum = true;
    return this;
  }

  /** Makes the checksum wrong. */
  public UdpLayer badChecksum() {
    badChecksum = true;
    return this;
  }

  @Override
  int ipProtocol() {
    return PROTOCOL;
  }

  @Override
  byte[] encode(PacketBuilder inner, byte[] body) {
    ByteBuffer datagram =
        ByteBuffer.allocate(HEADER_BYTES + body.length)
            .putShort((short) sourcePort)
            .putShort((short) targetPort)
            .putShort((short) (length >= 0 ? length : HEADER_BYTES + body.length))
            .putShort((short) 0)
            .put(body);
    if (noChecksum) {
      return datagram.array();
    }
    int checksum = transportChecksum(PROTOCOL, datagram.array()) ^ (badChecksum ? 0x5555 : 0);
    return datagram.putShort(CHECKSUM_OFFSET, (short) (checksum == 0 ? 0xFFFF : checksum)).array();
  }
}
