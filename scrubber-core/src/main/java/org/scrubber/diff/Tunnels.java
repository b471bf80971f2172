package org.scrubber.diff;

import org.scrubber.batch.PacketBatch;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;

/**
 * Recognises packets of tunnels whose far end answers nobody who has not its keys or its setting:
 * ESP, AH, GRE, and WireGuard by its messages. Stateless; reads captured bytes only.
 */
final class Tunnels {
  /** Type and three zeros, then lengths (WireGuard's protocol, sections 5.4.2 to 5.4.7). */
  private static final int INITIATION = 0x0100_0000;

  private static final int INITIATION_BYTES = 148;
  private static final int RESPONSE = 0x0200_0000;
  private static final int RESPONSE_BYTES = 92;
  private static final int COOKIE = 0x0300_0000;
  private static final int COOKIE_BYTES = 64;
  private static final int DATA = 0x0400_0000;
  private static final int DATA_BYTES = 32;
  private static final int PADDING_BYTES = 16;

  private Tunnels() {}

  /** Tells whether a packet is of a tunnel. */
  static boolean isOf(PacketBatch batch, int i) {
    return switch (batch.protocol[i]) {
      case Protocols.ESP, Protocols.AH, Protocols.GRE -> true;
      case Protocols.UDP -> isWireGuard(batch, i);
      default -> false;
    };
  }

  private static boolean isWireGuard(PacketBatch batch, int i) {
    int offset = batch.payloadOffset[i];
    if (offset < 0 || batch.capturedLength[i] < offset + Integer.BYTES) {
      return false;
    }
    int length = batch.payloadLength[i];
    return switch (Memory.i32(batch.frameAddress[i] + offset)) {
      case INITIATION -> length == INITIATION_BYTES;
      case RESPONSE -> length == RESPONSE_BYTES;
      case COOKIE -> length == COOKIE_BYTES;
      case DATA -> length >= DATA_BYTES && length % PADDING_BYTES == 0;
      default -> false;
    };
  }
}
