package org.scrubber.captures.world;

import org.scrubber.captures.plan.Address;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;

/**
 * Writes one Ethernet frame, front to back, straight into the memory that the scrubber will read:
 * {@code frame.ip(source, target, ttl, id, true).tcp(...).random(stream, 512).end()}.
 *
 * <p>No allocation. Lengths and checksums are filled in by {@link #end}. Odd packets come ready
 * made ({@link #bytes}). Reused; one thread.
 */
public final class Frame {
  /** Most bytes a frame may have. */
  public static final int MAX_BYTES = 1_514;

  /** "Don't fragment" in the flags word of IPv4. */
  public static final int DF = 0x4000;

  /** "More fragments" in the flags word of IPv4. */
  public static final int MF = 0x2000;

  private static final int ETHERNET_BYTES = 14;
  private static final long OUTSIDE_ROUTER = 0x0200_0000_0001L;
  private static final long INSIDE_ROUTER = 0x0200_0000_0002L;

  private long start;
  private long at;
  private int family;
  private int protocol;
  private long transport;
  private boolean fragment;
  private boolean inbound;

  void begin(long address, boolean fromOutside) {
    start = address;
    inbound = fromOutside;
    long target = fromOutside ? INSIDE_ROUTER : OUTSIDE_ROUTER;
    long source = fromOutside ? OUTSIDE_ROUTER : INSIDE_ROUTER;
    Memory.putI64(address, target << 16 | source >>> 32);
    Memory.putI32(address + 8, (int) source);
    at = address + ETHERNET_BYTES;
    transport = 0;
    fragment = false;
    family = 0;
  }

  /** Begins an IP packet; of IPv6, {@code id} and {@code dontFragment} are ignored. */
  public Frame ip(Address source, Address target, int ttl, int id, boolean dontFragment) {
    return source.isV4()
        ? ipv4(source.low(), target.low(), ttl, id, dontFragment ? DF : 0, 0)
        : ipv6(source, target, ttl);
  }

  /**
   * Begins an IPv4 packet.
   *
   * @param flags DF, MF and the fragment's offset in units of 8 bytes
   * @param tos type of service
   */
  public Frame ipv4(long source, long target, int ttl, int id, int flags, int tos) {
    family = 4;
    fragment = (flags & 0x3fff) != 0;
    Memory.putU16(start + 12, 0x0800);
    Memory.putI32(at, 0x4500_0000 | tos << 16);
    Memory.putU16(at + 4, id);
    Memory.putU16(at + 6, flags);
    Memory.putU8(at + 8, ttl);
    Memory.putU16(at + 10, 0);
    Memory.putI32(at + 12, (int) source);
    Memory.putI32(at + 16, (int) target);
    at += 20;
    return this;
  }

  /** Begins an IPv6 packet. */
  public Frame ipv6(Address source, Address target, int hopLimit) {
    return ipv6(source.high(), source.low(), target.high(), target.low(), hopLimit);
  }

  /** Begins an IPv6 packet between two addresses in halves. */
  public Frame ipv6(
      long sourceHigh, long sourceLow, long targetHigh, long targetLow, int hopLimit) {
    family = 6;
    Memory.putU16(start + 12, 0x86DD);
    Memory.putI32(at, 0x6000_0000);
    Memory.putU8(at + 7, hopLimit);
    Memory.putI64(at + 8, sourceHigh);
    Memory.putI64(at + 16, sourceLow);
    Memory.putI64(at + 24, targetHigh);
    Memory.putI64(at + 32, targetLow);
    at += 40;
    return this;
  }

  /** Begins a TCP segment without options; {@code flags} as in {@code wire.Tcp}. */
  public Frame tcp(int sourcePort, int targetPort, int seq, int ack, int flags, int window) {
    protocol(Protocols.TCP);
    Memory.putI32(at, sourcePort << 16 | targetPort);
    Memory.putI32(at + 4, seq);
    Memory.putI32(at + 8, ack);
    Memory.putU8(at + 12, 0x50);
    Memory.putU8(at + 13, flags);
    Memory.putU16(at + 14, window);
    Memory.putI32(at + 16, 0);
    at += 20;
    return this;
  }

  /** Adds TCP options as they are on the wire, a multiple of 4 bytes, at most 40. */
  public Frame options(byte[] options) {
    bytes(options);
    Memory.putU8(transport + 12, (20 + options.length) << 2);
    return this;
  }

  /** Overwrites four bytes of the options, at an offset within them: a timestamp, an mss. */
  public Frame optionWord(int offset, int value) {
    Memory.putI32(transport + 20 + offset, value);
    return this;
  }

  /** Begins a UDP datagram. */
  public Frame udp(int sourcePort, int targetPort) {
    protocol(Protocols.UDP);
    Memory.putI32(at, sourcePort << 16 | targetPort);
    Memory.putI32(at + 4, 0);
    at += 8;
    return this;
  }

  /** Begins the payload of any other protocol, or of a fragment that is not the first. */
  public Frame protocol(int number) {
    protocol = number;
    transport = at;
    Memory.putU8(family == 4 ? at - 20 + 9 : at - 40 + 6, number);
    return this;
  }

  /** Adds bytes. */
  public Frame bytes(byte[] bytes) {
    return bytes(bytes, 0, bytes.length);
  }

  /** Adds a part of some bytes. */
  public Frame bytes(byte[] bytes, int from, int length) {
    Memory.copy(bytes, from, at, length);
    at += length;
    return this;
  }

  /** Adds one byte. */
  public Frame u8(int value) {
    Memory.putU8(at++, value);
    return this;
  }

  /** Adds a big-endian number of 2 bytes. */
  public Frame u16(int value) {
    Memory.putU16(at, value);
    at += 2;
    return this;
  }

  /** Adds a big-endian number of 4 bytes. */
  public Frame u32(int value) {
    Memory.putI32(at, value);
    at += 4;
    return this;
  }

  /** Adds a big-endian number of 8 bytes. */
  public Frame u64(long value) {
    Memory.putI64(at, value);
    at += 8;
    return this;
  }

  /** Adds random bytes. */
  public Frame random(RandomStream random, int length) {
    long end = at + length;
    for (; at + 8 <= end; at += 8) {
      Memory.putI64(at, random.next());
    }
    if (at < end) {
      for (long word = random.next(); at < end; word >>>= 8) {
        Memory.putU8(at++, (int) word);
      }
    }
    return this;
  }

  /** Adds so many times the same byte. */
  public Frame fill(int value, int length) {
    for (int n = 0; n < length; n++) {
      Memory.putU8(at++, value);
    }
    return this;
  }

  /** Replaces the whole packet behind the link header by one that is ready made. */
  public Frame packet(byte[] ip) {
    family = 0;
    at = start + ETHERNET_BYTES;
    Memory.putU16(start + 12, (ip[0] & 0xf0) == 0x60 ? 0x86DD : 0x0800);
    return bytes(ip);
  }

  /** Fills in lengths and checksums; returns the frame's length, bytes. */
  public int end() {
    int length = (int) (at - start);
    assert length <= MAX_BYTES : length;
    if (family == 4) {
      Memory.putU16(start + 16, length - ETHERNET_BYTES);
    } else if (family == 6) {
      Memory.putU16(start + 18, length - ETHERNET_BYTES - 40);
    }
    if (family != 0 && !fragment) {
      if (protocol == Protocols.TCP || protocol == Protocols.UDP) {
        transportChecksum();
      } else if (protocol == (family == 4 ? Protocols.ICMP : Protocols.ICMPV6)) {
        icmpChecksum();
      }
    }
    if (family == 4) {
      Memory.putU16(start + 24, Checksum.fold(Checksum.sum(start + ETHERNET_BYTES, 20)));
    }
    return length;
  }

  private void transportChecksum() {
    int length = (int) (at - transport);
    boolean udp = protocol == Protocols.UDP;
    if (udp) {
      Memory.putU16(transport + 4, length);
    }
    long addresses = start + ETHERNET_BYTES + (family == 4 ? 12 : 8);
    long sum = Checksum.sum(addresses, family == 4 ? 8 : 32) + protocol + length;
    int checksum = Checksum.fold(sum + Checksum.sum(transport, length));
    Memory.putU16(transport + (udp ? 6 : 16), udp && checksum == 0 ? 0xffff : checksum);
  }

  private void icmpChecksum() {
    int length = (int) (at - transport);
    long pseudo =
        family == 4 ? 0 : Checksum.sum(start + ETHERNET_BYTES + 8, 32) + Protocols.ICMPV6 + length;
    Memory.putU16(transport + 2, 0);
    Memory.putU16(transport + 2, Checksum.fold(pseudo + Checksum.sum(transport, length)));
  }

  /** Tells whether the packet's target is one that the lab may send to. */
  boolean isSafe() {
    long ip = start + ETHERNET_BYTES;
    if (!inbound) {
      return true;
    }
    return Memory.u16(start + 12) == 0x86DD
        ? Memory.u32(ip + 24) == 0x2001_0DB8L
        : (Memory.u32(ip + 16) & 0xfffe_0000L) == 0xC612_0000L;
  }
}
