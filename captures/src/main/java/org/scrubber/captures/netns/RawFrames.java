package org.scrubber.captures.netns;

import java.io.IOException;
import java.lang.foreign.Arena;
import org.scrubber.io.linux.Descriptors;
import org.scrubber.io.linux.Interfaces;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.io.linux.Sockets;
import org.scrubber.wire.Memory;

/** Sends frames as they are, by a raw socket. */
public final class RawFrames {
  /** Bytes of {@code struct sockaddr_ll}. */
  static final int ADDRESS_BYTES = 20;

  private RawFrames() {}

  /** Writes where frames go that leave by an interface. */
  static void writeAddress(long address, int link, int etherType) {
    Memory.putU16Le(address, Sockets.AF_PACKET);
    Memory.putU16(address + 2, etherType);
    Memory.putI32Le(address + 4, link);
  }

  /** Opens a socket that only sends. */
  static int open() throws IOException {
    return LinuxException.check(
        "open a packet socket",
        Sockets.socket(Sockets.AF_PACKET, Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC, 0));
  }

  /**
   * Sends an Ethernet frame a few times.
   *
   * @param name an interface of the calling thread's namespace
   */
  public static void send(String name, byte[] frame, int times) throws IOException {
    int fd = open();
    try (Arena arena = Arena.ofConfined()) {
      long address = arena.allocate(ADDRESS_BYTES, 8).address();
      writeAddress(address, Interfaces.index(name), (frame[12] & 0xff) << 8 | frame[13] & 0xff);
      long at = arena.allocate(frame.length, 8).address();
      Memory.copy(frame, 0, at, frame.length);
      for (int k = 0; k < times; k++) {
        LinuxException.check(
            "send a frame", Sockets.send(fd, at, frame.length, 0, address, ADDRESS_BYTES));
      }
    } finally {
      Descriptors.close(fd);
    }
  }
}
