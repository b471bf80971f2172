package org.scrubber.captures.netns;

import java.io.IOException;
import java.lang.foreign.Arena;
import org.scrubber.io.linux.Descriptors;
import org.scrubber.io.linux.Interfaces;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.io.linux.Sockets;
import org.scrubber.wire.Memory;

/** Sends frames as they are, or as super-packets that the way is to cut, by a raw socket. */
final class RawSender {
  private static final int PACKET_VNET_HDR = 15;
  private static final int VNET_BYTES = 10;
  private static final int ADDRESS_BYTES = 20;
  private static final int TCP_CHECKSUM = 16;

  private RawSender() {}

  /**
   * Sends a frame a few times from an interface of the calling thread's namespace.
   *
   * @param segmentBytes 0 to send it as it is; else it is a TCP segment over IPv4 with one VLAN
   *     tag, to be cut into segments with that much payload, each with its checksum
   */
  static void send(String name, byte[] frame, int segmentBytes, int times) throws IOException {
    int fd =
        LinuxException.check(
            "socket",
            Sockets.socket(Sockets.AF_PACKET, Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC, 0));
    try (Arena arena = Arena.ofConfined()) {
      long one = arena.allocate(4, 4).address();
      Memory.putI32Le(one, 1);
      LinuxException.check(
          "vnet", Sockets.setOption(fd, Sockets.SOL_PACKET, PACKET_VNET_HDR, one, 4));
      long address = arena.allocate(ADDRESS_BYTES, 8).address();
      Memory.putU16Le(address, Sockets.AF_PACKET);
      Memory.putU16(address + 2, (frame[12] & 0xff) << 8 | frame[13] & 0xff);
      Memory.putI32Le(address + 4, Interfaces.index(name));
      long message = arena.allocate(VNET_BYTES + frame.length, 8).address();
      Memory.copy(frame, 0, message + VNET_BYTES, frame.length);
      if (segmentBytes > 0) {
        int transport = 14 + 4 + 20;
        Memory.putU8(message, 1); // Needs a checksum.
        Memory.putU8(message + 1, 1); // TCP over IPv4.
        Memory.putU16Le(message + 2, transport + 20);
        Memory.putU16Le(message + 4, segmentBytes);
        Memory.putU16Le(message + 6, transport);
        Memory.putU16Le(message + 8, TCP_CHECKSUM);
      }
      for (int i = 0; i < times; i++) {
        LinuxException.check(
            "send",
            Sockets.send(fd, message, VNET_BYTES + frame.length, 0, address, ADDRESS_BYTES));
      }
    } finally {
      Descriptors.close(fd);
    }
  }
}
