package org.scrubber.captures.legit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.scrubber.captures.media.Media;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.quic.EyeQuic;
import org.scrubber.captures.quic.Race;
import org.scrubber.captures.quic.WebQuic;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.telephony.Sip;
import org.scrubber.captures.tunnel.Vpn;

/** All classes of legitimate traffic by name; composes what a scenario's tenants have. */
public final class LegitTraffic {
  private static final Map<String, TrafficClass> CLASSES = new LinkedHashMap<>();

  static {
    CLASSES.put("NOTHING", (setting, tenant) -> {});
    CLASSES.put(WebQuic.NAME, new WebQuic(Race.Maker.NONE));
    CLASSES.put(EyeQuic.NAME, new EyeQuic(Race.Maker.NONE));
    CLASSES.put(Media.NAME, new Media());
    CLASSES.put(Vpn.NAME, new Vpn());
    CLASSES.put(Sip.NAME, new Sip());
  }

  private LegitTraffic() {}

  /** Installs the mix of every tenant of the plan. */
  public static void install(Setting setting) {
    for (Tenant tenant : setting.plan().tenants()) {
      for (String name : tenant.mix().keySet()) {
        TrafficClass one = CLASSES.get(name);
        if (one != null) {
          one.install(setting, tenant);
        }
      }
    }
  }
}
