package org.scrubber.io.pcap;

import org.scrubber.batch.PacketBatch;
import org.scrubber.wire.Memory;

/**
 * Decodes classic pcap: micro- or nanoseconds, either byte order, and the "modified" kind whose
 * record header is 8 bytes longer.
 */
final class PcapDecoder extends Decoder {
  static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
  static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
  static final int MAGIC_MODIFIED = 0xa1b2cd34;

  /** Bytes of the file header. */
  static final int FILE_HEADER_BYTES = 24;

  private static final int RECORD_HEADER_BYTES = 16;
  private static final int MODIFIED_RECORD_HEADER_BYTES = 24;
  private static final int SNAP_LENGTH_OFFSET = 16;
  private static final int NETWORK_OFFSET = 20;

  /** The upper 16 bits of the field tell about a frame check sequence, not about the link type. */
  private static final int LINK_TYPE_MASK = 0xffff;

  private final String interfaceName;
  private final int recordHeaderBytes;
  private final long fractionNs;
  private boolean started;
  private int interfaceId;
  private int linkType;

  /** Creates a decoder for a file whose first 4 bytes are {@code magic} in the given byte order. */
  PcapDecoder(
      String name, String interfaceName, CaptureCatalog catalog, int magic, boolean bigEndian) {
    super(name, catalog);
    this.interfaceName = interfaceName;
    this.bigEndian = bigEndian;
    recordHeaderBytes =
        magic == MAGIC_MODIFIED ? MODIFIED_RECORD_HEADER_BYTES : RECORD_HEADER_BYTES;
    fractionNs = magic == MAGIC_NANOSECONDS ? 1 : 1_000;
  }

  /** Returns whether {@code magic} starts a classic pcap file. */
  static boolean isMagic(int magic) {
    return magic == MAGIC_MICROSECONDS || magic == MAGIC_NANOSECONDS || magic == MAGIC_MODIFIED;
  }

  @Override
  int decode(Window window, PacketBatch batch, int count) {
    if (!started && !start(window)) {
      return count;
    }
    int next = count;
    long position = window.position;
    final long limit = window.limit;
    final long softLimit = window.softLimit;
    final int capacity = batch.capacity;
    final int headerBytes = recordHeaderBytes;
    final boolean big = bigEndian;
    while (next < capacity && position < softLimit && limit - position >= headerBytes) {
      int captured = big ? Memory.i32(position + 8) : Memory.i32Le(position + 8);
      if (captured < 0 || captured > MAX_FRAME_BYTES) {
        finishRecords(window, position, next - count);
        damaged("a record of %d bytes".formatted(Integer.toUnsignedLong(captured)));
        return next;
      }
      if (limit - position - headerBytes < captured) {
        break;
      }
      int wire = big ? Memory.i32(position + 12) : Memory.i32Le(position + 12);
      int seconds = big ? Memory.i32(position) : Memory.i32Le(position);
      int fraction = big ? Memory.i32(position + 4) : Memory.i32Le(position + 4);
      batch.frameAddress[next] = position + headerBytes;
      batch.capturedLength[next] = captured;
      batch.wireLength[next] = Math.max(captured, wire);
      batch.timestampNs[next] =
          Integer.toUnsignedLong(seconds) * 1_000_000_000L
              + Integer.toUnsignedLong(fraction) * fractionNs;
      batch.interfaceId[next] = interfaceId;
      batch.linkType[next] = linkType;
      position += headerBytes + captured;
      next++;
    }
    finishRecords(window, position, next - count);
    if (next < capacity && position < softLimit && window.ended) {
      end(limit - position);
    }
    return next;
  }

  private void finishRecords(Window window, long position, int decoded) {
    window.position = position;
    packets += decoded;
  }

  /** Reads the file header; returns false when it is not there yet, or never will be. */
  private boolean start(Window window) {
    long left = window.limit - window.position;
    if (left < FILE_HEADER_BYTES) {
      if (window.ended) {
        end(left);
      }
      return false;
    }
    linkType = i32(window.position + NETWORK_OFFSET) & LINK_TYPE_MASK;
    interfaceId = catalog.add(linkType, i32(window.position + SNAP_LENGTH_OFFSET), interfaceName);
    window.position += FILE_HEADER_BYTES;
    started = true;
    return true;
  }
}
