package org.scrubber.io.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The system call bpf(2). */
public final class Bpf {
  /** Create a map. */
  public static final int MAP_CREATE = 0;

  /** Look an element up. */
  public static final int MAP_LOOKUP = 1;

  /** Create or change an element. */
  public static final int MAP_UPDATE = 2;

  /** Delete an element. */
  public static final int MAP_DELETE = 3;

  /** Find the key after a key. */
  public static final int MAP_NEXT_KEY = 4;

  /** Load a program. */
  public static final int PROG_LOAD = 5;

  /** Run a program on given input. */
  public static final int PROG_TEST_RUN = 10;

  /** Open a program by its number. */
  public static final int PROG_BY_NUMBER = 13;

  /** Say what is behind a descriptor. */
  public static final int INFO = 15;

  /** Attach a program for as long as the link's descriptor is open. */
  public static final int LINK_CREATE = 28;

  /** Largest {@code union bpf_attr} that is used here, bytes. */
  public static final int ATTR_BYTES = 152;

  private static final long NUMBER = number(System.getProperty("os.arch"));
  private static final MethodHandle SYSCALL =
      Downcall.variadic("syscall", 1, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private Bpf() {}

  /**
   * Calls the kernel with the {@code bpf_attr} at {@code attribute}.
   *
   * @return a descriptor or 0, by the command, or the negated error number
   */
  public static int call(int command, long attribute, int lengthBytes) {
    MemorySegment state = Downcall.state();
    try {
      return (int)
          Downcall.orErrno(
              state,
              (long)
                  SYSCALL.invokeExact(
                      state, NUMBER, (long) command, attribute, (long) lengthBytes));
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }

  private static long number(String architecture) {
    return architecture.equals("aarch64") ? 280 : 321;
  }
}
