package org.scrubber.io.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.scrubber.wire.Memory;

/** How much memory the process may lock (RLIMIT_MEMLOCK): packet buffers of AF_XDP count. */
public final class LockedMemory {
  private static final int RLIMIT_MEMLOCK = 8;
  private static final MethodHandle GETRLIMIT =
      Downcall.of("getrlimit", JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle SETRLIMIT =
      Downcall.of("setrlimit", JAVA_INT, JAVA_INT, JAVA_LONG);

  private LockedMemory() {}

  /** Returns the limit in bytes; {@link Long#MAX_VALUE} when there is none. */
  public static long limitBytes() throws LinuxException {
    MemorySegment state = Downcall.state();
    try (Arena arena = Arena.ofConfined()) {
      long limits = arena.allocate(16, 8).address();
      int result = (int) GETRLIMIT.invokeExact(state, RLIMIT_MEMLOCK, limits);
      LinuxException.check("read the limit of locked memory", Downcall.orErrno(state, result));
      return Memory.i64Le(limits) & Long.MAX_VALUE;
    } catch (LinuxException failure) {
      throw failure;
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }

  /** Lifts the limit as far as the process may; it does no harm when it may not. */
  public static void lift() {
    MemorySegment state = Downcall.state();
    try (Arena arena = Arena.ofConfined()) {
      long limits = arena.allocate(16, 8).address();
      Memory.putI64Le(limits, -1);
      Memory.putI64Le(limits + 8, -1);
      if ((int) SETRLIMIT.invokeExact(state, RLIMIT_MEMLOCK, limits) == 0
          || (int) GETRLIMIT.invokeExact(state, RLIMIT_MEMLOCK, limits) != 0) {
        return;
      }
      // Without the capability: up to the hard limit.
      Memory.putI64Le(limits, Memory.i64Le(limits + 8));
      int ignored = (int) SETRLIMIT.invokeExact(state, RLIMIT_MEMLOCK, limits);
      assert ignored == 0 : ignored;
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }
}
