package org.scrubber.io.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The network namespace of the calling thread: sockets and interfaces that it opens or asks for are
 * those of that namespace. Other threads of the process stay where they are.
 */
public final class NetworkNamespace {
  private static final int CLONE_NEWNET = 0x40000000;
  private static final MethodHandle SETNS = Downcall.of("setns", JAVA_INT, JAVA_INT, JAVA_INT);

  private static final Path OWN = Path.of("/proc/thread-self/ns/net");
  private static final Path SETTINGS = Path.of("/proc/sys/net/core");

  /** A setting of the machine, which the kernel shows in its first namespace alone. */
  private static final String OF_MACHINE = "netdev_budget";

  private static final Pattern NUMBER = Pattern.compile("net:\\[([0-9]+)]");

  private NetworkNamespace() {}

  /**
   * Returns the number of the calling thread's namespace, where it is not the machine's first one;
   * else nothing. Needs no privileges.
   */
  public static String numberUnlessOfMachine() {
    if (!Files.isDirectory(SETTINGS) || Files.exists(SETTINGS.resolve(OF_MACHINE))) {
      return "";
    }
    try {
      Matcher number = NUMBER.matcher(Files.readSymbolicLink(OWN).toString());
      return number.matches() ? number.group(1) : "";
    } catch (IOException e) {
      return ""; // The kernel has no namespaces.
    }
  }

  /**
   * Moves the calling thread, which should be one of its own kept for that.
   *
   * @param path a name of the namespace, as {@code /run/netns/NAME}
   */
  public static void enter(String path) throws LinuxException {
    int fd =
        LinuxException.check(
            "open " + path, Descriptors.open(path, Descriptors.O_RDONLY | Descriptors.O_CLOEXEC));
    MemorySegment state = Downcall.state();
    try {
      int result = (int) SETNS.invokeExact(state, fd, CLONE_NEWNET);
      LinuxException.check("enter " + path, Downcall.orErrno(state, result));
    } catch (LinuxException failure) {
      throw failure;
    } catch (Throwable cause) {
      throw Downcall.broken(cause);
    } finally {
      Descriptors.close(fd);
    }
  }
}
