package org.scrubber.captures.plan;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.LongStream;

/**
 * An IP address in the columns that packets have.
 *
 * @param family 4 or 6
 * @param high upper 64 bits; 0 for IPv4
 * @param low lower 64 bits; the address itself, zero-extended, for IPv4
 */
public record Address(int family, long high, long low) {
  /** Returns an IPv4 address. */
  public static Address v4(long value) {
    return new Address(4, 0, value & 0xffff_ffffL);
  }

  /** Returns an IPv6 address. */
  public static Address v6(long high, long low) {
    return new Address(6, high, low);
  }

  /** Reads a literal address. */
  public static Address parse(String text) {
    byte[] bytes = InetAddress.ofLiteral(text).getAddress();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return bytes.length == 4 ? v4(buffer.getInt()) : v6(buffer.getLong(), buffer.getLong());
  }

  /** Reads a range {@code FIRST-LAST}, of which both ends are part. */
  public static List<Address> range(String text) {
    int dash = text.indexOf('-');
    Address first = parse(text.substring(0, dash));
    return first.andNext(parse(text.substring(dash + 1)).low() - first.low() + 1);
  }

  /** Returns so many addresses in order, of which this is the first. */
  public List<Address> andNext(long count) {
    return LongStream.range(0, count).mapToObj(this::plus).toList();
  }

  /** Returns the address that lies {@code offset} behind this one. */
  public Address plus(long offset) {
    return family == 4 ? v4(low + offset) : v6(high, low + offset);
  }

  /** Tells whether this is an IPv4 address. */
  public boolean isV4() {
    return family == 4;
  }

  /** Returns the address as 4 or 16 bytes. */
  public byte[] bytes() {
    return family == 4
        ? ByteBuffer.allocate(4).putInt((int) low).array()
        : ByteBuffer.allocate(16).putLong(high).putLong(low).array();
  }

  /** Returns the literal address. */
  @Override
  public String toString() {
    try {
      return InetAddress.getByAddress(bytes()).getHostAddress();
    } catch (UnknownHostException e) {
      throw new AssertionError("4 and 16 bytes are addresses", e);
    }
  }
}
