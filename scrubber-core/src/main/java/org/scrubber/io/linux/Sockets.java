package org.scrubber.io.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Sockets of any family. Each method returns its call's result, or the negated error number. */
public final class Sockets {
  /** Address family of sockets within the machine. */
  public static final int AF_UNIX = 1;

  /** Address family of IPv4. */
  public static final int AF_INET = 2;

  /** Address family of routing messages. */
  public static final int AF_NETLINK = 16;

  /** Address family of packet sockets. */
  public static final int AF_PACKET = 17;

  /** Address family of XDP sockets. */
  public static final int AF_XDP = 44;

  /** Socket type: a stream. */
  public static final int SOCK_STREAM = 1;

  /** Socket type: datagrams. */
  public static final int SOCK_DGRAM = 2;

  /** Socket type: raw. */
  public static final int SOCK_RAW = 3;

  /** Flag of a socket type: closed by exec. */
  public static final int SOCK_CLOEXEC = 0x80000;

  /** Flag of a socket type: never blocks. */
  public static final int SOCK_NONBLOCK = 0x800;

  /** Level of socket options. */
  public static final int SOL_SOCKET = 1;

  /** Level of options of packet sockets. */
  public static final int SOL_PACKET = 263;

  /** Level of options of routing sockets. */
  public static final int SOL_NETLINK = 270;

  /** Level of options of XDP sockets. */
  public static final int SOL_XDP = 283;

  /** Do not block. */
  public static final int MSG_DONTWAIT = 0x40;

  /** Poll event: something to read. */
  public static final int POLLIN = 0x001;

  /** Poll event: room to write. */
  public static final int POLLOUT = 0x004;

  /** Poll event: an error. */
  public static final int POLLERR = 0x008;

  /** Poll event: hung up. */
  public static final int POLLHUP = 0x010;

  /** Bytes of a {@code pollfd}: int fd, short events, short revents. */
  public static final int POLLFD_BYTES = 8;

  private static final MethodHandle SOCKET =
      Downcall.of("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND =
      Downcall.of("bind", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle LISTEN = Downcall.of("listen", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle CONNECT =
      Downcall.of("connect", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle SETSOCKOPT =
      Downcall.of("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle GETSOCKOPT =
      Downcall.of("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle SENDTO =
      Downcall.of(
          "sendto", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle RECVFROM =
      Downcall.of(
          "recvfrom", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle SENDMMSG =
      Downcall.of("sendmmsg", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
  private static final MethodHandle RECVMSG =
      Downcall.of("recvmsg", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle POLL =
      Downcall.of("poll", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle PPOLL =
      Downcall.of("ppoll", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private Sockets() {}

  /** Opens a socket: returns its descriptor. */
  public static int socket(int family, int type, int protocol) {
    MemorySegment state = Downcall.state();
    try {
      return Downcall.orErrno(state, (int) SOCKET.invokeExact(state, family, type, protocol));
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }

  /** Binds a socket to the {@code sockaddr} at {@code address}. */
  public static int bind(int fd, long address, int lengthBytes) {
    MemorySegment state = Downcall.state();
    try {
      return Downcall.orErrno(state, (int) BIND.invokeExact(state, fd, address, lengthBytes));
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }

  /** Lets others connect to a socket that is bound; {@code most} may wait to be accepted. */
  public static int listen(int fd, int most) {
    MemorySegment state = Downcall.state();
    try {
      return Downcall.orErrno(state, (int) LISTEN.invokeExact(state, fd, most));
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }

  /** Connects a socket to the {@code sockaddr} at {@code address}. */
  public static int connect(int fd, long address, int lengthBytes) {
    MemorySegment state = Downcall.state();
    try {
      return Downcall.orErrno(state, (int) CONNECT.invokeExact(state, fd, address, lengthBytes));
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }

  /** Sets an option to the value at {@code address}. */
  public static int setOption(int fd, int level, int option, long address, int lengthBytes) {
    MemorySegment state = Downcall.state();
    try {
      return Downcall.orErrno(
          state, (int) SETSOCKOPT.invokeExact(state, fd, level, option, address, lengthBytes));
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }

  /** Reads an option to {@code address}; its length is read from and written to another place. */
  public static int getOption(int fd, int level, int option, long address, long lengthAddress) {
    MemorySegment state = Downcall.state();
    try {
      return Downcall.orErrno(
          state, (int) GETSOCKOPT.invokeExact(state, fd, level, option, address, lengthAddress));
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }

  /**
   * Sends {@code lengthBytes} at {@code address}; to {@code target} unless that is 0.
   *
   * @return bytes sent
   */
  public static long send(
      int fd, long address, long lengthBytes, int flags, long target, int targetBytes) {
    MemorySegment state = Downcall.state();
    try {
      return Downcall.orErrno(
          state,
          (long) SENDTO.invokeExact(state, fd, address, lengthBytes, flags, target, targetBytes));
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }

  /**
   * Receives at most {@code lengthBytes}.
   *
   * @param source where the sender's address is written, or 0
   * @param sourceBytes where the length of that is read and written, or 0
   * @return bytes received
   */
  public static long receive(
      int fd, long address, long lengthBytes, int flags, long source, long sourceBytes) {
    MemorySegment state = Downcall.state();
    try {
      return Downcall.orErrno(
          state,
          (long) RECVFROM.invokeExact(state, fd, address, lengthBytes, flags, source, sourceBytes));
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }

  /** Sends several messages, an array of {@code mmsghdr}: returns how many went. */
  public static int sendMessages(int fd, long messages, int count, int flags) {
    MemorySegment state = Downcall.state();
    try {
      return Downcall.orErrno(state, (int) SENDMMSG.invokeExact(state, fd, messages, count, flags));
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }

  /** Receives one message into a {@code msghdr}: returns its bytes. */
  public static long receiveMessage(int fd, long message, int flags) {
    MemorySegment state = Downcall.state();
    try {
      return Downcall.orErrno(state, (long) RECVMSG.invokeExact(state, fd, message, flags));
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }

  /**
   * Waits for events on an array of {@code pollfd}.
   *
   * @param timeoutMs 0 not to wait, -1 to wait for ever
   * @return how many of them have events
   */
  public static int poll(long descriptors, int count, int timeoutMs) {
    MemorySegment state = Downcall.state();
    try {
      return Downcall.orErrno(
          state, (int) POLL.invokeExact(state, descriptors, (long) count, timeoutMs));
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }

  /**
   * Waits for events on an array of {@code pollfd}, by the nanosecond.
   *
   * @param timespec address of seconds and nanoseconds, two longs
   * @return how many of them have events
   */
  public static int pollExactly(long descriptors, int count, long timespec) {
    MemorySegment state = Downcall.state();
    try {
      return Downcall.orErrno(
          state, (int) PPOLL.invokeExact(state, descriptors, (long) count, timespec, 0L));
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }
}
