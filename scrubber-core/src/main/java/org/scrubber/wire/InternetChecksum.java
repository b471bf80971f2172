package org.scrubber.wire;

/** The ones' complement checksum of IPv4 and TCP (RFC 1071) over raw memory. Allocation-free. */
public final class InternetChecksum {
  private InternetChecksum() {}

  /** Returns the sum of the 16-bit words of a region; an odd byte counts as the upper half. */
  public static long sum(long address, int lengthBytes) {
    long sum = 0;
    int at = 0;
    for (; at + 4 <= lengthBytes; at += 4) {
      sum += Memory.u32(address + at);
    }
    if (at + 2 <= lengthBytes) {
      sum += Memory.u16(address + at);
      at += 2;
    }
    return at < lengthBytes ? sum + (Memory.u8(address + at) << 8) : sum;
  }

  /** Returns the {@link #sum} of 20 bytes: an IPv4 or a TCP header without options. */
  public static long header(long address) {
    return Memory.u32(address)
        + Memory.u32(address + 4)
        + Memory.u32(address + 8)
        + Memory.u32(address + 12)
        + Memory.u32(address + 16);
  }

  /** Returns the checksum of a sum, 0..0xffff. */
  public static int of(long sum) {
    long folded = (sum & 0xffff_ffffL) + (sum >>> 32);
    folded = (folded & 0xffff) + (folded >>> 16);
    folded = (folded & 0xffff) + (folded >>> 16);
    folded = (folded & 0xffff) + (folded >>> 16);
    return (int) ~folded & 0xffff;
  }

  /**
   * Returns what a checksum becomes when a part of what it covers is changed (RFC 1624, equation
   * 3).
   *
   * @param before {@link #sum} of the part as it was; it begins at an even offset
   * @param after of the part as it is
   */
  public static int changed(int checksum, long before, long after) {
    return of((~checksum & 0xffff) + of(before) + after); // The complement of a sum is of(sum).
  }

  /**
   * Returns the checksum of a TCP segment whose checksum field is 0.
   *
   * @param addresses address of the source address, behind which the target address follows
   * @param addressBytes of both: 8 or 32
   * @param segmentBytes at least a header without options
   */
  public static int tcp(long addresses, int addressBytes, long segment, int segmentBytes) {
    long sum = header(segment) + Memory.u32(addresses) + Memory.u32(addresses + 4);
    if (addressBytes > 8) {
      sum += sum(addresses + 8, addressBytes - 8);
    }
    if (segmentBytes > Tcp.MIN_HEADER_BYTES) {
      sum += sum(segment + Tcp.MIN_HEADER_BYTES, segmentBytes - Tcp.MIN_HEADER_BYTES);
    }
    return of(sum + Protocols.TCP + segmentBytes);
  }
}
