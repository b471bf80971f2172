package org.scrubber.io.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * Makes handles for functions of the C library, and keeps their error number.
 *
 * <p>A handle's first argument is the calling thread's {@link #state}.
 */
final class Downcall {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO_OFFSET =
      STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
  private static final ThreadLocal<MemorySegment> STATES =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

  private Downcall() {}

  /** Returns the function of this name. */
  static MethodHandle of(String name, MemoryLayout result, MemoryLayout... arguments) {
    return link(name, FunctionDescriptor.of(result, arguments));
  }

  /** Returns a function whose arguments from {@code firstVariadic} on are variadic. */
  static MethodHandle variadic(
      String name, int firstVariadic, MemoryLayout result, MemoryLayout... arguments) {
    return link(
        name,
        FunctionDescriptor.of(result, arguments),
        Linker.Option.firstVariadicArg(firstVariadic));
  }

  @SuppressWarnings("restricted") // The functions and their types are those of the C library.
  private static MethodHandle link(
      String name, FunctionDescriptor type, Linker.Option... variadic) {
    Linker.Option[] options = new Linker.Option[variadic.length + 1];
    options[0] = Linker.Option.captureCallState("errno");
    System.arraycopy(variadic, 0, options, 1, variadic.length);
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
  }

  /** Returns where a call on this thread leaves its error number. */
  static MemorySegment state() {
    return STATES.get();
  }

  /** Returns {@code result}, or the negated error number when it is negative. */
  static int orErrno(MemorySegment state, int result) {
    return result >= 0 ? result : -state.get(JAVA_INT, ERRNO_OFFSET);
  }

  /** Returns {@code result}, or the negated error number when it is -1. */
  static long orErrno(MemorySegment state, long result) {
    return result != -1 ? result : -state.get(JAVA_INT, ERRNO_OFFSET);
  }

  /** Returns what to throw when a handle itself failed, which a correct one never does. */
  static AssertionError broken(Throwable cause) {
    return new AssertionError("a call of the C library could not be made", cause);
  }
}
