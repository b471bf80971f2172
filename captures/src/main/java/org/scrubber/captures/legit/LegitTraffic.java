package org.scrubber.captures.legit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.scrubber.captures.control.Control;
import org.scrubber.captures.control.Icmp;
import org.scrubber.captures.control.Noise;
import org.scrubber.captures.dns.Authorities;
import org.scrubber.captures.dns.Resolvers;
import org.scrubber.captures.media.Media;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.quic.EyeQuic;
import org.scrubber.captures.quic.WebQuic;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.service.Logins;
import org.scrubber.captures.service.Research;
import org.scrubber.captures.service.TimeService;
import org.scrubber.captures.tcp.TlsTunnel;
import org.scrubber.captures.tcp.service.EyeTcp;
import org.scrubber.captures.tcp.service.Mail;
import org.scrubber.captures.tcp.service.Ssh;
import org.scrubber.captures.tcp.service.WebRace;
import org.scrubber.captures.tcp.service.WebTcp;
import org.scrubber.captures.telephony.Sip;
import org.scrubber.captures.tunnel.Vpn;

/** All classes of legitimate traffic by name; composes what a scenario's tenants have. */
public final class LegitTraffic {
  private static final Map<String, TrafficClass> CLASSES = new LinkedHashMap<>();

  static {
    CLASSES.put("WEB_TCP", new WebTcp());
    CLASSES.put("EYE_TCP", new EyeTcp());
    CLASSES.put("MAIL", new Mail());
    CLASSES.put("SSH", new Ssh());
    CLASSES.put(WebQuic.NAME, new WebQuic(new WebRace()));
    CLASSES.put(EyeQuic.NAME, new EyeQuic(new WebRace()));
    CLASSES.put(Resolvers.CLASS, Resolvers::install);
    CLASSES.put(Authorities.CLASS, Authorities::install);
    CLASSES.put(TimeService.CLASS, TimeService::install);
    CLASSES.put(Logins.CLASS, Logins::install);
    CLASSES.put(Research.CLASS, Research::install);
    CLASSES.put(Icmp.CLASS, Icmp::install);
    CLASSES.put(Control.CLASS, Control::install);
    CLASSES.put(Noise.CLASS, Noise::install);
    CLASSES.put(Media.NAME, new Media());
    CLASSES.put(Vpn.NAME, new Vpn(TlsTunnel::install));
    CLASSES.put(Sip.NAME, new Sip());
  }

  private LegitTraffic() {}

  /** Returns a class by name, or null when there is none. */
  public static TrafficClass named(String name) {
    return CLASSES.get(name);
  }

  /**
   * Installs the mix of every tenant of the plan, and what the scenario adds.
   *
   * @throws IllegalArgumentException when it adds what there is not, see {@link Extras}
   */
  public static void install(Setting setting) {
    for (Tenant tenant : setting.plan().tenants()) {
      for (String name : tenant.mix().keySet()) {
        TrafficClass one = CLASSES.get(name);
        if (one != null) {
          one.install(setting, tenant);
        }
      }
    }
    Extras.install(setting);
  }
}
