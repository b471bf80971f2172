package org.scrubber.io.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** File descriptors. Each method returns its call's result, or the negated error number. */
public final class Descriptors {
  /** Open for reading. */
  public static final int O_RDONLY = 0;

  /** Open for reading and writing. */
  public static final int O_RDWR = 2;

  /** Closed by exec. */
  public static final int O_CLOEXEC = 0x80000;

  private static final int O_NONBLOCK = 0x800;

  private static final MethodHandle OPEN =
      Downcall.variadic("open", 2, JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle EVENTFD = Downcall.of("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle CLOSE = Downcall.of("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle IOCTL =
      Downcall.variadic("ioctl", 2, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle READ =
      Downcall.of("read", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle WRITE =
      Downcall.of("write", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);

  private Descriptors() {}

  /** Opens an existing file: returns its descriptor. */
  public static int open(String path, int flags) {
    MemorySegment state = Downcall.state();
    try (Arena arena = Arena.ofConfined()) {
      long name = arena.allocateFrom(path).address();
      return Downcall.orErrno(state, (int) OPEN.invokeExact(state, name, flags));
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }

  /**
   * Makes an event counter that never blocks: returns its descriptor, which can be read, 8 bytes,
   * once something was written to it.
   */
  public static int event() {
    MemorySegment state = Downcall.state();
    try {
      return Downcall.orErrno(state, (int) EVENTFD.invokeExact(state, 0, O_CLOEXEC | O_NONBLOCK));
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }

  /** Closes a descriptor. */
  public static int close(int fd) {
    MemorySegment state = Downcall.state();
    try {
      return Downcall.orErrno(state, (int) CLOSE.invokeExact(state, fd));
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }

  /** Asks a device; {@code argument} is an address or a number, by the request. */
  public static int ioctl(int fd, long request, long argument) {
    MemorySegment state = Downcall.state();
    try {
      return Downcall.orErrno(state, (int) IOCTL.invokeExact(state, fd, request, argument));
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }

  /** Reads at most {@code lengthBytes}: returns how many, 0 at the end. */
  public static long read(int fd, long address, long lengthBytes) {
    MemorySegment state = Downcall.state();
    try {
      return Downcall.orErrno(state, (long) READ.invokeExact(state, fd, address, lengthBytes));
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }

  /** Writes {@code lengthBytes}: returns how many were. */
  public static long write(int fd, long address, long lengthBytes) {
    MemorySegment state = Downcall.state();
    try {
      return Downcall.orErrno(state, (long) WRITE.invokeExact(state, fd, address, lengthBytes));
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }
}
