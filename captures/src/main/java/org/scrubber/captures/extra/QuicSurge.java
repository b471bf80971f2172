package org.scrubber.captures.extra;

import java.util.function.LongToDoubleFunction;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.quic.QuicCrowd;
import org.scrubber.captures.quic.WebQuic;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.tcp.service.WebRace;

/** Visitors over QUIC beside a surge of those over TCP, at a server that is slow. */
public final class QuicSurge {
  /** The extra that installs it: {@code tenant}; the surge is that of its class WEB_TCP. */
  public static final String EXTRA = "quic-crowd";

  private QuicSurge() {}

  /** Installs it. */
  public static void install(Setting setting, LegitPlan.Extra extra) {
    Tenant tenant = setting.plan().tenant(extra.text("tenant", "T02"));
    LongToDoubleFunction tcpPps = timeNs -> setting.legitPps(tenant, "WEB_TCP", timeNs);
    double usualTcpPps = tcpPps.applyAsDouble(0);
    LongToDoubleFunction visitsPerSecond =
        timeNs ->
            (tcpPps.applyAsDouble(timeNs) / usualTcpPps - 1)
                * setting.legitPps(tenant, WebQuic.NAME, timeNs)
                / WebQuic.MEAN_INBOUND;
    QuicCrowd.install(setting, tenant, EXTRA, visitsPerSecond, false, new WebRace());
  }
}
