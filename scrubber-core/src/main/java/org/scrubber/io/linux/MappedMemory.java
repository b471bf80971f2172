package org.scrubber.io.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Memory that the kernel shares with us (rings, packet buffers), or pages of our own; always whole,
 * readable and writable, and present from the start. Unmapped by {@link #close}, after which its
 * address must not be used.
 */
public final class MappedMemory implements AutoCloseable {
  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_SHARED = 0x01;
  private static final int MAP_PRIVATE = 0x02;
  private static final int MAP_ANONYMOUS = 0x20;
  private static final int MAP_POPULATE = 0x8000;

  private static final MethodHandle MMAP =
      Downcall.of("mmap", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle MUNMAP = Downcall.of("munmap", JAVA_INT, JAVA_LONG, JAVA_LONG);

  private final long address;
  private final long lengthBytes;
  private boolean open = true;

  private MappedMemory(long address, long lengthBytes) {
    this.address = address;
    this.lengthBytes = lengthBytes;
  }

  /**
   * Maps what a descriptor offers at {@code offset} (of a socket: which of its rings).
   *
   * @param what what it is, for the message of an error
   */
  public static MappedMemory of(String what, int fd, long offset, long lengthBytes)
      throws LinuxException {
    return map(what, fd, offset, lengthBytes, MAP_SHARED | MAP_POPULATE);
  }

  /** Maps zeroed pages of our own. */
  public static MappedMemory anonymous(String what, long lengthBytes) throws LinuxException {
    return map(what, -1, 0, lengthBytes, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE);
  }

  private static MappedMemory map(String what, int fd, long offset, long lengthBytes, int flags)
      throws LinuxException {
    MemorySegment state = Downcall.state();
    long address;
    try {
      address =
          Downcall.orErrno(
              state,
              (long) MMAP.invokeExact(state, 0L, lengthBytes, PROT_READ_WRITE, flags, fd, offset));
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
    LinuxException.check("map " + what, address);
    return new MappedMemory(address, lengthBytes);
  }

  /** Returns the first byte's absolute address. */
  public long address() {
    return address;
  }

  /** Returns how much is mapped. */
  public long lengthBytes() {
    return lengthBytes;
  }

  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    MemorySegment state = Downcall.state();
    try {
      int result = (int) MUNMAP.invokeExact(state, address, lengthBytes);
      assert result == 0 : Downcall.orErrno(state, result);
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }
}
