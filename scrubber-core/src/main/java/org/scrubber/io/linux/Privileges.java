package org.scrubber.io.linux;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The capabilities that the scrubber needs on a live machine: these four, and no others. */
public final class Privileges {
  /** All that is ever needed, as a set of bits. */
  public static final long NEEDED =
      1L << Capabilities.NET_ADMIN
          | 1L << Capabilities.NET_RAW
          | 1L << Capabilities.IPC_LOCK
          | 1L << Capabilities.BPF;

  private static final String SHED = "SCRUBBER_PRIVILEGES_SHED";

  private Privileges() {}

  /** Returns which of the capabilities {@code wanted} the calling thread lacks, by name. */
  public static List<String> missing(long wanted) throws IOException {
    long held = Capabilities.effective();
    List<String> missing = new ArrayList<>();
    for (int capability = 0; capability < Long.SIZE; capability++) {
      if ((wanted & ~held & 1L << capability) != 0) {
        missing.add(name(capability));
      }
    }
    return missing;
  }

  /**
   * Requires capabilities of the calling thread.
   *
   * @param what what needs them, for the message
   * @throws IOException when one is missing; it names them and says what to do
   */
  public static void require(String what, long wanted) throws IOException {
    String lacks = lacks(what, wanted);
    if (!lacks.isEmpty()) {
      throw new IOException(lacks);
    }
  }

  /**
   * Returns what something lacks and what to do about it; empty when the calling thread has all.
   *
   * @param what what needs them
   */
  public static String lacks(String what, long wanted) throws IOException {
    List<String> missing = missing(wanted);
    return missing.isEmpty()
        ? ""
        : "%s needs %s: run it as root, or as a service with AmbientCapabilities=%s"
            .formatted(what, String.join(" and ", missing), String.join(" ", missing));
  }

  /**
   * Gives up all capabilities but {@link #NEEDED}, for every thread, by starting this program anew:
   * those of a thread that already runs cannot be taken from outside, and a JVM has a dozen before
   * its first line. To be called before anything is opened. Returns when there is nothing (more) to
   * give up.
   *
   * <p>What is given up leaves the bounding set, so that nothing the process executes regains it,
   * root or not.
   *
   * @throws IOException when it is not possible; the program may go on as it is
   */
  public static void shed() throws IOException {
    if ((Capabilities.effective() & ~NEEDED) == 0) {
      return;
    }
    if (System.getenv(SHED) != null) {
      throw new IOException("capabilities came back after they had been given up");
    }
    for (int capability = 0; capability < Long.SIZE; capability++) {
      if ((NEEDED >>> capability & 1) == 0) {
        int result = Capabilities.dropBound(capability);
        if (result == -Errno.EINVAL) {
          break; // Beyond the last one that this kernel knows.
        }
        LinuxException.check("give up " + name(capability), result);
        Capabilities.lowerAmbient(capability);
      }
    }
    LinuxException.check("forbid new privileges", Capabilities.forbidNewPrivileges());
    throw Execution.again(SHED);
  }

  private static String name(int capability) {
    return switch (capability) {
      case Capabilities.NET_ADMIN -> "CAP_NET_ADMIN";
      case Capabilities.NET_RAW -> "CAP_NET_RAW";
      case Capabilities.IPC_LOCK -> "CAP_IPC_LOCK";
      case Capabilities.BPF -> "CAP_BPF";
      default -> "capability " + capability;
    };
  }
}
