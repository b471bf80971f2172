package org.scrubber.io.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import org.scrubber.wire.Memory;

/**
 * What the kernel says of network interfaces, by ioctl; of the network namespace that the calling
 * thread is in.
 */
public final class Interfaces {
  /** Longest name of an interface, bytes. */
  public static final int MAX_NAME_BYTES = 15;

  private static final int IFREQ_BYTES = 40;
  private static final int IFREQ_VALUE = 16;
  private static final int SIOCGIFFLAGS = 0x8913;
  private static final int SIOCGIFMTU = 0x8921;
  private static final int SIOCGIFHWADDR = 0x8927;
  private static final int SIOCETHTOOL = 0x8946;
  private static final int ETHTOOL_GDRVINFO = 0x03;
  private static final int ETHTOOL_GRINGPARAM = 0x10;
  private static final int ETHTOOL_GFLAGS = 0x25;
  private static final int ETHTOOL_GCHANNELS = 0x3c;
  private static final int ETH_FLAG_LRO = 1 << 15;
  private static final int ETH_FLAG_RXVLAN = 1 << 8;
  private static final int RINGS_BYTES = 36;
  private static final int DRVINFO_BYTES = 196;
  private static final int CHANNELS_BYTES = 36;
  private static final int IFF_UP = 0x1;
  private static final int IFF_RUNNING = 0x40;
  private static final MethodHandle IF_NAMETOINDEX =
      Downcall.of("if_nametoindex", JAVA_INT, JAVA_LONG);

  private Interfaces() {}

  /** Returns an interface's index, or the negated error number when there is none of this name. */
  public static int index(String name) {
    if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
      return -Errno.ENODEV;
    }
    MemorySegment state = Downcall.state();
    try (Arena arena = Arena.ofConfined()) {
      int index = (int) IF_NAMETOINDEX.invokeExact(state, arena.allocateFrom(name).address());
      return index > 0 ? index : Downcall.orErrno(state, -1);
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }

  /** Returns the largest packet that an interface carries, bytes without the Ethernet header. */
  public static int mtuBytes(String name) throws IOException {
    return ask(name, SIOCGIFMTU, "MTU of ", Interfaces::value);
  }

  /** Tells whether an interface is up and has a carrier. */
  public static boolean isRunning(String name) throws IOException {
    int wanted = IFF_UP | IFF_RUNNING;
    return (ask(name, SIOCGIFFLAGS, "state of ", Interfaces::value) & wanted) == wanted;
  }

  /** Returns an interface's hardware address in the lower 48 bits. */
  public static long hardwareAddress(String name) throws IOException {
    return ask(
        name,
        SIOCGIFHWADDR,
        "address of ",
        request -> Memory.i64(request + IFREQ_VALUE + 2) >>> 16);
  }

  /** Returns the name of an interface's driver. */
  public static String driver(String name) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(DRVINFO_BYTES, 8);
      ethtool(name, ETHTOOL_GDRVINFO, info.address(), "driver of ");
      return info.getString(4);
    }
  }

  /** Returns how many receive queues an interface has in use; 1 when its driver cannot tell. */
  public static int receiveQueues(String name) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      long channels = arena.allocate(CHANNELS_BYTES, 8).address();
      try {
        ethtool(name, ETHTOOL_GCHANNELS, channels, "queues of ");
      } catch (LinuxException failure) {
        if (failure.errno() == Errno.EOPNOTSUPP) {
          return 1;
        }
        throw failure;
      }
      // After command and four maxima: receive, transmit, other, combined.
      return Math.max(1, Memory.i32Le(channels + 20) + Memory.i32Le(channels + 32));
    }
  }

  /** Tells whether the card merges segments that it receives (LRO); not when it cannot tell. */
  public static boolean mergesReceived(String name) {
    return (flags(name) & ETH_FLAG_LRO) != 0;
  }

  /** Tells whether the card takes VLAN tags out of what it receives; not when it cannot tell. */
  public static boolean stripsTags(String name) {
    return (flags(name) & ETH_FLAG_RXVLAN) != 0;
  }

  private static int flags(String name) {
    try (Arena arena = Arena.ofConfined()) {
      long flags = arena.allocate(8, 8).address();
      ethtool(name, ETHTOOL_GFLAGS, flags, "flags of ");
      return Memory.i32Le(flags + 4);
    } catch (IOException cannotTell) {
      return 0;
    }
  }

  /**
   * Returns the places of an interface's receive rings, 0 when its driver does not say.
   *
   * @param most how many there can be, instead of how many there are
   */
  public static int receiveRing(String name, boolean most) {
    try (Arena arena = Arena.ofConfined()) {
      long rings = arena.allocate(RINGS_BYTES, 8).address();
      ethtool(name, ETHTOOL_GRINGPARAM, rings, "rings of ");
      return Memory.i32Le(rings + (most ? 4 : 20));
    } catch (IOException cannotTell) {
      return 0;
    }
  }

  private static int value(long request) {
    return Memory.i32Le(request + IFREQ_VALUE);
  }

  private static void ethtool(String name, int command, long data, String what) throws IOException {
    Memory.putI32Le(data, command);
    try (Arena arena = Arena.ofConfined()) {
      long request = request(arena, name);
      Memory.putI64Le(request + IFREQ_VALUE, data);
      call(name, SIOCETHTOOL, request, what);
    }
  }

  private static <T> T ask(String name, int command, String what, Answer<T> answer)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      long request = request(arena, name);
      call(name, command, request, what);
      return answer.of(request);
    }
  }

  private static long request(Arena arena, String name) throws IOException {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_NAME_BYTES) {
      throw new LinuxException("interface " + name, Errno.ENODEV);
    }
    long request = arena.allocate(IFREQ_BYTES, 8).address();
    Memory.copy(bytes, 0, request, bytes.length);
    return request;
  }

  private static void call(String name, int command, long request, String what) throws IOException {
    int socket =
        LinuxException.check(
            "open a socket",
            Sockets.socket(Sockets.AF_INET, Sockets.SOCK_DGRAM | Sockets.SOCK_CLOEXEC, 0));
    try {
      LinuxException.check(what + name, Descriptors.ioctl(socket, command, request));
    } finally {
      Descriptors.close(socket);
    }
  }

  /** Reads the answer out of an {@code ifreq}. */
  private interface Answer<T> {
    T of(long request);
  }
}
