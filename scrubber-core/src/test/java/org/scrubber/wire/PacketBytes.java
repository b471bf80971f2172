package org.scrubber.wire;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Composes packets byte by byte; header checksums are right, lengths say what is there. */
public final class PacketBytes {
  private PacketBytes() {}

  /** Returns the bytes of hex digits; white space is ignored. */
  public static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
  }

  /** Returns the parts, one after the other. */
  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** Returns so many bytes that count up from 0. */
  public static byte[] counting(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  /** Returns an Ethernet frame. */
  public static byte[] ethernet(int type, byte[]... rest) {
    byte[] header = hex("0200 0000 0002 0200 0000 0001");
    return join(header, u16(type), join(rest));
  }

  /** Returns an unfragmented IPv4 packet without options, TTL 64. */
  public static byte[] ipv4(String source, String target, int protocol, byte[] payload) {
    return ipv4(source, target, protocol, 0x1234, 0, new byte[0], payload);
  }

  /**
   * Returns an IPv4 packet.
   *
   * @param fragment flags and offset field
   * @param options a multiple of four bytes
   */
  public static byte[] ipv4(
      String source,
      String target,
      int protocol,
      int id,
      int fragment,
      byte[] options,
      byte[] payload) {
    int headerLength = 20 + options.length;
    ByteBuffer header =
        ByteBuffer.allocate(headerLength)
            .put((byte) (0x40 | headerLength / 4))
            .put((byte) 0)
            .putShort((short) (headerLength + payload.length))
            .putShort((short) id)
            .putShort((short) fragment)
            .put((byte) 64)
            .put((byte) protocol)
            .putShort((short) 0)
            .put(address(source))
            .put(address(target))
            .put(options);
    return fixChecksum(join(header.array(), payload));
  }

  /** Makes the header checksum of an IPv4 packet right, in place. */
  public static byte[] fixChecksum(byte[] packet) {
    ByteBuffer buffer = ByteBuffer.wrap(packet);
    int headerLength = Math.min(packet.length, (packet[0] & 0xf) * 4);
    buffer.putShort(10, (short) 0);
    int sum = 0;
    for (int at = 0; at + 1 < headerLength; at += 2) {
      sum += buffer.getShort(at) & 0xffff;
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    buffer.putShort(10, (short) ~sum);
    return packet;
  }

  /** Returns an IPv6 packet, hop limit 64; {@code rest} may begin with extension headers. */
  public static byte[] ipv6(String source, String target, int next, byte[]... rest) {
    return ipv6HopLimit(64, source, target, next, rest);
  }

  /** Returns an IPv6 packet with a hop limit. */
  public static byte[] ipv6HopLimit(
      int hopLimit, String source, String target, int next, byte[]... rest) {
    byte[] payload = join(rest);
    byte[] fields = {(byte) next, (byte) hopLimit};
    return join(
        hex("6000 0000"), u16(payload.length), fields, address(source), address(target), payload);
  }

  /** Returns a TCP segment without options. */
  public static byte[] tcp(
      int sourcePort, int targetPort, int sequence, int acknowledgement, int flags, byte[] data) {
    return join(
        u16(sourcePort),
        u16(targetPort),
        u32(sequence),
        u32(acknowledgement),
        new byte[] {0x50, (byte) flags},
        hex("ffff 0000 0000"),
        data);
  }

  /** Returns a UDP datagram without checksum. */
  public static byte[] udp(int sourcePort, int targetPort, byte[] data) {
    return join(u16(sourcePort), u16(targetPort), u16(8 + data.length), u16(0), data);
  }

  /** Returns an ICMP or ICMPv6 message whose checksum nobody looks at. */
  public static byte[] icmp(int type, int code, int id, byte[] data) {
    return join(new byte[] {(byte) type, (byte) code}, u16(0), u16(id), u16(1), data);
  }

  /** Returns two bytes in network order. */
  public static byte[] u16(int value) {
    return new byte[] {(byte) (value >>> 8), (byte) value};
  }

  /** Returns four bytes in network order. */
  public static byte[] u32(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  /** Returns a copy with one byte changed. */
  public static byte[] with(byte[] bytes, int offset, int value) {
    byte[] changed = bytes.clone();
    changed[offset] = (byte) value;
    return changed;
  }

  private static byte[] address(String text) {
    try {
      return InetAddress.getByName(text).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
