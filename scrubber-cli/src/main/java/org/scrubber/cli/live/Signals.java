package org.scrubber.cli.live;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Signals of the process, as far as the JVM gives them away.
 *
 * <p>By reflection, because javac warns of the class and no switch keeps it from doing so.
 */
public final class Signals {
  private Signals() {}

  /**
   * Tells whether whoever started the process has it ignore a signal.
   *
   * @param number the kernel's, as in 1 for SIGHUP
   */
  static boolean isIgnored(int number) throws IOException {
    return isIgnored(number, Files.readAllLines(Path.of("/proc/self/status")));
  }

  static boolean isIgnored(int number, List<String> status) {
    String field = "SigIgn:";
    return status.stream()
        .filter(line -> line.startsWith(field))
        .anyMatch(
            line -> {
              long ignored = Long.parseUnsignedLong(line.substring(field.length()).strip(), 16);
              return (ignored >>> number - 1 & 1) != 0;
            });
  }

  /**
   * Runs {@code task} whenever the process gets the signal, on a thread of the JVM's.
   *
   * @param name without SIG, as in {@code HUP}
   * @return false when the JVM keeps that signal for itself
   */
  public static boolean handle(String name, Runnable task) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  task.run();
                }
                return null;
              });
      Object wanted = signal.getConstructor(String.class).newInstance(name);
      signal.getMethod("handle", signal, handler).invoke(null, wanted, proxy);
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
