package org.scrubber.bypass;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.scrubber.io.netlink.Address;
import org.scrubber.io.netlink.Link;
import org.scrubber.io.netlink.Links;

/**
 * The two interfaces that the scrubber joins, of which everything is true that it needs.
 *
 * @param outside where attacks come from
 * @param inside where the protected objects are
 * @param bridge the bridge that both are ports of, or null
 */
record InterfacePair(Link outside, Link inside, @Nullable Link bridge) {
  /** Hardware type of {@code lo}, of linux/if_arp.h. */
  private static final int LOOPBACK = 772;

  /**
   * Looks the interfaces up.
   *
   * @throws BypassException when they cannot be the two ends of a wire
   */
  static InterfacePair find(Links links, String outsideName, String insideName) throws IOException {
    List<Link> all = links.list();
    Link outside = named(all, "outside", outsideName);
    Link inside = named(all, "inside", insideName);
    if (outside.index() == inside.index()) {
      throw new BypassException(
          outsideName + " is given as outside and as inside; expected two interfaces");
    }
    List<Address> addresses = links.addresses();
    requireUsable(all, addresses, outside);
    requireUsable(all, addresses, inside);
    return new InterfacePair(outside, inside, bridgeOf(all, outside, inside));
  }

  private static Link named(List<Link> all, String side, String name) throws BypassException {
    for (Link link : all) {
      if (link.name().equals(name)) {
        return link;
      }
    }
    String others =
        all.stream()
            .filter(link -> link.hardwareType() == Link.ETHERNET && !link.isBridge())
            .map(Link::name)
            .collect(Collectors.joining(", "));
    throw new BypassException(
        side
            + ": there is no interface "
            + name
            + (others.isEmpty() ? "" : "; there are " + others));
  }

  private static void requireUsable(List<Link> all, List<Address> addresses, Link link)
      throws BypassException {
    if (link.hardwareType() != Link.ETHERNET || link.isBridge()) {
      throw new BypassException(
          link.name() + " " + kind(link) + "; expected an Ethernet interface");
    }
    if (link.master() != 0 && !link.isBridgePort()) {
      throw new BypassException(
          link.name() + " belongs to " + nameOf(all, link.master()) + "; take it out first");
    }
    for (Address address : addresses) {
      if (address.link() == link.index() && !address.linkLocal()) {
        throw new BypassException(
            link.name()
                + " has the address "
                + address.text()
                + "; an end of the wire has none: ip address flush dev "
                + link.name());
      }
    }
  }

  private static String kind(Link link) {
    if (link.isBridge()) {
      return "is a bridge";
    }
    return link.hardwareType() == LOOPBACK
        ? "is the loopback interface"
        : "carries no Ethernet frames (link type " + link.hardwareType() + ")";
  }

  private static @Nullable Link bridgeOf(List<Link> all, Link outside, Link inside) {
    if (outside.master() == 0 || outside.master() != inside.master()) {
      return null;
    }
    return byIndex(all, outside.master());
  }

  private static @Nullable Link byIndex(List<Link> all, int index) {
    for (Link link : all) {
      if (link.index() == index) {
        return link;
      }
    }
    return null;
  }

  private static String nameOf(List<Link> all, int index) {
    Link link = byIndex(all, index);
    return link == null ? "another interface" : link.name();
  }
}
