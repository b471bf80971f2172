package org.scrubber.io.netlink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.scrubber.io.linux.LinuxException;

/**
 * What an interface's driver can do for XDP, by its own account: generic netlink, family {@code
 * netdev}, Linux 6.3.
 *
 * @param isKnown whether the kernel says
 * @param bits NETDEV_XDP_ACT_ bits; 0 when it does not
 */
public record DriverFeatures(boolean isKnown, long bits) {
  private static final int GENERIC = 16;
  private static final int CONTROL = 0x10;
  private static final int GET_FAMILY = 3;
  private static final int FAMILY_ID = 1;
  private static final int FAMILY_NAME = 2;
  private static final int GET_DEVICE = 1;
  private static final int DEVICE_INDEX = 1;
  private static final int DEVICE_XDP_FEATURES = 3;
  private static final int FIXED_BYTES = 4;
  private static final int BASIC_AND_REDIRECT = 0x3;
  private static final int SEND_REDIRECTED = 0x4;
  private static final int ZERO_COPY = 0x8;

  private static final DriverFeatures UNKNOWN = new DriverFeatures(false, 0);

  /** Returns those of the interface of this index; where the kernel does not say, none. */
  public static DriverFeatures of(int link) throws IOException {
    try (NetlinkSocket socket = NetlinkSocket.open(GENERIC, 0)) {
      int family =
          answer(socket, message(CONTROL, GET_FAMILY).text(FAMILY_NAME, "netdev"))
              .u16(FAMILY_ID, 0);
      Attributes device = answer(socket, message(family, GET_DEVICE).u32(DEVICE_INDEX, link));
      return device.has(DEVICE_XDP_FEATURES)
          ? new DriverFeatures(true, device.u64(DEVICE_XDP_FEATURES, 0))
          : UNKNOWN;
    } catch (LinuxException notInThisKernel) {
      return UNKNOWN;
    }
  }

  /** Tells whether an XDP program runs in the driver, and packets reach its sockets from there. */
  public boolean isNative() {
    return (bits & BASIC_AND_REDIRECT) == BASIC_AND_REDIRECT;
  }

  /** Tells whether packets can be redirected out of it by its driver. */
  public boolean sendsRedirected() {
    return (bits & SEND_REDIRECTED) != 0;
  }

  /** Tells whether it can write into our memory itself. */
  public boolean isZeroCopy() {
    return (bits & ZERO_COPY) != 0;
  }

  private static MessageWriter message(int family, int command) {
    return new MessageWriter(family, MessageWriter.ACKNOWLEDGE)
        .fixed((byte) command, (byte) 1, (byte) 0, (byte) 0);
  }

  private static Attributes answer(NetlinkSocket socket, MessageWriter request) throws IOException {
    List<NetlinkSocket.Message> messages = socket.list("ask what a driver can do", request);
    ByteBuffer payload =
        messages.isEmpty() ? ByteBuffer.allocate(FIXED_BYTES) : messages.getFirst().payload();
    return new Attributes(payload.slice(FIXED_BYTES, payload.limit() - FIXED_BYTES));
  }
}
