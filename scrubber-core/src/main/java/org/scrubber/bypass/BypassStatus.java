package org.scrubber.bypass;

import org.jspecify.annotations.Nullable;
import org.scrubber.io.netlink.Link;
import org.scrubber.io.netlink.PortSettings;

/**
 * What lies beneath two interfaces.
 *
 * @param outside where attacks come from
 * @param inside where the protected objects are
 * @param bridge the bridge that both are ports of, or null
 * @param ours whether this program has made it
 */
public record BypassStatus(Link outside, Link inside, @Nullable Link bridge, boolean ours) {

  /** Tells whether packets pass, or would, when the scrubber does not run. */
  public boolean isOpen() {
    return bridge != null && bridge.isUp() && forwards(outside) && forwards(inside);
  }

  private static boolean forwards(Link link) {
    return link.port().state() == PortSettings.State.FORWARDING;
  }
}
