package org.scrubber.io.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.BitSet;
import org.scrubber.wire.Memory;

/** Which processors the calling thread may run on. */
public final class Affinity {
  private static final int MAX_CPUS = 8192;
  private static final int SET_BYTES = MAX_CPUS / 8;
  private static final MethodHandle SET =
      Downcall.of("sched_setaffinity", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle GET =
      Downcall.of("sched_getaffinity", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);

  private Affinity() {}

  /** Lets the calling thread run on one processor only. */
  public static void pin(int cpu) throws LinuxException {
    MemorySegment state = Downcall.state();
    try (Arena arena = Arena.ofConfined()) {
      long set = arena.allocate(SET_BYTES, 8).address();
      Memory.putU8(set + cpu / 8, 1 << (cpu % 8));
      int result = (int) SET.invokeExact(state, 0, (long) SET_BYTES, set);
      LinuxException.check("pin a thread to processor " + cpu, Downcall.orErrno(state, result));
    } catch (LinuxException failure) {
      throw failure;
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }

  /** Returns the processors that the calling thread may run on. */
  public static BitSet cpus() throws LinuxException {
    MemorySegment state = Downcall.state();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment set = arena.allocate(SET_BYTES, 8);
      int result = (int) GET.invokeExact(state, 0, (long) SET_BYTES, set.address());
      LinuxException.check("read a thread's processors", Downcall.orErrno(state, result));
      return BitSet.valueOf(set.asByteBuffer());
    } catch (LinuxException failure) {
      throw failure;
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }
}
