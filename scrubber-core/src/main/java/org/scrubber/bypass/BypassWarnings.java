package org.scrubber.bypass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.scrubber.io.netlink.FirewallRules;

/** What loses packets on the way over the bypass, or past it. */
public final class BypassWarnings {
  /** What judges frames on a bridge by rules for what is forwarded, where the kernel is told to. */
  public static final List<String> FIREWALLS = List.of("iptables", "ip6tables", "arptables");

  private BypassWarnings() {}

  static List<String> at(BypassMode mode, InterfacePair pair) {
    List<String> lines =
        new ArrayList<>(
            mtus(
                pair.outside().name(), pair.outside().mtuBytes(),
                pair.inside().name(), pair.inside().mtuBytes()));
    if (mode == BypassMode.BRIDGE) {
      lines.addAll(firewalls());
    }
    return lines;
  }

  /** Returns what it means that two interfaces have these MTUs, a line if they differ. */
  public static List<String> mtus(
      String outside, int outsideBytes, String inside, int insideBytes) {
    return outsideBytes == insideBytes
        ? List.of()
        : List.of(
            "MTUs differ: %s has %d, %s has %d; longer packets are lost on the way to the smaller one"
                .formatted(outside, outsideBytes, inside, insideBytes));
  }

  /**
   * Returns a line for each of this machine's rules for routed packets that judge those on a bridge
   * as well, as Docker and Kubernetes have it. None where there is no rule that could stop them.
   */
  public static List<String> firewalls() {
    List<String> on = FIREWALLS.stream().filter(one -> isOn(setting(one))).toList();
    return on.isEmpty()
        ? on
        : on.stream().filter(withRules()::contains).map(BypassWarnings::line).toList();
  }

  private static String line(String firewall) {
    return "net.bridge.%1$s is 1: this machine's own forward rules judge what passes over the bypass, and may stop all of it; sysctl -w net.bridge.%1$s=0"
        .formatted(setting(firewall));
  }

  /**
   * Returns those of {@link #FIREWALLS} that have anything to judge by: a rule, a chain that drops,
   * or a table of the older kind. All of them where that cannot be told.
   */
  public static Set<String> withRules() {
    Set<Integer> families;
    try {
      families = FirewallRules.families();
    } catch (IOException unknown) {
      return Set.copyOf(FIREWALLS);
    }
    boolean both = families.contains(FirewallRules.INET);
    Set<String> found = new HashSet<>();
    if (both || families.contains(FirewallRules.IPV4) || hasTables("ip_tables_names")) {
      found.add("iptables");
    }
    if (both || families.contains(FirewallRules.IPV6) || hasTables("ip6_tables_names")) {
      found.add("ip6tables");
    }
    if (families.contains(FirewallRules.ARP) || hasTables("arp_tables_names")) {
      found.add("arptables");
    }
    return found;
  }

  private static boolean hasTables(String file) {
    try {
      return !Files.readString(Path.of("/proc/thread-self/net", file)).isBlank();
    } catch (NoSuchFileException none) {
      return false;
    } catch (IOException unknown) {
      return true;
    }
  }

  /**
   * Returns the setting in {@code /proc/sys/net/bridge} that has one of {@link #FIREWALLS} judge.
   */
  public static String setting(String firewall) {
    return "bridge-nf-call-" + firewall;
  }

  private static boolean isOn(String setting) {
    try {
      return Files.readString(Path.of("/proc/sys/net/bridge", setting)).strip().equals("1");
    } catch (IOException absent) {
      return false;
    }
  }
}
