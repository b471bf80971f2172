package org.scrubber.cli.report.nis2;

import java.util.List;

/**
 * A threshold from which on an incident is significant under NIS2, by Implementing Regulation (EU)
 * 2024/2690: Article 3(1)(a) on losses, 5(a) and (b) on DNS services, 10(a) and (b) on managed
 * services and managed security services. None can be told from packets alone.
 */
public enum Threshold {
  /** A DNS service was away. */
  DNS_DOWN("dns-down", 30, true, "provider-dns", "time-down"),

  /** A DNS service was slow. */
  DNS_SLOW("dns-slow", 60, true, "provider-dns", "time-answer"),

  /** A managed service was away. */
  MANAGED_DOWN("managed-down", 30, false, "provider-managed", "time-down"),

  /** A managed service was not there for all. */
  MANAGED_LIMITED("managed-limited", 60, false, "provider-managed", "time-limited", "users"),

  /** Money was lost. */
  LOSS("loss", 0, false, "loss", "turnover");

  private static final long MINUTE_NS = 60_000_000_000L;

  private final String code;
  private final long limitNs;
  private final boolean ofDns;
  private final List<String> toAdd;

  Threshold(String code, int limitMinutes, boolean ofDns, String... toAdd) {
    this.code = code;
    this.limitNs = limitMinutes * MINUTE_NS;
    this.ofDns = ofDns;
    this.toAdd = List.of(toAdd);
  }

  /** Returns its name in JSON and in the bundles of words. */
  public String code() {
    return code;
  }

  /** Returns for how long it must have lasted, ns; 0 where time does not matter. */
  public long limitNs() {
    return limitNs;
  }

  /** Tells whether it is about a DNS service. */
  public boolean isOfDns() {
    return ofDns;
  }

  /** Returns what a human must add before anybody can tell whether it was passed. */
  List<String> toAdd() {
    return toAdd;
  }
}
