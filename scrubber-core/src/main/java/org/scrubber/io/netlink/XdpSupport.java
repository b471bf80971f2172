package org.scrubber.io.netlink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.scrubber.io.linux.LinuxException;

/** What XDP an interface's driver has, by its own account (generic netlink, Linux 6.3). */
public enum XdpSupport {
  /** In the driver, and packets reach a program's sockets without being copied. */
  ZERO_COPY,
  /** In the driver. */
  NATIVE,
  /** None of its own. */
  NONE,
  /** This kernel does not say. */
  UNKNOWN;

  private static final int GENERIC = 16;
  private static final int CONTROL = 0x10;
  private static final int GET_FAMILY = 3;
  private static final int FAMILY_ID = 1;
  private static final int FAMILY_NAME = 2;
  private static final int GET_DEVICE = 1;
  private static final int DEVICE_INDEX = 1;
  private static final int DEVICE_FEATURES = 3;
  private static final int FIXED_BYTES = 4;
  private static final int BASIC_AND_REDIRECT = 0x3;
  private static final int XSK_ZERO_COPY = 0x8;

  /** Returns what the interface of this index has. */
  public static XdpSupport of(int link) throws IOException {
    try (NetlinkSocket socket = NetlinkSocket.open(GENERIC, 0)) {
      int family =
          answer(socket, message(CONTROL, GET_FAMILY).text(FAMILY_NAME, "netdev"))
              .u16(FAMILY_ID, 0);
      if (family == 0) {
        return UNKNOWN;
      }
      Attributes device = answer(socket, message(family, GET_DEVICE).u32(DEVICE_INDEX, link));
      return device.has(DEVICE_FEATURES) ? ofFeatures(device.u64(DEVICE_FEATURES, 0)) : UNKNOWN;
    } catch (LinuxException unknownToThisKernel) {
      return UNKNOWN;
    }
  }

  static XdpSupport ofFeatures(long features) {
    if ((features & BASIC_AND_REDIRECT) != BASIC_AND_REDIRECT) {
      return NONE;
    }
    return (features & XSK_ZERO_COPY) != 0 ? ZERO_COPY : NATIVE;
  }

  private static MessageWriter message(int family, int command) {
    return new MessageWriter(family, MessageWriter.ACKNOWLEDGE)
        .fixed((byte) command, (byte) 1, (byte) 0, (byte) 0);
  }

  private static Attributes answer(NetlinkSocket socket, MessageWriter request) throws IOException {
    List<NetlinkSocket.Message> messages = socket.list("ask for the features of a driver", request);
    ByteBuffer payload =
        messages.isEmpty() ? ByteBuffer.allocate(FIXED_BYTES) : messages.getFirst().payload();
    return new Attributes(payload.slice(FIXED_BYTES, payload.limit() - FIXED_BYTES));
  }
}
