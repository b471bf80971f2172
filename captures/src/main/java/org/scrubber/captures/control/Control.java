package org.scrubber.captures.control;

import org.scrubber.captures.dialogue.Sender;
import org.scrubber.captures.legit.Arrivals;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.tcp.Bgp;

/**
 * The class CTRL: liveness of the operator's links, his routing sessions, and management.
 *
 * <p>The number of links follows the profile, as their interval cannot. So there is more of this
 * class than its share of the mix: at full size about 140 packets/s come in.
 */
public final class Control {
  /** Name of the class. */
  public static final String CLASS = "CTRL";

  private static final double POLLS_SHARE = 0.1;
  private static final Address CENTRE = Address.parse("21.28.250.0");
  private static final int CENTRE_HOSTS = 16;
  private static final int FEWEST_LINKS = 4;

  private Control() {}

  /** Installs the class for a tenant that has links. */
  public static void install(Setting setting, Tenant tenant) {
    if (tenant.hosts("links").isEmpty() || setting.legitPps(tenant, CLASS, 0) <= 0) {
      return;
    }
    Bgp.install(setting, tenant);
    Links links = new Links(tenant);
    int count = count(setting);
    Sender checks = Sender.of(setting, CLASS, tenant, "links");
    for (int k = 0; k < count; k++) {
      new LivenessCheck(checks, links.neighbour(k), links.inside(k)).begin();
    }
    Sender polls = Sender.of(setting, CLASS, tenant, "polls");
    Arrivals.start(
        setting.world(),
        polls.stream(),
        timeNs -> POLLS_SHARE * setting.legitPps(tenant, CLASS, timeNs),
        setting.endNs(),
        () -> {
          Address centre = CENTRE.plus(polls.random().below(CENTRE_HOSTS));
          Address router = links.inside(polls.random().below(count));
          new Poll(polls, centre, router).begin();
        });
  }

  /** Returns how many links are in use. */
  public static int count(Setting setting) {
    long scaled = StrictMath.round(Links.COUNT * setting.profile().scale());
    return (int) Math.max(FEWEST_LINKS, Math.min(Links.COUNT, scaled));
  }
}
