package org.scrubber.cli.capture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.scrubber.io.linux.Capabilities;
import org.scrubber.io.linux.Interfaces;
import org.scrubber.io.linux.Privileges;
import org.scrubber.io.netlink.Address;
import org.scrubber.io.netlink.Link;
import org.scrubber.io.netlink.Links;
import org.scrubber.io.pcap4j.CaptureRefusal;
import org.scrubber.io.pcap4j.Libpcap;
import org.scrubber.policy.AddressText;
import org.scrubber.policy.Prefix;

/**
 * The interfaces of the calling thread's network namespace, as the kernel lists them, with what
 * libpcap makes of each. Opens none of them.
 */
final class InterfaceList {
  private InterfaceList() {}

  /** Returns a row for each interface by its number, and one for all of them together. */
  static List<InterfaceRow> read() throws IOException {
    String general = generalObstacle();
    Set<String> devices = general.isEmpty() ? Set.copyOf(Libpcap.devices()) : Set.of();
    List<InterfaceRow> rows = new ArrayList<>();
    try (Links netlink = Links.open()) {
      List<Address> addresses = netlink.addresses();
      for (Link link : netlink.list()) {
        String obstacle = obstacle(link, general, devices);
        rows.add(
            new InterfaceRow(
                link.name(),
                state(link),
                driver(link),
                link.mtuBytes(),
                addresses.stream()
                    .filter(address -> address.link() == link.index())
                    .map(address -> canonical(address.text()))
                    .toList(),
                obstacle));
      }
    }
    rows.add(new InterfaceRow(Libpcap.ANY, "", "", 0, List.of(), general));
    return rows;
  }

  /** Returns what keeps this process from capturing anywhere; empty when nothing does. */
  private static String generalObstacle() throws IOException {
    try {
      Libpcap.version();
    } catch (CaptureRefusal missing) {
      return String.valueOf(missing.getMessage());
    }
    List<String> lacks = Privileges.missing(1L << Capabilities.NET_RAW);
    return lacks.isEmpty() ? "" : "needs " + String.join(" and ", lacks);
  }

  private static String obstacle(Link link, String general, Set<String> devices) {
    if (!general.isEmpty()) {
      return general;
    }
    if (!link.isUp()) {
      return "it is down";
    }
    return devices.contains(link.name()) ? "" : "libpcap does not know it";
  }

  private static String state(Link link) {
    return link.isRunning() ? "up" : link.isUp() ? "no carrier" : "down";
  }

  /** Returns the driver's name; where it has none (loopback, say), what the link was made as. */
  private static String driver(Link link) {
    try {
      return Interfaces.driver(link.name());
    } catch (IOException hasNone) {
      return link.kind();
    }
  }

  /** Returns an address with its prefix length, IPv6 in the form of RFC 5952. */
  static String canonical(String address) {
    int slash = address.indexOf('/');
    try {
      Prefix host = AddressText.parse(address.substring(0, slash));
      return AddressText.format(host.family(), host.high(), host.low()) + address.substring(slash);
    } catch (IllegalArgumentException mapped) {
      return address;
    }
  }
}
