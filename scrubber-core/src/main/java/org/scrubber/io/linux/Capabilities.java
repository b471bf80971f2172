package org.scrubber.io.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.scrubber.wire.Memory;

/**
 * Capabilities of the calling thread, as a set of bits (capabilities(7)).
 *
 * <p>They belong to threads: what one gives up, those that run already keep, and those that it
 * starts later do not have.
 */
public final class Capabilities {
  /** Configure interfaces, attach XDP programs. */
  public static final int NET_ADMIN = 12;

  /** Raw, packet and XDP sockets. */
  public static final int NET_RAW = 13;

  /** Lock more memory than the limit allows. */
  public static final int IPC_LOCK = 14;

  /** Many things; older kernels want it for BPF. */
  public static final int SYS_ADMIN = 21;

  /** Real-time scheduling and affinity. */
  public static final int SYS_NICE = 23;

  /** Raise resource limits. */
  public static final int SYS_RESOURCE = 24;

  /** Load BPF programs and create maps. */
  public static final int BPF = 39;

  private static final int VERSION_3 = 0x20080522;
  private static final int HEADER_BYTES = 8;
  private static final int DATA_BYTES = 24;
  private static final int PR_CAPBSET_DROP = 24;
  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int PR_CAP_AMBIENT = 47;
  private static final int PR_CAP_AMBIENT_LOWER = 3;
  private static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;
  private static final MethodHandle CAPGET = Downcall.of("capget", JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle CAPSET = Downcall.of("capset", JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle PRCTL =
      Downcall.variadic("prctl", 1, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private Capabilities() {}

  /** Returns those in effect: bit {@code n} is capability {@code n}. */
  public static long effective() throws LinuxException {
    MemorySegment state = Downcall.state();
    try (Arena arena = Arena.ofConfined()) {
      long header = header(arena);
      long data = arena.allocate(DATA_BYTES, 8).address();
      int result = (int) CAPGET.invokeExact(state, header, data);
      LinuxException.check("read capabilities", Downcall.orErrno(state, result));
      return Integer.toUnsignedLong(Memory.i32Le(data))
          | Integer.toUnsignedLong(Memory.i32Le(data + 12)) << 32;
    } catch (LinuxException failure) {
      throw failure;
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }

  /** Tells whether one is in effect. */
  public static boolean has(int capability) throws LinuxException {
    return (effective() >>> capability & 1) != 0;
  }

  /**
   * Makes {@code kept} the effective and permitted set, and the inheritable one empty.
   *
   * @throws LinuxException when one of them is not permitted
   */
  public static void keepOnly(long kept) throws LinuxException {
    MemorySegment state = Downcall.state();
    try (Arena arena = Arena.ofConfined()) {
      long header = header(arena);
      long data = arena.allocate(DATA_BYTES, 8).address();
      Memory.putI32Le(data, (int) kept);
      Memory.putI32Le(data + 4, (int) kept);
      Memory.putI32Le(data + 12, (int) (kept >>> 32));
      Memory.putI32Le(data + 16, (int) (kept >>> 32));
      int result = (int) CAPSET.invokeExact(state, header, data);
      LinuxException.check("give up capabilities", Downcall.orErrno(state, result));
    } catch (LinuxException failure) {
      throw failure;
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }

  /** Removes one from the bounding set: nothing that this thread executes can gain it. */
  public static int dropBound(int capability) {
    return prctl(PR_CAPBSET_DROP, capability);
  }

  /** Empties the ambient set. */
  public static int clearAmbient() {
    return prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL);
  }

  /** Removes one from the ambient set: a program that this thread executes does not get it. */
  public static int lowerAmbient(int capability) {
    return prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_LOWER, capability);
  }

  /** Forbids that executing a program ever grants privileges. */
  public static int forbidNewPrivileges() {
    return prctl(PR_SET_NO_NEW_PRIVS, 1);
  }

  private static int prctl(int option, long argument) {
    return prctl(option, argument, 0);
  }

  private static int prctl(int option, long argument, long further) {
    MemorySegment state = Downcall.state();
    try {
      return Downcall.orErrno(
          state, (int) PRCTL.invokeExact(state, option, argument, further, 0L, 0L));
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }

  private static long header(Arena arena) {
    long header = arena.allocate(HEADER_BYTES, 8).address();
    Memory.putI32Le(header, VERSION_3);
    return header;
  }
}
