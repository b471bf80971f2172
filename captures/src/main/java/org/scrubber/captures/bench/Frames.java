package org.scrubber.captures.bench;

import org.scrubber.wire.InternetChecksum;
import org.scrubber.wire.Ip;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;
import org.scrubber.wire.Tcp;

/**
 * Writes frames of 60 captured bytes, which have 64 on the wire; of IPv6 80. IPv4 header checksums
 * are right, those of TCP and UDP are not computed: nobody reads them. One thread.
 */
final class Frames {
  /** Captured bytes of the shortest frame. */
  static final int LEAST_BYTES = 60;

  /** Bytes of a datagram, 8 of header and 18 of payload. */
  static final int DATAGRAM_BYTES = 26;

  /** Bytes of the one option of a SYN. */
  static final int SYN_OPTION_BYTES = 4;

  private static final int ETHERNET_BYTES = 14;
  private static final int MSS_OPTION = 0x020405b4;

  private long end;
  private long ip;
  private int family;

  /** Begins a frame of IPv4; returns the address of what follows the header. */
  long v4(long frame, int source, int target, int protocol, int bytes, int noise) {
    ethernet(frame, Protocols.ETHERTYPE_IPV4);
    family = 4;
    ip = frame + ETHERNET_BYTES;
    end = ip + Ip.V4_HEADER_BYTES + bytes;
    Memory.putU16(ip, 0x4500);
    Memory.putU16(ip + 2, Ip.V4_HEADER_BYTES + bytes);
    Memory.putU16(ip + 4, noise);
    Memory.putU16(ip + 6, 0x4000);
    Memory.putU8(ip + 8, 40 + (source & 15));
    Memory.putU8(ip + 9, protocol);
    Memory.putU16(ip + Ip.V4_CHECKSUM, 0);
    Memory.putI32(ip + Ip.V4_SOURCE, source);
    Memory.putI32(ip + Ip.V4_SOURCE + 4, target);
    int sum = InternetChecksum.of(InternetChecksum.sum(ip, Ip.V4_HEADER_BYTES));
    Memory.putU16(ip + Ip.V4_CHECKSUM, sum);
    return ip + Ip.V4_HEADER_BYTES;
  }

  /** Begins a frame of IPv6; returns the address of what follows the header. */
  long v6(long frame, long source, long sourceLow, long target, long low, int protocol, int bytes) {
    ethernet(frame, Protocols.ETHERTYPE_IPV6);
    family = 6;
    ip = frame + ETHERNET_BYTES;
    end = ip + Ip.V6_HEADER_BYTES + bytes;
    Memory.putI32(ip, 6 << 28);
    Memory.putU16(ip + 4, bytes);
    Memory.putU8(ip + 6, protocol);
    Memory.putU8(ip + 7, 40 + ((int) source & 15));
    Memory.putI64(ip + Ip.V6_SOURCE, source);
    Memory.putI64(ip + Ip.V6_SOURCE + 8, sourceLow);
    Memory.putI64(ip + Ip.V6_SOURCE + 16, target);
    Memory.putI64(ip + Ip.V6_SOURCE + 24, low);
    return ip + Ip.V6_HEADER_BYTES;
  }

  /** Writes a TCP header without options. */
  static void tcp(long at, int ports, int sequence, int acknowledgement, int flags, int window) {
    segment(at, ports, sequence, acknowledgement, 5 << 12 | flags, window);
  }

  /** Writes a SYN with a maximum segment size, 24 bytes. */
  static void syn(long at, int ports, int sequence, int flags, int acknowledgement, int window) {
    segment(at, ports, sequence, acknowledgement, 6 << 12 | flags, window);
    Memory.putI32(at + Tcp.MIN_HEADER_BYTES, MSS_OPTION);
  }

  private static void segment(
      long at, int ports, int sequence, int acknowledgement, int flags, int window) {
    Memory.putI32(at, ports);
    Memory.putI32(at + 4, sequence);
    Memory.putI32(at + 8, acknowledgement);
    Memory.putU16(at + 12, flags);
    Memory.putU16(at + 14, window);
    Memory.putI32(at + 16, 0);
  }

  /** Writes a UDP header, and 16 bytes of payload and two more. */
  void udp(long at, int ports, int bytes, long first, long second) {
    Memory.putI32(at, ports);
    Memory.putU16(at + 4, bytes);
    Memory.putU16(at + 6, family == 4 ? 0 : 1);
    Memory.putI64(at + 8, first);
    Memory.putI64(at + 16, second);
    Memory.putU16(at + 24, (int) first);
  }

  /** Returns the captured bytes of the frame that was begun last. */
  int length(long frame) {
    return Math.max(LEAST_BYTES, (int) (end - frame));
  }

  private static void ethernet(long frame, int type) {
    Memory.putI64(frame, 0x0200_0000_0001_0200L);
    Memory.putI32(frame + 8, 2);
    Memory.putU16(frame + 12, type);
  }
}
