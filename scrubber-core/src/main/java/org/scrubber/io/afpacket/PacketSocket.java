package org.scrubber.io.afpacket;

import java.io.IOException;
import java.lang.foreign.Arena;
import org.scrubber.io.linux.Descriptors;
import org.scrubber.io.linux.Errno;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.io.linux.Sockets;
import org.scrubber.wire.Memory;

/** A packet socket of one interface: options, binding, and what it says about its interface. */
final class PacketSocket implements AutoCloseable {
  /** Bytes of {@code struct sockaddr_ll}. */
  static final int ADDRESS_BYTES = 20;

  private static final int ALL_PROTOCOLS = 3;
  private static final int ERROR = 4;
  private static final int SIOCGIFNAME = 0x8910;
  private static final int IFREQ_BYTES = 40;
  private static final int IFREQ_INDEX = 16;

  private final String what;
  private final int fd;
  private final int link;

  /** Opens a socket that receives nothing yet. */
  PacketSocket(String what, int link) throws IOException {
    this.what = what;
    this.link = link;
    fd =
        LinuxException.check(
            "open a packet socket for " + what,
            Sockets.socket(Sockets.AF_PACKET, Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC, 0));
  }

  int fd() {
    return fd;
  }

  /** Sets an option that is a number. */
  void set(int level, int option, int value) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      long at = arena.allocate(4, 4).address();
      Memory.putI32Le(at, value);
      set(level, option, at, 4);
    }
  }

  /** Sets an option that is a structure. */
  void set(int level, int option, long address, int lengthBytes) throws IOException {
    LinuxException.check(
        "set option " + option + " of a packet socket for " + what,
        Sockets.setOption(fd, level, option, address, lengthBytes));
  }

  /** Takes in every frame of the interface, as long as the socket is open. */
  void joinPromiscuously() throws IOException {
    Promiscuous.join(fd, link);
  }

  /**
   * Binds it to the interface; from then on it receives everything that its filter lets through.
   */
  void bindToReceive() throws IOException {
    bind(ALL_PROTOCOLS);
  }

  /** Binds it to the interface only to send. */
  void bindToSend() throws IOException {
    bind(0);
  }

  private void bind(int protocol) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      long address = arena.allocate(ADDRESS_BYTES, 8).address();
      writeAddress(address, link, protocol);
      LinuxException.check(
          "bind a packet socket to " + what, Sockets.bind(fd, address, ADDRESS_BYTES));
    }
  }

  /** Writes a {@code sockaddr_ll}. */
  static void writeAddress(long address, int link, int protocol) {
    Memory.putU16Le(address, Sockets.AF_PACKET);
    Memory.putU16(address + 2, protocol);
    Memory.putI32Le(address + 4, link);
  }

  /** Tells whether the interface still exists, and forgets that it was down. */
  boolean interfaceExists() {
    try (Arena arena = Arena.ofConfined()) {
      long value = arena.allocate(4, 4).address();
      long length = arena.allocate(4, 4).address();
      Memory.putI32Le(length, 4);
      Sockets.getOption(fd, Sockets.SOL_SOCKET, ERROR, value, length);
      long request = arena.allocate(IFREQ_BYTES, 8).address();
      Memory.putI32Le(request + IFREQ_INDEX, link);
      return Descriptors.ioctl(fd, SIOCGIFNAME, request) != -Errno.ENODEV;
    }
  }

  @Override
  public void close() {
    Descriptors.close(fd);
  }
}
