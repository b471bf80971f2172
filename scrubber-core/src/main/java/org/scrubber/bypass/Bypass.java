package org.scrubber.bypass;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.scrubber.io.afpacket.Promiscuous;
import org.scrubber.io.linux.Capabilities;
import org.scrubber.io.linux.Privileges;
import org.scrubber.io.netlink.Link;
import org.scrubber.io.netlink.Links;

/**
 * What packets do between two interfaces when the scrubber does not take them.
 *
 * <p>{@link #prepare} comes before the interfaces are taken and needs CAP_NET_ADMIN and
 * CAP_NET_RAW. It finds what an earlier run has left and what the operator has set up, so that it
 * can be called at each start, and again when an interface was gone and is back. With {@link
 * BypassMode#BRIDGE} the bridge stays when this is closed, and when the process ends however it
 * does: from then on packets pass over it. With {@link BypassMode#NONE}, {@link #separate} takes
 * away what an earlier run has left, once packets are taken. {@link #remove} is for the operator.
 *
 * <p>All methods work in the network namespace of the calling thread, which may be any, one at a
 * time.
 */
public final class Bypass implements AutoCloseable {
  private final BypassMode mode;
  private final String outside;
  private final String inside;
  private final Promiscuous promiscuous;

  /** Where IPv6 is to be switched on again at the end. */
  private final List<String> quietened;

  /** Where it was off already, as of a run that was killed, or is running. */
  private final List<String> quietBefore;

  private final Notes notes;

  /** The bridge that was made, or null when it was there or none was asked for. */
  private final @Nullable Link made;

  private boolean closed;

  private Bypass(
      BypassMode mode,
      InterfacePair pair,
      Promiscuous promiscuous,
      @Nullable Link made,
      List<String> quietened,
      Notes notes) {
    this.mode = mode;
    this.made = made;
    this.promiscuous = promiscuous;
    this.quietened = quietened;
    this.notes = notes;
    outside = pair.outside().name();
    inside = pair.inside().name();
    quietBefore =
        Stream.of(pair.outside(), pair.inside()).filter(Ipv6::wasOn).map(Link::name).toList();
  }

  /**
   * Sees to it that two interfaces are switched on, take in every frame, and are joined beneath the
   * scrubber as {@code mode} says. When that fails, everything is as it was before.
   *
   * @throws BypassException when these interfaces cannot be used so; it says what to do
   * @throws IOException when the kernel refuses
   */
  public static Bypass prepare(BypassMode mode, String outside, String inside) throws IOException {
    Notes notes = new Notes();
    try (Links links = Links.open()) {
      InterfacePair pair = InterfacePair.find(links, outside, inside);
      Privileges.require(
          "setting up interfaces", 1L << Capabilities.NET_ADMIN | 1L << Capabilities.NET_RAW);
      Promiscuous promiscuous = Promiscuous.open(pair.outside().index(), pair.inside().index());
      try {
        List<String> quietened = new ArrayList<>();
        Link made = null;
        switch (mode) {
          case BRIDGE -> made = join(links, pair, notes);
          case NONE -> {
            Link bridge = removable(links, pair);
            if (bridge != null) {
              notes.say(
                  "removing bridge " + bridge.name() + ": packets stop when the scrubber does");
            }
            quieten(links, pair, quietened);
          }
        }
        BypassWarnings.at(mode, pair).forEach(notes::warn);
        return new Bypass(mode, pair, promiscuous, made, quietened, notes);
      } catch (IOException | RuntimeException failure) {
        promiscuous.close();
        throw failure;
      }
    }
  }

  /** Tells whether packets pass when the scrubber does not take them. */
  public boolean isFailOpen() {
    return mode == BypassMode.BRIDGE;
  }

  /** Returns what was done, a line each. */
  public List<String> notes() {
    return notes.said();
  }

  /** Returns what may go wrong with what lies beneath, a line each. */
  public List<String> warnings() {
    return notes.warnings();
  }

  /**
   * Leaves nothing beneath with {@link BypassMode#NONE}, once packets are taken. Until then they
   * pass over the bridge of an earlier run: a start that comes to nothing must not cut the link of
   * one that goes on.
   *
   * @throws IOException when the kernel refuses
   */
  public void separate() throws IOException {
    if (mode != BypassMode.NONE) {
      return;
    }
    try (Links links = Links.open()) {
      String removed = remove(links, InterfacePair.find(links, outside, inside));
      if (removed != null) {
        // The bridge's end has switched it on again.
        quieten(links, InterfacePair.find(links, outside, inside), quietened);
      }
    }
  }

  /** Returns what lies beneath two interfaces. */
  public static BypassStatus status(String outside, String inside) throws IOException {
    try (Links links = Links.open()) {
      InterfacePair pair = InterfacePair.find(links, outside, inside);
      Link bridge = pair.bridge();
      return new BypassStatus(
          pair.outside(), pair.inside(), bridge, bridge != null && BypassBridge.isOurs(bridge));
    }
  }

  /**
   * Removes the bridge that this program has made over two interfaces: without the scrubber,
   * packets stop. IPv6 is switched on again where a run that was killed has switched it off.
   *
   * @return the bridge's name, or null when there was none
   * @throws BypassException when the bridge is the operator's own
   */
  public static @Nullable String remove(String outside, String inside) throws IOException {
    try (Links links = Links.open()) {
      InterfacePair pair = InterfacePair.find(links, outside, inside);
      Privileges.require("removing a bridge", 1L << Capabilities.NET_ADMIN);
      Ipv6.restore(links, pair.outside());
      Ipv6.restore(links, pair.inside());
      return remove(links, pair);
    }
  }

  /**
   * Closes it, and removes the bridge if this has made it: for a start that came to nothing. IPv6
   * stays off where it was.
   *
   * @throws IOException when the kernel refuses to
   */
  public void undo() throws IOException {
    quietened.removeAll(quietBefore);
    close();
    if (made != null) {
      try (Links links = Links.open()) {
        Link bridge = links.find(made.index()); // As it is now: it knows where IPv6 was on.
        if (bridge != null) {
          BypassBridge.remove(links, bridge);
        }
      }
    }
  }

  /** Gives back what ends with the process anyway; the bridge stays. */
  @Override
  public void close() {
    if (closed) {
      return; // Its descriptor may be somebody else's by now.
    }
    closed = true;
    promiscuous.close();
    if (quietened.isEmpty()) {
      return;
    }
    try (Links links = Links.open()) {
      for (String name : quietened) {
        speakAgain(links, name);
      }
    } catch (IOException e) {
      quietened.forEach(name -> Ipv6.set(name, true)); // What is noted is true at least.
    }
  }

  private static void speakAgain(Links links, String name) throws IOException {
    Ipv6.set(name, true);
    for (Link link : links.list()) {
      if (link.name().equals(name)) {
        Ipv6.forget(links, link);
      }
    }
  }

  /** Joins both over a bridge; returns it if it was made for that. */
  static @Nullable Link join(Links links, InterfacePair pair, Notes notes) throws IOException {
    sweep(links);
    Link bridge = pair.bridge();
    if (bridge == null) {
      bridge = oursBeneathOne(links, pair);
    }
    if (bridge == null) {
      return BypassBridge.make(links, pair, notes);
    }
    requireNoThird(links, bridge, pair);
    if (BypassBridge.isOurs(bridge)) {
      BypassBridge.repair(links, bridge, pair, notes);
      notes.say("using bridge " + bridge.name() + " of an earlier run");
    } else {
      use(links, bridge, pair, notes);
    }
    return null;
  }

  /** Takes bridges away whose interfaces have both vanished. */
  private static void sweep(Links links) throws IOException {
    List<Link> all = links.list();
    for (Link bridge : all) {
      if (BypassBridge.isOurs(bridge)
          && all.stream().noneMatch(port -> port.master() == bridge.index())) {
        BypassBridge.remove(links, bridge);
      }
    }
  }

  /** Returns the bridge of ours that one of the two is still on, or null when neither is on any. */
  private static @Nullable Link oursBeneathOne(Links links, InterfacePair pair) throws IOException {
    Link found = null;
    for (Link port : List.of(pair.outside(), pair.inside())) {
      if (port.master() == 0) {
        continue;
      }
      Link bridge = links.find(port.master());
      boolean isOutside = port.index() == pair.outside().index();
      Link other = isOutside ? pair.inside() : pair.outside();
      if (bridge == null || found != null || !BypassBridge.isOurs(bridge)) {
        throw new BypassException(
            port.name()
                + " is a port of bridge "
                + (bridge == null ? "?" : bridge.name())
                + " and "
                + other.name()
                + " is not; put both on one bridge, or neither on any");
      }
      found = bridge;
    }
    return found;
  }

  private static void requireNoThird(Links links, Link bridge, InterfacePair pair)
      throws IOException {
    for (Link port : links.list()) {
      if (port.master() == bridge.index()
          && port.index() != pair.outside().index()
          && port.index() != pair.inside().index()) {
        throw new BypassException(
            "bridge "
                + bridge.name()
                + " has "
                + port.name()
                + " as another port; the scrubber joins "
                + pair.outside().name()
                + " and "
                + pair.inside().name()
                + " alone");
      }
    }
  }

  private static void use(Links links, Link bridge, InterfacePair pair, Notes notes)
      throws IOException {
    notes.say("using bridge " + bridge.name() + ", which was there; it is left as it is");
    for (Link link : List.of(pair.outside(), pair.inside(), bridge)) {
      if (!link.isUp()) {
        links.setUp(link, true);
        notes.say("switched " + link.name() + " on");
      }
    }
    if (bridge.bridge().spanningTree()) {
      notes.warn(
          bridge.name() + " takes part in the spanning tree: it may hold a port back for 30 s");
    }
    if (bridge.bridge().multicastSnooping()) {
      notes.warn(bridge.name() + " has multicast snooping on: groups may be lost while bypassed");
    }
  }

  /** Switches IPv6 off on both, and both on; adds where it was on. */
  private static void quieten(Links links, InterfacePair pair, List<String> quietened)
      throws IOException {
    Undo undo = new Undo();
    try {
      for (Link link : List.of(pair.outside(), pair.inside())) {
        String name = link.name();
        if (Ipv6.quieten(links, link)) {
          quietened.add(name);
          undo.add(() -> speakAgain(links, name));
        }
        if (!link.isUp()) {
          links.setUp(link, true);
          undo.add(() -> links.setUp(link, false));
        }
      }
    } catch (IOException | RuntimeException failure) {
      undo.run(failure);
      throw failure;
    }
  }

  private static @Nullable String remove(Links links, InterfacePair pair) throws IOException {
    Link bridge = removable(links, pair);
    if (bridge == null) {
      return null;
    }
    BypassBridge.remove(links, bridge);
    return bridge.name();
  }

  /** Returns the bridge of ours beneath the two, or null when there is none. */
  private static @Nullable Link removable(Links links, InterfacePair pair) throws IOException {
    Link bridge = pair.bridge() == null ? oursBeneathOne(links, pair) : pair.bridge();
    if (bridge == null) {
      return null;
    }
    if (!BypassBridge.isOurs(bridge)) {
      throw new BypassException(
          pair.outside().name()
              + " and "
              + pair.inside().name()
              + " are ports of bridge "
              + bridge.name()
              + ", which scrubber has not made; remove it yourself: ip link delete "
              + bridge.name());
    }
    requireNoThird(links, bridge, pair);
    return bridge;
  }
}
