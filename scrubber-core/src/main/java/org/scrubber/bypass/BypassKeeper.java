package org.scrubber.bypass;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scrubber.io.netlink.Link;
import org.scrubber.io.netlink.Links;

/**
 * Looks after the bridge beneath while a run goes on: anybody may remove it, and nobody would
 * notice before the run ends and packets stop.
 *
 * <p>A bridge that this program has made is set up again; one of the operator's own is the
 * operator's. One thread, in the network namespace of the interfaces.
 */
public final class BypassKeeper {
  private final String outside;
  private final String inside;

  /** The bridge as it was last seen with both interfaces on it. */
  private @Nullable Link last;

  /** Looks at nothing yet. */
  public BypassKeeper(String outside, String inside) {
    this.outside = outside;
    this.inside = inside;
  }

  /** Returns the bridge's name. */
  public String name() {
    return last == null ? "" : last.name();
  }

  /** Tells whether the bridge was made by this program, and may be set up again by it. */
  public boolean isOurs() {
    return last != null && BypassBridge.isOurs(last);
  }

  /**
   * Returns why packets would stop with the scrubber, in words; empty while they would pass.
   *
   * @throws IOException when that cannot be told, as while an interface is gone
   */
  public String look() throws IOException {
    try (Links links = Links.open()) {
      return look(links, InterfacePair.find(links, outside, inside));
    }
  }

  private String look(Links links, InterfacePair pair) throws IOException {
    Link bridge = pair.bridge();
    if (bridge != null) {
      last = bridge;
      return bridge.isUp() ? "" : "bridge " + bridge.name() + " beneath is switched off";
    }
    Link before = last;
    if (before == null) {
      return "there is no bridge beneath";
    }
    if (links.find(before.index()) == null) {
      return "bridge " + before.name() + " beneath is gone";
    }
    List<String> off = new ArrayList<>();
    for (Link port : List.of(pair.outside(), pair.inside())) {
      if (port.master() != before.index()) {
        off.add(port.name());
      }
    }
    return "bridge %s beneath has lost %s".formatted(before.name(), String.join(" and ", off));
  }

  /**
   * Sets the bridge up again, with both interfaces on it.
   *
   * @throws BypassException when somebody else has a say in it by now
   * @throws IOException when the kernel refuses
   */
  public void mend() throws IOException {
    Link gone = last;
    try (Links links = Links.open()) {
      Bypass.join(links, InterfacePair.find(links, outside, inside), new Notes());
      InterfacePair pair = InterfacePair.find(links, outside, inside);
      Link bridge = pair.bridge();
      if (gone != null && bridge != null && bridge.index() != gone.index()) {
        BypassBridge.remember(links, bridge, gone);
      }
      look(links, pair);
    }
  }
}
