package org.scrubber.captures.large;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes Ethernet frames with IPv4 field by field into a nanosecond pcap, through one buffer. */
final class FrameFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 4 << 20;
  private static final int LARGEST_RECORD_BYTES = 4_096;
  private static final int NANOSECOND_MAGIC = 0xA1B23C4D;

  /** Bytes of an Ethernet header. */
  static final int ETHERNET_BYTES = 14;

  /** Bytes of IPv4 and TCP headers without options. */
  static final int BARE_TCP_BYTES = 40;

  private static final int IPV4_BYTES = 20;
  private static final int TCP = 6;
  private static final int TCP_CHECKSUM_OFFSET = 16;
  private static final long NS_PER_SECOND = 1_000_000_000L;

  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private int frameOffset;
  private int ipBytes;
  private int protocol;
  private int pseudoSum;

  FrameFile(Path path) throws IOException {
    channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    buffer.order(ByteOrder.BIG_ENDIAN);
    buffer.putInt(NANOSECOND_MAGIC).putShort((short) 2).putShort((short) 4);
    buffer.putInt(0).putInt(0).putInt(65_535).putInt(1);
  }

  /** Begins a record; the buffer goes to the file when it could not hold one more. */
  void begin(long timestampNs, int lengthBytes) {
    if (buffer.remaining() < LARGEST_RECORD_BYTES) {
      flush();
    }
    buffer.putInt((int) (timestampNs / NS_PER_SECOND)).putInt((int) (timestampNs % NS_PER_SECOND));
    buffer.putInt(lengthBytes).putInt(lengthBytes);
    frameOffset = buffer.position();
  }

  /** Puts Ethernet and IPv4 headers; the IPv4 packet has {@code totalBytes}. */
  void ipv4(int source, int target, int ipProtocol, int id, int ttl, int totalBytes) {
    ipBytes = totalBytes;
    protocol = ipProtocol;
    int addresses = (source >>> 16) + (source & 0xFFFF) + (target >>> 16) + (target & 0xFFFF);
    pseudoSum = addresses + ipProtocol + totalBytes - IPV4_BYTES;
    int sum = 0x4500 + totalBytes + (id & 0xFFFF) + (ttl << 8 | ipProtocol) + addresses;
    buffer.putLong(0x0200_0000_0002_0200L).putInt(0x0000_0001).putShort((short) 0x0800);
    buffer.putShort((short) 0x4500).putShort((short) totalBytes);
    buffer.putShort((short) id).putShort((short) 0);
    buffer.put((byte) ttl).put((byte) ipProtocol).putShort((short) ~fold(sum));
    buffer.putInt(source).putInt(target);
  }

  /** Puts a TCP header without options. */
  void tcp(int ports, int sequence, int acknowledgement, int flags) {
    buffer.putInt(ports).putInt(sequence).putInt(acknowledgement);
    buffer.putShort((short) (0x5000 | flags)).putShort((short) 501).putInt(0);
  }

  /** Puts a UDP header without checksum; the IPv4 packet has {@code totalBytes}. */
  void udp(int ports, int totalBytes) {
    buffer.putInt(ports).putShort((short) (totalBytes - IPV4_BYTES)).putShort((short) 0);
  }

  /** Fills the frame up to its length, and computes what is missing. */
  void finish(int lengthBytes, long pattern) {
    int end = frameOffset + lengthBytes;
    while (buffer.position() + Long.BYTES <= end) {
      buffer.putLong(pattern);
    }
    while (buffer.position() < end) {
      buffer.put((byte) pattern);
    }
    if (protocol == TCP) {
      putTcpChecksum();
    }
  }

  private void putTcpChecksum() {
    int tcpOffset = frameOffset + ETHERNET_BYTES + IPV4_BYTES;
    int end = frameOffset + ETHERNET_BYTES + ipBytes;
    int sum = pseudoSum;
    int offset = tcpOffset;
    for (; offset + 1 < end; offset += 2) {
      sum += buffer.getShort(offset) & 0xFFFF;
    }
    if (offset < end) {
      sum += (buffer.get(offset) & 0xFF) << 8;
    }
    buffer.putShort(tcpOffset + TCP_CHECKSUM_OFFSET, (short) ~fold(sum));
  }

  private static int fold(int sum) {
    int once = (sum & 0xFFFF) + (sum >>> 16);
    return (once & 0xFFFF) + (once >>> 16);
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      flush();
    }
  }

  private void flush() {
    buffer.flip();
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    buffer.clear();
  }
}
