package org.scrubber.bypass;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.scrubber.io.netlink.BridgeSettings;
import org.scrubber.io.netlink.Link;
import org.scrubber.io.netlink.Links;
import org.scrubber.io.netlink.PortSettings;

/**
 * The bridge beneath the scrubber: a wire of two ends, as far as the kernel lets a bridge be one.
 *
 * <p>It learns no addresses, so that each frame leaves by the other end, wherever its target was
 * last seen. It takes no part in the spanning tree, minds no multicast groups and VLAN tags, and
 * forwards link-local groups (STP, LACP, LLDP, 802.1X); pause frames alone it never does, as they
 * belong to one segment. It has no address and answers no ARP, and IPv6 is off on it and its ports.
 *
 * <p>A bridge of ours is known by its alias, which also says where IPv6 was on before. So whatever
 * becomes of the process that made it, a later one finds it and can take it away.
 */
final class BypassBridge {
  private static final String ALIAS = "scrubber bypass";
  private static final String IPV6_WAS_ON = "; IPv6 was on: ";
  private static final String NAME = "scrub";
  private static final int MAX_BRIDGES = 100;
  private static final int AGEING_CENTISECONDS = 100;

  /** All link-local groups but those that the kernel refuses: see {@link BridgeSettings}. */
  private static final int BRIDGE_GROUPS = 0xfff8;

  private static final int PORT_GROUPS = 0xfffd;

  private static final BridgeSettings SETTINGS =
      new BridgeSettings(false, AGEING_CENTISECONDS, BRIDGE_GROUPS, false, false);

  private BypassBridge() {}

  /** Tells whether a bridge is one that this program has made. */
  static boolean isOurs(Link bridge) {
    return bridge.isBridge() && bridge.alias().startsWith(ALIAS);
  }

  /** Makes a bridge and puts both interfaces on it; leaves nothing behind when that fails. */
  static Link make(Links links, InterfacePair pair, Notes notes) throws IOException {
    Link bridge = null;
    for (int i = 0; bridge == null; i++) {
      if (i == MAX_BRIDGES) {
        throw new BypassException(
            "all names from " + NAME + "0 to " + NAME + (i - 1) + " are taken");
      }
      bridge = links.addBridge(NAME + i, ALIAS, SETTINGS);
    }
    Link made = bridge;
    Undo undo = new Undo();
    undo.add(() -> links.delete(made));
    configure(links, made, pair, undo, notes);
    notes.say(
        "made bridge "
            + made.name()
            + " over "
            + pair.outside().name()
            + " and "
            + pair.inside().name());
    return made;
  }

  /** Puts both interfaces on a bridge of ours, where one has gone and come back. */
  static void repair(Links links, Link bridge, InterfacePair pair, Notes notes) throws IOException {
    configure(links, bridge, pair, new Undo(), notes);
  }

  /** Has a bridge of ours know where IPv6 was on before, as one did that is gone. */
  static void remember(Links links, Link bridge, Link gone) throws IOException {
    Set<String> wasOn = new LinkedHashSet<>(ipv6WasOn(gone));
    wasOn.addAll(ipv6WasOn(bridge));
    if (!wasOn.isEmpty()) {
      links.setAlias(bridge, alias(wasOn));
    }
  }

  private static String alias(Set<String> wasOn) {
    return wasOn.isEmpty() ? ALIAS : ALIAS + IPV6_WAS_ON + String.join(" ", wasOn);
  }

  /** Removes a bridge of ours; its interfaces stay switched on, and speak IPv6 again. */
  static void remove(Links links, Link bridge) throws IOException {
    links.delete(bridge);
    for (String name : ipv6WasOn(bridge)) {
      Ipv6.set(name, true);
    }
  }

  private static void configure(
      Links links, Link bridge, InterfacePair pair, Undo undo, Notes notes) throws IOException {
    try {
      // Before anything is switched on, as the kernel would speak at once.
      links.generateNoAddress(bridge);
      Ipv6.set(bridge.name(), false);
      Set<String> wasOn = new LinkedHashSet<>(ipv6WasOn(bridge));
      quieten(pair.outside(), wasOn, undo, notes);
      quieten(pair.inside(), wasOn, undo, notes);
      links.setAlias(bridge, alias(wasOn));
      Ipv6.forget(links, pair.outside()); // The bridge knows it now.
      Ipv6.forget(links, pair.inside());
      join(links, bridge, pair.outside(), undo);
      join(links, bridge, pair.inside(), undo);
      links.setUp(bridge, true);
    } catch (IOException | RuntimeException failure) {
      undo.run(failure);
      throw failure;
    }
  }

  private static void quieten(Link port, Set<String> wasOn, Undo undo, Notes notes)
      throws IOException {
    String name = port.name();
    if (!Ipv6.isOn(name) && !Ipv6.wasOn(port)) {
      return;
    }
    if (Ipv6.set(name, false)) {
      wasOn.add(name);
      undo.add(() -> Ipv6.set(name, true));
    } else {
      notes.warn(
          name + ": IPv6 could not be switched off (is /proc/sys read-only?); it will speak there");
    }
  }

  private static void join(Links links, Link bridge, Link port, Undo undo) throws IOException {
    PortSettings wire = new PortSettings(port.port().state(), false, true, PORT_GROUPS);
    if (port.master() != bridge.index()) {
      links.enslave(port, bridge);
      undo.add(() -> links.release(port));
    }
    links.setPort(port, wire);
    if (!port.isUp()) {
      links.setUp(port, true);
      undo.add(() -> links.setUp(port, false));
    }
  }

  private static List<String> ipv6WasOn(Link bridge) {
    int at = bridge.alias().indexOf(IPV6_WAS_ON);
    return at < 0
        ? List.of()
        : List.of(bridge.alias().substring(at + IPV6_WAS_ON.length()).split(" "));
  }
}
