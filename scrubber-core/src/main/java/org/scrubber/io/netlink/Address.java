package org.scrubber.io.netlink;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An IP address of a link.
 *
 * @param link index of the link
 * @param text address and prefix length, {@code 192.0.2.1/24}
 * @param linkLocal whether it is one that IPv6 gives to every link
 */
public record Address(int link, String text, boolean linkLocal) {
  private static final int FIXED_BYTES = 8;
  private static final int SCOPE_LINK = 253;
  private static final int ADDRESS = 1;
  private static final int LOCAL = 2;
  private static final int AF_INET6 = 10;

  /** Reads what follows the header of a message about an address. */
  static Address of(ByteBuffer payload) {
    Attributes all = new Attributes(payload.slice(FIXED_BYTES, payload.limit() - FIXED_BYTES));
    byte[] bytes = all.bytes(all.has(LOCAL) ? LOCAL : ADDRESS);
    int prefixLength = payload.get(1) & 0xff;
    int scope = payload.get(3) & 0xff;
    return new Address(
        payload.getInt(4),
        words(bytes) + "/" + prefixLength,
        payload.get(0) == AF_INET6 && scope == SCOPE_LINK);
  }

  private static String words(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException neitherLength) {
      return "?";
    }
  }
}
