package org.scrubber.captures.packet;

/** The start of a packet that has no link layer. */
final class NoLayer extends PacketBuilder {
  NoLayer() {
    super(null);
  }

  @Override
  byte[] encode(PacketBuilder inner, byte[] body) {
    return body;
  }
}
