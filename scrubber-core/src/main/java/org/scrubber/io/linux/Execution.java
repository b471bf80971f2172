package org.scrubber.io.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.scrubber.wire.Memory;

/** Replaces the running program, all of its threads at once; its process number stays. */
final class Execution {
  private static final MethodHandle EXECVE =
      Downcall.of("execve", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private Execution() {}

  /**
   * Starts this program anew, with the arguments that it was started with; returns only by an
   * exception.
   *
   * @param variable name of an environment variable that is added with the value 1
   */
  static LinuxException again(String variable) throws IOException {
    List<String> arguments = new ArrayList<>();
    byte[] line = Files.readAllBytes(Path.of("/proc/self/cmdline"));
    // Each argument ends with a zero, the last one too.
    for (int start = 0, i = 0; i < line.length; i++) {
      if (line[i] == 0) {
        arguments.add(new String(line, start, i - start, StandardCharsets.UTF_8));
        start = i + 1;
      }
    }
    List<String> environment = new ArrayList<>();
    for (Map.Entry<String, String> entry : System.getenv().entrySet()) {
      environment.add(entry.getKey() + "=" + entry.getValue());
    }
    environment.add(variable + "=1");
    String program = Files.readSymbolicLink(Path.of("/proc/self/exe")).toString();
    MemorySegment state = Downcall.state();
    try (Arena arena = Arena.ofConfined()) {
      long path = arena.allocateFrom(program).address();
      long argumentList = list(arena, arguments);
      long environmentList = list(arena, environment);
      int result = (int) EXECVE.invokeExact(state, path, argumentList, environmentList);
      return new LinuxException("start " + program + " anew", -Downcall.orErrno(state, result));
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    }
  }

  private static long list(Arena arena, List<String> texts) {
    long list = arena.allocate((texts.size() + 1L) * Long.BYTES, 8).address();
    for (int i = 0; i < texts.size(); i++) {
      Memory.putI64Le(list + (long) i * Long.BYTES, arena.allocateFrom(texts.get(i)).address());
    }
    return list;
  }
}
