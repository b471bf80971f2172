package org.scrubber.bypass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.scrubber.io.netlink.Link;
import org.scrubber.io.netlink.Links;

/**
 * Whether the kernel speaks IPv6 on an interface, in the namespace of the calling thread.
 *
 * <p>On the ends of a wire it must not: it would announce itself there, and look for routers.
 */
final class Ipv6 {
  /**
   * In the alias of an end of a wire: it was on there, and a run has switched it off that may have
   * been killed since. The kernel keeps the alias as long as the setting.
   */
  private static final String NOTE = "scrubber: IPv6 was on";

  private static final String BEHIND = "; ";

  /** What the kernel takes. */
  private static final int MAX_ALIAS = 255;

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

  /** Tells whether it was on before a run switched it off that has not switched it on again. */
  static boolean wasOn(Link link) {
    return link.alias().endsWith(NOTE);
  }

  /**
   * Switches it off on a link, and notes there that it was on.
   *
   * @return whether it was on, and {@link #restore} is to be called
   */
  static boolean quieten(Links links, Link link) throws IOException {
    if (wasOn(link)) {
      return set(link.name(), false);
    }
    if (!isOn(link.name())) {
      return false;
    }
    String alias = link.alias().isEmpty() ? NOTE : link.alias() + BEHIND + NOTE;
    if (alias.length() <= MAX_ALIAS) {
      links.setAlias(link, alias);
    }
    return set(link.name(), false);
  }

  /** Switches it on again where that was noted. */
  static void restore(Links links, Link link) throws IOException {
    if (wasOn(link) && set(link.name(), true)) {
      forget(links, link);
    }
  }

  /** Notes no longer that it was on. */
  static void forget(Links links, Link link) throws IOException {
    if (wasOn(link)) {
      String rest = link.alias().substring(0, link.alias().length() - NOTE.length());
      boolean behind = rest.endsWith(BEHIND);
      links.setAlias(link, behind ? rest.substring(0, rest.length() - BEHIND.length()) : rest);
    }
  }

  private static Path setting(String name) {
    return Path.of("/proc/sys/net/ipv6/conf", name, "disable_ipv6");
  }
}
