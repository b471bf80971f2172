package org.scrubber.captures.tcp.service;

import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Setting;

/**
 * Who visits a tenant's web servers, and how its servers and visitors are at what time.
 *
 * @param visitors who
 * @param slowFromNs when servers become slow, ns of the world
 * @param slowToNs when they are themselves again
 * @param slow how all are in between
 * @param reloadPercent of visitors who meanwhile ask once more after 3 s, on another connection
 */
record WebHours(
    Visitors visitors, long slowFromNs, long slowToNs, WebPages.Manners slow, int reloadPercent) {
  /** The extra that moves visitors to a pool: {@code tenant, pool, percent}. */
  static final String POOL = "client-pool";

  /** The extra that makes servers slow: {@code tenant, at, hold, slowest-ms, leave, reload}. */
  static final String SLOW = "slow-web";

  /** Those whom slow servers keep waiting are a crowd. */
  private static final int NEWCOMERS_OF_A_CROWD = 80;

  /** Returns what the setting's scenario says of a tenant. */
  static WebHours of(Setting setting, Tenant tenant) {
    Visitors visitors = Visitors.usual(setting.plan(), tenant.hasV6() ? tenant.v6Share() : 0);
    WebHours hours = new WebHours(visitors, 0, 0, WebPages.Manners.USUAL, 0);
    for (LegitPlan.Extra extra : setting.scenario().legit().extras()) {
      if (!extra.text("tenant", "").equals(tenant.id())) {
        continue;
      }
      if (extra.name().equals(POOL)) {
        String pool = extra.text("pool", "CGN");
        Visitors moved =
            hours.visitors.with(setting.plan().pool(pool), extra.number("percent", 40));
        hours =
            new WebHours(moved, hours.slowFromNs, hours.slowToNs, hours.slow, hours.reloadPercent);
      } else if (extra.name().equals(SLOW)) {
        long fromNs = setting.startNs() + extra.nanos("at", 60);
        WebPages.Manners slow =
            new WebPages.Manners(
                (int) extra.number("slowest-ms", 4_000), (int) extra.number("leave", 3));
        hours =
            new WebHours(
                hours.visitors,
                fromNs,
                fromNs + extra.nanos("hold", 180),
                slow,
                (int) extra.number("reload", 25));
      }
    }
    return hours;
  }

  boolean isSlow(long nowNs) {
    return nowNs >= slowFromNs && nowNs < slowToNs;
  }

  WebPages.Manners manners(long nowNs) {
    return isSlow(nowNs) ? slow : WebPages.Manners.USUAL;
  }

  /** Returns of 100 connections those whose visitor comes for the first time. */
  int newcomers(long nowNs) {
    return isSlow(nowNs) ? NEWCOMERS_OF_A_CROWD : Familiars.USUAL_NEWCOMERS;
  }

  boolean reloads(long nowNs, RandomStream random) {
    return isSlow(nowNs) && random.chance(reloadPercent);
  }
}
