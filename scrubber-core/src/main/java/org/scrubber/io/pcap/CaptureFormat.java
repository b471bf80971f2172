package org.scrubber.io.pcap;

import java.util.HexFormat;

/** Tells capture formats by their first bytes; file names do not matter. */
final class CaptureFormat {
  /** First bytes that decide; fewer mean a file cut in its header. */
  static final int HEAD_BYTES = PcapDecoder.FILE_HEADER_BYTES;

  private static final int MAGIC_BYTES = 4;
  private static final int GZIP_0 = 0x1f;
  private static final int GZIP_1 = 0x8b;

  private CaptureFormat() {}

  /** Returns whether {@code head} starts a gzip stream. */
  static boolean isGzip(byte[] head) {
    return head.length >= 2 && (head[0] & 0xff) == GZIP_0 && (head[1] & 0xff) == GZIP_1;
  }

  /**
   * Returns a decoder for the capture that begins with {@code head}.
   *
   * @param name as the user gave it, for messages
   * @param interfaceName for interfaces that the file does not name
   * @param head the first {@link #HEAD_BYTES} bytes, or all that there are
   * @throws CaptureException when this is no capture
   */
  static Decoder decoder(String name, String interfaceName, CaptureCatalog catalog, byte[] head)
      throws CaptureException {
    if (head.length == 0) {
      throw new CaptureException(name + ": is empty; expected a pcap or pcapng capture");
    }
    if (head.length < MAGIC_BYTES) {
      throw notCapture(name, head);
    }
    int magic = i32(head, 0);
    if (magic == PcapngDecoder.BLOCK_SECTION) {
      requireHead(name, head, PcapngDecoder.SECTION_START_BYTES);
      int order = i32(head, 8);
      if (order != PcapngDecoder.BYTE_ORDER_MAGIC
          && order != Integer.reverseBytes(PcapngDecoder.BYTE_ORDER_MAGIC)) {
        throw notCapture(name, head);
      }
      return new PcapngDecoder(name, interfaceName, catalog);
    }
    boolean bigEndian = PcapDecoder.isMagic(magic);
    int native32 = bigEndian ? magic : Integer.reverseBytes(magic);
    if (!PcapDecoder.isMagic(native32)) {
      throw notCapture(name, head);
    }
    requireHead(name, head, PcapDecoder.FILE_HEADER_BYTES);
    return new PcapDecoder(name, interfaceName, catalog, native32, bigEndian);
  }

  private static void requireHead(String name, byte[] head, int neededBytes)
      throws CaptureException {
    if (head.length < neededBytes) {
      throw new CaptureException(
          "%s: is cut in its header (%d bytes); expected a pcap or pcapng capture"
              .formatted(name, head.length));
    }
  }

  private static CaptureException notCapture(String name, byte[] head) {
    String start =
        HexFormat.ofDelimiter(" ").formatHex(head, 0, Math.min(MAGIC_BYTES, head.length));
    return new CaptureException(
        "%s: not a capture (starts with %s); expected pcap or pcapng".formatted(name, start));
  }

  private static int i32(byte[] bytes, int offset) {
    return (bytes[offset] & 0xff) << 24
        | (bytes[offset + 1] & 0xff) << 16
        | (bytes[offset + 2] & 0xff) << 8
        | bytes[offset + 3] & 0xff;
  }
}
