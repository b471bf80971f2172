package org.scrubber.io.xdp;

import java.nio.ByteBuffer;

/** Checksums as a sender leaves them that expects its hardware to finish them. */
final class Checksums {
  private static final int ETHERNET_BYTES = 14;
  private static final int TCP = 6;

  private Checksums() {}

  /**
   * Returns a copy of an untagged frame with UDP or TCP whose checksum is but the folded sum of its
   * pseudo header, written down here the long way.
   */
  static byte[] leftToHardware(byte[] frame) {
    byte[] copy = frame.clone();
    ByteBuffer bytes = ByteBuffer.wrap(copy);
    boolean isV4 = (copy[ETHERNET_BYTES] & 0xf0) == 0x40;
    int network = ETHERNET_BYTES;
    int transport = network + (isV4 ? 20 : 40);
    int protocol = copy[network + (isV4 ? 9 : 6)] & 0xff;
    int lengthBytes =
        isV4 ? (bytes.getShort(network + 2) & 0xffff) - 20 : bytes.getShort(network + 4) & 0xffff;
    int sum = protocol + lengthBytes;
    for (int at = network + (isV4 ? 12 : 8); at < transport; at += 2) {
      sum += bytes.getShort(at) & 0xffff;
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    bytes.putShort(transport + (protocol == TCP ? 16 : 6), (short) sum);
    return copy;
  }
}
