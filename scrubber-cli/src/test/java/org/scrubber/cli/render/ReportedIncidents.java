package org.scrubber.cli.render;

import java.util.List;
import org.scrubber.report.Incident;

/** Fixed incidents for the reports that renderings are tested with. */
final class ReportedIncidents {
  private static final long SECOND = 1_000_000_000L;
  private static final long START = 1_795_345_200L * SECOND; // 2026-11-22 11:00:00 UTC

  private ReportedIncidents() {}

  /** Two vectors on a host, one of them crumbs. */
  static Incident onHost() {
    return incident(false);
  }

  /** A carpet of one part, still on. */
  static Incident carpet() {
    return incident(true);
  }

  private static Incident incident(boolean carpet) {
    String object = carpet ? "univ-a" : "my-minfin";
    String target = carpet ? "198.18.32.0/19" : "198.18.0.10/32";
    Incident.Vector dns = entry("dns-amplification", target, 24_100, List.of());
    Incident.Vector crumbs = entry("icmp-flood", target, 30, List.of());
    List<Incident.Vector> vectors =
        carpet ? List.of(entry("carpet-bombing", target, 24_100, List.of(dns))) : List.of(dns);
    return new Incident(
        "incident-20261122T110205Z-" + object,
        "campaign-20261122T110205Z-my-minfin",
        object,
        List.of(target),
        START + 125 * SECOND,
        START + 165 * SECOND,
        carpet,
        Incident.Severity.HIGH,
        24_100,
        270_300_000,
        402_118,
        201_059_000,
        15_000,
        carpet ? vectors : List.of(vectors.getFirst(), crumbs));
  }

  private static Incident.Vector entry(
      String vector, String target, long peakPps, List<Incident.Vector> parts) {
    return new Incident.Vector(
        vector,
        target,
        START + 125 * SECOND,
        START + 165 * SECOND,
        false,
        peakPps,
        peakPps * 11_200,
        peakPps / 2,
        peakPps * 17,
        peakPps * 8_500,
        peakPps / 2,
        1,
        (int) (peakPps / 241),
        peakPps > 1_205,
        parts);
  }
}
