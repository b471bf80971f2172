package org.scrubber.io.afpacket;

import java.io.IOException;
import java.lang.foreign.Arena;
import org.scrubber.io.linux.Descriptors;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.io.linux.Sockets;
import org.scrubber.wire.Memory;

/**
 * Lets interfaces take in every frame, whomever it is for, as long as this is open.
 *
 * <p>It is a wish of a socket that receives nothing, so it goes with the process, however that
 * ends. Needs CAP_NET_RAW.
 */
public final class Promiscuous implements AutoCloseable {
  private static final int ADD_MEMBERSHIP = 1;
  private static final int PROMISCUOUS = 1;
  private static final int REQUEST_BYTES = 16;

  private final int fd;

  private Promiscuous(int fd) {
    this.fd = fd;
  }

  /** Begins for the links of these indices. */
  public static Promiscuous open(int... links) throws IOException {
    int fd =
        LinuxException.check(
            "open a packet socket",
            Sockets.socket(Sockets.AF_PACKET, Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC, 0));
    try {
      for (int link : links) {
        join(fd, link);
      }
    } catch (IOException failure) {
      Descriptors.close(fd);
      throw failure;
    }
    return new Promiscuous(fd);
  }

  /** Does so for one link, as long as the packet socket {@code fd} is open. */
  static void join(int fd, int link) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      long request = arena.allocate(REQUEST_BYTES, 8).address();
      Memory.putI32Le(request, link);
      Memory.putU16Le(request + 4, PROMISCUOUS);
      LinuxException.check(
          "take in every frame of interface number " + link,
          Sockets.setOption(fd, Sockets.SOL_PACKET, ADD_MEMBERSHIP, request, REQUEST_BYTES));
    }
  }

  @Override
  public void close() {
    Descriptors.close(fd);
  }
}
