package org.scrubber.io.xdp;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import org.scrubber.io.linux.Descriptors;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.io.linux.Sockets;
import org.scrubber.wire.Memory;

/**
 * What an interface's driver can do for XDP, as the kernel says by generic netlink (family {@code
 * netdev}, Linux 6.3 and newer).
 *
 * @param bits NETDEV_XDP_ACT_ bits; 0 when the kernel does not say
 */
record DeviceFeatures(long bits) {
  private static final int NDO_XMIT = 1 << 2;
  private static final int ZERO_COPY = 1 << 3;
  private static final int NETLINK_GENERIC = 16;
  private static final int NLM_F_REQUEST = 1;
  private static final int CONTROL_FAMILY = 0x10;
  private static final int CONTROL_GET_FAMILY = 3;
  private static final int CONTROL_ID = 1;
  private static final int CONTROL_NAME = 2;
  private static final int GET_DEVICE = 1;
  private static final int DEVICE_INDEX = 1;
  private static final int DEVICE_XDP_FEATURES = 3;
  private static final int HEADERS_BYTES = 20;
  private static final int ANSWER_BYTES = 8192;

  /** Tells whether packets can be redirected out of it by its driver. */
  boolean sendsRedirected() {
    return (bits & NDO_XMIT) != 0;
  }

  /** Tells whether it can write into our memory itself. */
  boolean isZeroCopy() {
    return (bits & ZERO_COPY) != 0;
  }

  /** Asks the kernel; where it does not say, nothing is assumed. */
  static DeviceFeatures of(int interfaceIndex) throws LinuxException {
    int fd =
        LinuxException.check(
            "open a netlink socket",
            Sockets.socket(
                Sockets.AF_NETLINK, Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC, NETLINK_GENERIC));
    try (Arena arena = Arena.ofConfined()) {
      long buffer = arena.allocate(ANSWER_BYTES, 8).address();
      byte[] name = "netdev\0".getBytes(StandardCharsets.US_ASCII);
      Memory.copy(name, 0, buffer + HEADERS_BYTES + 4, name.length);
      long id =
          ask(
              fd,
              buffer,
              CONTROL_FAMILY,
              CONTROL_GET_FAMILY,
              CONTROL_NAME,
              name.length,
              CONTROL_ID);
      if (id == 0) {
        return new DeviceFeatures(0);
      }
      int family = Memory.u8(id) | Memory.u8(id + 1) << 8;
      Memory.putI32Le(buffer + HEADERS_BYTES + 4, interfaceIndex);
      long bits = ask(fd, buffer, family, GET_DEVICE, DEVICE_INDEX, 4, DEVICE_XDP_FEATURES);
      return new DeviceFeatures(bits == 0 ? 0 : Memory.i64Le(bits));
    } finally {
      Descriptors.close(fd);
    }
  }

  /** Sends a request of one attribute; returns where the wanted attribute's value is, or 0. */
  private static long ask(
      int fd, long buffer, int family, int command, int attribute, int valueBytes, int wanted) {
    int lengthBytes = HEADERS_BYTES + 4 + (valueBytes + 3 & -4);
    Memory.putI32Le(buffer, lengthBytes);
    Memory.putU16Le(buffer + 4, family);
    Memory.putU16Le(buffer + 6, NLM_F_REQUEST);
    Memory.putI32Le(buffer + 8, 1);
    Memory.putI32Le(buffer + 12, 0);
    Memory.putI32Le(buffer + 16, command | 1 << 8);
    Memory.putU16Le(buffer + HEADERS_BYTES, 4 + valueBytes);
    Memory.putU16Le(buffer + HEADERS_BYTES + 2, attribute);
    if (Sockets.send(fd, buffer, lengthBytes, 0, 0, 0) < 0) {
      return 0;
    }
    long received = Sockets.receive(fd, buffer, ANSWER_BYTES, 0, 0, 0);
    if (received < HEADERS_BYTES || Memory.u16Le(buffer + 4) != family) {
      return 0;
    }
    for (long at = buffer + HEADERS_BYTES; at + 4 <= buffer + received; ) {
      int attributeBytes = Memory.u16Le(at);
      if (attributeBytes < 4) {
        return 0;
      }
      if ((Memory.u16Le(at + 2) & 0x3fff) == wanted) {
        return at + 4;
      }
      at += attributeBytes + 3 & -4;
    }
    return 0;
  }
}
