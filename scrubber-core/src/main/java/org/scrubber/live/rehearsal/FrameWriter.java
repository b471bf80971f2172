package org.scrubber.live.rehearsal;

import org.scrubber.wire.InternetChecksum;
import org.scrubber.wire.Ip;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;
import org.scrubber.wire.Tcp;

/**
 * Writes frames into native memory: Ethernet, with a tag if wanted, IPv4 or IPv6, and what is
 * above. Checksums are right, as the parser looks at them. One thread.
 */
final class FrameWriter {
  private static final int MAC_BYTES = 12;
  private static final int TTL = 54;
  private static final int UDP_HEADER_BYTES = 8;
  private static final int WINDOW = 64_240;
  private static final int BARE_WINDOW = 512;

  private final long start;
  private long at;
  private int family;
  private long ip;
  private boolean unfinished;

  /** Begins a frame at an address. */
  FrameWriter(long address) {
    start = address;
    at = address;
    for (int k = 0; k < MAC_BYTES; k++) {
      u8(2 + k);
    }
  }

  /** Returns the bytes written, and finishes length and checksum of the IP header. */
  int finish() {
    if (family == 4) {
      Memory.putU16(ip + Ip.V4_LENGTH, (int) (at - ip));
      Memory.putU16(ip + Ip.V4_CHECKSUM, 0);
      int sum = InternetChecksum.of(InternetChecksum.sum(ip, Ip.V4_HEADER_BYTES));
      Memory.putU16(ip + Ip.V4_CHECKSUM, sum);
    } else if (family == 6) {
      Memory.putU16(ip + Ip.V6_LENGTH, (int) (at - ip) - Ip.V6_HEADER_BYTES);
    }
    return (int) (at - start);
  }

  /** Writes an 802.1Q tag. */
  FrameWriter tag(int vlan) {
    return u16(Protocols.ETHERTYPE_VLAN).u16(vlan);
  }

  /** Writes an IPv4 header. */
  FrameWriter v4(int protocol, long source, long target, int id, int fragment) {
    u16(Protocols.ETHERTYPE_IPV4);
    family = 4;
    ip = at;
    u16(0x4500).u16(0).u16(id).u16(fragment).u8(TTL).u8(protocol).u16(0);
    return i32((int) source).i32((int) target);
  }

  /** Writes an IPv6 header. */
  FrameWriter v6(int protocol, long sourceHigh, long sourceLow, long targetHigh, long targetLow) {
    u16(Protocols.ETHERTYPE_IPV6);
    family = 6;
    ip = at;
    i32(6 << 28).u16(0).u8(protocol).u8(TTL);
    return i64(sourceHigh).i64(sourceLow).i64(targetHigh).i64(targetLow);
  }

  /** Leaves the sum over a segment to the network card, as Linux does on a veth. */
  FrameWriter unfinished() {
    unfinished = true;
    return this;
  }

  /** Writes a TCP segment; a SYN has the options that clients send. */
  FrameWriter tcp(int ports, int sequence, int acknowledgement, int flags, int payloadBytes) {
    boolean options = (flags & Tcp.SYN) != 0;
    return segment(ports, sequence, acknowledgement, flags, options, payloadBytes);
  }

  /** Writes a SYN as no client sends it, but tools do. */
  FrameWriter bareSyn(int ports, int sequence) {
    return segment(ports, sequence, sequence, Tcp.SYN, false, 0);
  }

  private FrameWriter segment(
      int ports, int sequence, int acknowledgement, int flags, boolean options, int payloadBytes) {
    long header = at;
    int words = options ? 10 : 5;
    i32(ports).i32(sequence).i32(acknowledgement);
    u16(words << 12 | flags).u16(options ? WINDOW : BARE_WINDOW).u16(0).u16(0);
    if (options) { // MSS, SACK permitted, timestamps, window scale.
      i32(0x020405b4).i32(0x0402080a).i32(sequence).i32(0).i32(0x01030307);
    }
    noise(sequence, payloadBytes);
    boolean four = family == 4;
    long addresses = ip + (four ? Ip.V4_SOURCE : Ip.V6_SOURCE);
    int lengthBytes = (int) (at - header);
    long pseudo = InternetChecksum.sum(addresses, four ? 8 : 32) + Protocols.TCP + lengthBytes;
    int sum =
        unfinished
            ? ~InternetChecksum.of(pseudo) & 0xffff
            : InternetChecksum.tcp(addresses, four ? 8 : 32, header, lengthBytes);
    Memory.putU16(header + Tcp.CHECKSUM, sum);
    return this;
  }

  /** Writes a UDP header without a checksum, and the beginning of its payload. */
  FrameWriter udp(int ports, long beginning, int payloadBytes) {
    i32(ports).u16(UDP_HEADER_BYTES + payloadBytes).u16(family == 4 ? 0 : 1);
    i64(beginning);
    return noise((int) beginning, payloadBytes - 8);
  }

  /** Writes bytes that depend on a number. */
  FrameWriter noise(int number, int lengthBytes) {
    for (int k = 0; k < lengthBytes; k++) {
      u8(number * 31 + k * 17);
    }
    return this;
  }

  FrameWriter u8(int value) {
    Memory.putU8(at, value);
    at += 1;
    return this;
  }

  FrameWriter u16(int value) {
    Memory.putU16(at, value);
    at += 2;
    return this;
  }

  FrameWriter i32(int value) {
    Memory.putI32(at, value);
    at += 4;
    return this;
  }

  FrameWriter i64(long value) {
    Memory.putI64(at, value);
    at += 8;
    return this;
  }
}
