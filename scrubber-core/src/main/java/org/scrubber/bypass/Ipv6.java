package org.scrubber.bypass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Whether the kernel speaks IPv6 on an interface, in the namespace of the calling thread.
 *
 * <p>On the ends of a wire it must not: it would announce itself there, and look for routers.
 */
final class Ipv6 {
  private Ipv6() {}

  /** Tells whether it does; not when this kernel has no IPv6. */
  static boolean isOn(String name) throws IOException {
    try {
      return Files.readString(setting(name)).strip().equals("0");
    } catch (NoSuchFileException noIpv6) {
      return false;
    }
  }

  /**
   * Switches it on or off.
   *
   * @return whether that was possible: {@code /proc/sys} may be read-only
   */
  static boolean set(String name, boolean on) {
    try {
      Files.writeString(setting(name), on ? "0" : "1");
      return true;
    } catch (NoSuchFileException noIpv6) {
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  private static Path setting(String name) {
    return Path.of("/proc/sys/net/ipv6/conf", name, "disable_ipv6");
  }
}
