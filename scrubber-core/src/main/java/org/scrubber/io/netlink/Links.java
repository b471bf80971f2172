package org.scrubber.io.netlink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scrubber.io.linux.Errno;
import org.scrubber.io.linux.LinuxException;

/**
 * Lists and changes the links of the network namespace that the opening thread was in.
 *
 * <p>Each change is one request, which the kernel carries out whole or not at all; errors say what
 * was tried. Changes need CAP_NET_ADMIN. One thread at a time.
 */
public final class Links implements AutoCloseable {
  static final int NEW_LINK = 16;
  static final int DELETE_LINK = 17;

  private static final int GET_LINK = 18;
  private static final int GET_ADDRESS = 22;
  private static final int AF_UNSPEC = 0;
  private static final int AF_INET6 = 10;
  private static final int IFF_UP = 0x1;
  private static final int IFF_NOARP = 0x80;
  private static final int NAME = 3;
  private static final int MTU = 4;
  private static final int MASTER = 10;
  private static final int LINK_INFO = 18;
  private static final int ALIAS = 20;
  private static final int FAMILY_SETTINGS = 26;
  private static final int INFO_KIND = 1;
  private static final int INFO_DATA = 2;
  private static final int INFO_PORT_KIND = 4;
  private static final int INFO_PORT_DATA = 5;
  private static final int ADDRESS_GENERATION = 8;
  private static final int GENERATE_NONE = 1;

  private final NetlinkSocket socket;

  private Links(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** Opens a conversation about links. */
  public static Links open() throws IOException {
    return new Links(NetlinkSocket.open(NetlinkSocket.ROUTE, 0));
  }

  /** Returns all links, by ascending index. */
  public List<Link> list() throws IOException {
    MessageWriter request =
        new MessageWriter(GET_LINK, MessageWriter.DUMP).link(AF_UNSPEC, 0, 0, 0);
    List<Link> links = new ArrayList<>();
    for (NetlinkSocket.Message message : socket.list("list interfaces", request)) {
      if (message.type() == NEW_LINK) {
        links.add(Link.of(message.payload()));
      }
    }
    return links;
  }

  /** Returns the link of this name, or null. */
  public @Nullable Link find(String name) throws IOException {
    for (Link link : list()) {
      if (link.name().equals(name)) {
        return link;
      }
    }
    return null;
  }

  /** Returns the link of this index, or null. */
  public @Nullable Link find(int index) throws IOException {
    for (Link link : list()) {
      if (link.index() == index) {
        return link;
      }
    }
    return null;
  }

  /** Returns the IP addresses of all links. */
  public List<Address> addresses() throws IOException {
    MessageWriter request = new MessageWriter(GET_ADDRESS, MessageWriter.DUMP).fixed(new byte[8]);
    List<Address> addresses = new ArrayList<>();
    for (NetlinkSocket.Message message : socket.list("list addresses", request)) {
      addresses.add(Address.of(message.payload()));
    }
    return addresses;
  }

  /** Switches a link on or off. */
  public void setUp(Link link, boolean up) throws IOException {
    socket.request(
        "switch " + link.name() + (up ? " on" : " off"), change(link, up ? IFF_UP : 0, IFF_UP));
  }

  /** Sets the longest packet that a link carries. */
  public void setMtu(Link link, int mtuBytes) throws IOException {
    socket.request(
        "set the MTU of " + link.name() + " to " + mtuBytes, change(link, 0, 0).u32(MTU, mtuBytes));
  }

  /** Attaches a text to a link, at most 255 bytes. */
  public void setAlias(Link link, String alias) throws IOException {
    socket.request("describe " + link.name(), change(link, 0, 0).text(ALIAS, alias));
  }

  /** Makes a link a port of a bridge. */
  public void enslave(Link port, Link bridge) throws IOException {
    socket.request(
        "add " + port.name() + " to bridge " + bridge.name(),
        change(port, 0, 0).u32(MASTER, bridge.index()));
  }

  /** Takes a link out of its bridge. */
  public void release(Link port) throws IOException {
    socket.request("take " + port.name() + " out of its bridge", change(port, 0, 0).u32(MASTER, 0));
  }

  /** Sets how a port of a bridge behaves. */
  public void setPort(Link port, PortSettings settings) throws IOException {
    MessageWriter message = change(port, 0, 0).begin(LINK_INFO).text(INFO_PORT_KIND, "bridge");
    message.begin(INFO_PORT_DATA);
    settings.write(message);
    socket.request("set up " + port.name() + " as a port", message.end().end());
  }

  /**
   * Makes a bridge without ports, switched off; it answers no ARP and gives itself no IPv6 address.
   *
   * @param alias a text to know it by
   * @return the bridge, or null when there is a link of this name
   */
  public @Nullable Link addBridge(String name, String alias, BridgeSettings settings)
      throws IOException {
    MessageWriter message =
        new MessageWriter(
                NEW_LINK,
                MessageWriter.ACKNOWLEDGE | MessageWriter.CREATE | MessageWriter.EXCLUSIVE)
            .link(AF_UNSPEC, 0, IFF_NOARP, IFF_NOARP)
            .text(NAME, name)
            .begin(LINK_INFO)
            .text(INFO_KIND, "bridge")
            .begin(INFO_DATA);
    settings.write(message);
    try {
      socket.request("make bridge " + name, message.end().end());
    } catch (LinuxException failure) {
      if (failure.errno() == Errno.EEXIST) {
        return null;
      }
      throw failure;
    }
    // The kernel takes no alias for what does not exist yet.
    Link made = find(name);
    if (made == null) {
      throw new IOException("bridge " + name + " vanished as soon as it was made");
    }
    try {
      setAlias(made, alias);
    } catch (IOException failure) {
      delete(made);
      throw failure;
    }
    return find(made.index());
  }

  /** Lets a link have no IPv6 address but those that are given to it. */
  public void generateNoAddress(Link link) throws IOException {
    socket.request(
        "keep " + link.name() + " without an IPv6 address",
        change(link, 0, 0)
            .begin(FAMILY_SETTINGS)
            .begin(AF_INET6)
            .u8(ADDRESS_GENERATION, GENERATE_NONE)
            .end()
            .end());
  }

  /** Removes a link that was made, such as a bridge; its ports stay, without a master. */
  public void delete(Link link) throws IOException {
    socket.request(
        "remove " + link.name(),
        new MessageWriter(DELETE_LINK, MessageWriter.ACKNOWLEDGE)
            .link(AF_UNSPEC, link.index(), 0, 0));
  }

  private static MessageWriter change(Link link, int flags, int changed) {
    return new MessageWriter(NEW_LINK, MessageWriter.ACKNOWLEDGE)
        .link(AF_UNSPEC, link.index(), flags, changed);
  }

  @Override
  public void close() {
    socket.close();
  }
}
