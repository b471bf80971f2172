package org.scrubber.io.pcap;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.scrubber.batch.PacketBatch;
import org.scrubber.wire.Memory;

/**
 * Decodes pcapng: any number of sections, each in its own byte order, with any number of
 * interfaces; enhanced, simple and (obsolete) packet blocks. Other blocks are skipped.
 *
 * <p>A simple packet block has no time: such a packet gets that of the packet before it, 0 at the
 * start. The length that blocks repeat at their end serves to read backwards, which nobody does
 * here: it is held against the first only where the type does not vouch for the block.
 */
final class PcapngDecoder extends Decoder {
  static final int BLOCK_SECTION = 0x0a0d0d0a;
  static final int BLOCK_INTERFACE = 1;
  static final int BLOCK_PACKET = 2;
  static final int BLOCK_SIMPLE = 3;
  static final int BLOCK_ENHANCED = 6;
  static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;

  /** Bytes that tell a section's byte order: type, length, magic. */
  static final int SECTION_START_BYTES = 12;

  private static final int BLOCK_BYTES = 12;
  private static final int SECTION_BYTES = 28;
  private static final int INTERFACE_BYTES = 20;
  private static final int SIMPLE_BYTES = 16;
  private static final int PACKET_BYTES = 32;
  private static final int PACKET_DATA_OFFSET = 28;
  private static final int SIMPLE_DATA_OFFSET = 12;
  private static final int OPTION_END = 0;
  private static final int OPTION_IF_NAME = 2;
  private static final int OPTION_IF_TSRESOL = 9;
  private static final int OPTION_IF_TSOFFSET = 14;

  private final String interfaceName;
  private int firstInterface;
  private int interfaceCount;
  private int[] linkTypes = new int[4];
  private int[] snapLengths = new int[4];
  private TimeScale[] scales = new TimeScale[4];
  private long skipBytes;
  private long skipTotalBytes;
  private long lastTimestampNs;
  private String damage;

  /** Creates a decoder for a file that begins with a section header block. */
  PcapngDecoder(String name, String interfaceName, CaptureCatalog catalog) {
    super(name, catalog);
    this.interfaceName = interfaceName;
  }

  @Override
  int decode(Window window, PacketBatch batch, int count) {
    int next = count;
    long position = window.position;
    final long limit = window.limit;
    final long softLimit = window.softLimit;
    final int capacity = batch.capacity;
    while (next < capacity && position < softLimit) {
      if (skipBytes > 0) {
        long skipped = Math.min(skipBytes, limit - position);
        skipBytes -= skipped;
        position += skipped;
        if (skipBytes > 0) {
          break;
        }
        continue;
      }
      long left = limit - position;
      if (left < BLOCK_BYTES) {
        break;
      }
      int type = Memory.i32(position);
      if (type == BLOCK_SECTION) {
        readByteOrder(position);
      } else {
        type = i32(position);
      }
      long totalBytes = Integer.toUnsignedLong(i32(position + 4));
      if (isImpossible(type, totalBytes)) {
        break;
      }
      if (totalBytes > MAX_RECORD_BYTES) {
        skipBytes = totalBytes;
        skipTotalBytes = totalBytes;
        continue;
      }
      if (left < totalBytes) {
        break;
      }
      if (type == BLOCK_ENHANCED || type == BLOCK_SIMPLE || type == BLOCK_PACKET) {
        if (!readPacket(type, position, (int) totalBytes, batch, next)) {
          break;
        }
        next++;
      } else if (type == BLOCK_INTERFACE) {
        if (catalog.interfaces().size() == CaptureCatalog.MAX_INTERFACES) {
          damage = "more than %d interfaces".formatted(CaptureCatalog.MAX_INTERFACES);
          break;
        }
        readInterface(position, (int) totalBytes);
      } else if (type == BLOCK_SECTION) {
        startSection();
      } else if (i32(position + totalBytes - 4) != (int) totalBytes) {
        damage = "a block of unknown type whose two lengths differ";
        break;
      }
      position += totalBytes;
    }
    window.position = position;
    packets += next - count;
    if (next < capacity && position < softLimit) {
      finish(window, limit - position);
    }
    return next;
  }

  /** Ends the file when it is damaged, or when nothing more can come. */
  private void finish(Window window, long leftBytes) {
    if (damage != null) {
      damaged(damage);
    } else if (window.ended) {
      // A block that is being skipped has already moved the window.
      end(skipBytes > 0 ? skipTotalBytes - skipBytes : leftBytes);
    }
  }

  private void readByteOrder(long position) {
    int magic = Memory.i32(position + 8);
    if (magic == BYTE_ORDER_MAGIC) {
      bigEndian = true;
    } else if (magic == Integer.reverseBytes(BYTE_ORDER_MAGIC)) {
      bigEndian = false;
    } else {
      damage = "a section without byte order";
    }
  }

  /** Returns true, and notes why, when no block of that type can have that length. */
  private boolean isImpossible(int type, long totalBytes) {
    if (damage != null) {
      return true;
    }
    int leastBytes =
        switch (type) {
          case BLOCK_SECTION -> SECTION_BYTES;
          case BLOCK_INTERFACE -> INTERFACE_BYTES;
          case BLOCK_SIMPLE -> SIMPLE_BYTES;
          case BLOCK_ENHANCED, BLOCK_PACKET -> PACKET_BYTES;
          default -> BLOCK_BYTES;
        };
    boolean tooLong = leastBytes != BLOCK_BYTES && totalBytes > MAX_RECORD_BYTES;
    if (totalBytes < leastBytes || (totalBytes & 3) != 0 || tooLong) {
      damage = "a block of %d bytes".formatted(totalBytes);
      return true;
    }
    return false;
  }

  /** Stores a packet at {@code index}; returns false, and notes why, when it contradicts itself. */
  private boolean readPacket(
      int type, long position, int totalBytes, PacketBatch batch, int index) {
    int local = 0;
    long frame = position + PACKET_DATA_OFFSET;
    long captured;
    long wire;
    if (type == BLOCK_SIMPLE) {
      frame = position + SIMPLE_DATA_OFFSET;
      wire = Integer.toUnsignedLong(i32(position + 8));
      captured = Math.min(wire, totalBytes - SIMPLE_BYTES);
      int snapLength = interfaceCount == 0 ? 0 : snapLengths[0];
      captured = snapLength > 0 ? Math.min(captured, snapLength) : captured;
    } else {
      local = type == BLOCK_ENHANCED ? i32(position + 8) : u16(position + 8);
      captured = Integer.toUnsignedLong(i32(position + 20));
      wire = Integer.toUnsignedLong(i32(position + 24));
    }
    if (Integer.compareUnsigned(local, interfaceCount) >= 0) {
      damage = "a packet of an undeclared interface";
      return false;
    }
    if (captured > MAX_FRAME_BYTES
        || (type != BLOCK_SIMPLE && captured > totalBytes - PACKET_BYTES)) {
      damage = "a packet longer than its block";
      return false;
    }
    if (type != BLOCK_SIMPLE) {
      long units = (long) i32(position + 12) << 32 | Integer.toUnsignedLong(i32(position + 16));
      lastTimestampNs = scales[local].toNs(units);
    }
    batch.frameAddress[index] = frame;
    batch.capturedLength[index] = (int) captured;
    batch.wireLength[index] = (int) Math.max(captured, (int) wire);
    batch.timestampNs[index] = lastTimestampNs;
    batch.interfaceId[index] = firstInterface + local;
    batch.linkType[index] = linkTypes[local];
    return true;
  }

  private void startSection() {
    firstInterface = catalog.interfaces().size();
    interfaceCount = 0;
  }

  private void readInterface(long position, int totalBytes) {
    int resolution = TimeScale.DEFAULT_RESOLUTION;
    long offsetSeconds = 0;
    String given = interfaceName;
    long option = position + 16;
    long end = position + totalBytes - 4;
    while (end - option >= 4) {
      int code = u16(option);
      int lengthBytes = u16(option + 2);
      long value = option + 4;
      if (code == OPTION_END || lengthBytes > end - value) {
        break;
      }
      if (code == OPTION_IF_NAME && lengthBytes > 0) {
        given = text(value, lengthBytes);
      } else if (code == OPTION_IF_TSRESOL && lengthBytes >= 1) {
        resolution = Memory.u8(value);
      } else if (code == OPTION_IF_TSOFFSET && lengthBytes >= 8) {
        offsetSeconds = bigEndian ? Memory.i64(value) : Memory.i64Le(value);
      }
      option = value + (lengthBytes + 3 & ~3);
    }
    declare(u16(position + 8), i32(position + 12), given, new TimeScale(resolution, offsetSeconds));
  }

  private void declare(int linkType, int snapLengthBytes, String given, TimeScale scale) {
    if (interfaceCount == linkTypes.length) {
      int length = 2 * interfaceCount;
      linkTypes = Arrays.copyOf(linkTypes, length);
      snapLengths = Arrays.copyOf(snapLengths, length);
      scales = Arrays.copyOf(scales, length);
    }
    linkTypes[interfaceCount] = linkType;
    snapLengths[interfaceCount] = snapLengthBytes;
    scales[interfaceCount] = scale;
    interfaceCount++;
    catalog.add(linkType, snapLengthBytes, given);
  }

  private static String text(long address, int lengthBytes) {
    byte[] bytes = new byte[lengthBytes];
    Memory.copy(address, bytes, 0, lengthBytes);
    return new String(bytes, StandardCharsets.UTF_8).replace("\0", "");
  }
}
