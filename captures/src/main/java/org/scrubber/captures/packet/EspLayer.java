package org.scrubber.captures.packet;

import java.nio.ByteBuffer;

/** An ESP header: security parameters index and sequence number; the rest is ciphertext. */
public final class EspLayer extends PacketBuilder {
  private final int spi;
  private final int sequence;

  EspLayer(PacketBuilder outer, int spi, int sequence) {
    super(outer);
    this.spi = spi;
    this.sequence = sequence;
  }

  @Override
  int ipProtocol() {
    return 50;
  }

  @Override
  byte[] encode(PacketBuilder inner, byte[] body) {
    return ByteBuffer.allocate(8 + body.length).putInt(spi).putInt(sequence).put(body).array();
  }
}
