package org.scrubber.cli.live;

import java.lang.reflect.Proxy;

/**
 * Signals of the process, as far as the JVM gives them away.
 *
 * <p>By reflection, because javac warns of the class and no switch keeps it from doing so.
 */
public final class Signals {
  private Signals() {}

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
