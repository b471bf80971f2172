package org.scrubber.io.linux;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.scrubber.wire.Memory;

/**
 * A name that one process has at a time, in the network namespace of the thread that takes it.
 *
 * <p>It is that of a socket in the abstract namespace (unix(7)). So it lies in no file system, the
 * same name in another network namespace is another one, and the kernel gives it back when the
 * process ends, however it does: before whoever waits for the process hears of it. Any process of
 * the namespace can take any name, privileged or not.
 */
public final class SoleName implements AutoCloseable {
  /** Longest name, bytes. */
  public static final int MAX_BYTES = 107;

  /** Those who have asked for the holder, and are not accepted: nobody minds them. */
  private static final int MOST_ASKING = 128;

  private static final int FAMILY_BYTES = 2;

  // SO_PEERCRED, and struct ucred.
  private static final int PEER = 17;
  private static final int PEER_BYTES = 12;

  private final int fd;
  private boolean open = true;

  private SoleName(int fd) {
    this.fd = fd;
  }

  /**
   * Takes a name, until it is closed.
   *
   * @param name at most {@link #MAX_BYTES} of ASCII
   * @return null when somebody has it: another process, or this one
   * @throws LinuxException when there are no such sockets for us
   */
  public static @Nullable SoleName take(String name) throws LinuxException {
    int fd = socket(name);
    int result = at(name, (address, bytes) -> Sockets.bind(fd, address, bytes));
    if (result >= 0) {
      result = Sockets.listen(fd, MOST_ASKING);
    }
    if (result >= 0) {
      return new SoleName(fd);
    }
    Descriptors.close(fd);
    if (result == -Errno.EADDRINUSE) {
      return null;
    }
    throw new LinuxException("take the name " + name, -result);
  }

  /**
   * Returns the number of the process that has a name; 0 when nobody has it, or when it cannot be
   * told: the process is not seen from here, or has been asked too often.
   *
   * @throws LinuxException when there are no such sockets for us
   */
  public static int holder(String name) throws LinuxException {
    int fd = socket(name);
    try (Arena arena = Arena.ofConfined()) {
      if (at(name, (address, bytes) -> Sockets.connect(fd, address, bytes)) < 0) {
        return 0;
      }
      long peer = arena.allocate(PEER_BYTES, 4).address();
      long length = arena.allocate(4, 4).address();
      Memory.putI32Le(length, PEER_BYTES);
      return Sockets.getOption(fd, Sockets.SOL_SOCKET, PEER, peer, length) < 0
          ? 0
          : Memory.i32Le(peer);
    } finally {
      Descriptors.close(fd);
    }
  }

  private static int socket(String name) throws LinuxException {
    int type = Sockets.SOCK_STREAM | Sockets.SOCK_CLOEXEC | Sockets.SOCK_NONBLOCK;
    return LinuxException.check(
        "open a socket for the name " + name, Sockets.socket(Sockets.AF_UNIX, type, 0));
  }

  /** A call that takes an address. */
  private interface Call {
    int at(long address, int lengthBytes);
  }

  private static int at(String name, Call call) {
    byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
    assert ascii.length <= MAX_BYTES : name;
    try (Arena arena = Arena.ofConfined()) {
      // A zero before the name has it be abstract; its length tells where it ends.
      int lengthBytes = FAMILY_BYTES + 1 + ascii.length;
      long address = arena.allocate(lengthBytes, 8).address();
      Memory.putU16Le(address, Sockets.AF_UNIX);
      Memory.copy(ascii, 0, address + FAMILY_BYTES + 1, ascii.length);
      return call.at(address, lengthBytes);
    }
  }

  /** Gives it back. */
  @Override
  public void close() {
    if (open) {
      open = false;
      Descriptors.close(fd);
    }
  }
}
