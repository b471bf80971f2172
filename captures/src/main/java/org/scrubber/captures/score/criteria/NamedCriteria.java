package org.scrubber.captures.score.criteria;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.score.ledger.AttemptLedger;
import org.scrubber.captures.score.ledger.AttemptLedger.Outcome;
import org.scrubber.captures.score.ledger.ClassLedger.Counts;
import org.scrubber.captures.score.ledger.GapLedger.Gaps;
import org.scrubber.captures.score.ledger.LossLedger;
import org.scrubber.captures.score.ledger.Phase;
import org.scrubber.captures.world.Attempt;

/**
 * What a scenario asks for beyond the usual, by names that begin with {@code X-}; and how other
 * services fared, for information.
 */
final class NamedCriteria {
  private static final String PREFIX = "X-";
  private static final double SETTLING_S = 10;

  private final Played played;
  private final String name;
  private final double limit;

  private NamedCriteria(Played played, String name, double limit) {
    this.played = played;
    this.name = name;
    this.limit = limit;
  }

  static List<Row> rows(Played played) {
    Map<String, Double> limits = new TreeMap<>(played.scenario().limits());
    limits.putAll(played.scenario().modeLimits().getOrDefault(played.mode(), Map.of()));
    List<Row> rows = new ArrayList<>();
    limits.forEach(
        (key, limit) -> {
          if (key.startsWith(PREFIX)) {
            Row row = new NamedCriteria(played, key.substring(PREFIX.length()), limit).row();
            if (row != null) {
              rows.add(row);
            }
          }
        });
    for (Attempt.Kind kind : Attempt.Kind.values()) {
      Outcome outcome = played.keeper().attempts().of(kind);
      String name = kind.name().toLowerCase(Locale.ROOT);
      if (outcome.count() > 0 && !limits.containsKey(PREFIX + name)) {
        Share served = new Share(outcome.within(usualNs(kind)), outcome.count());
        rows.add(Row.info("X", name, served.text()));
      }
    }
    return rows;
  }

  /** Returns the row, or null when the name is a detail of another criterion. */
  private Row row() {
    AttemptLedger attempts = played.keeper().attempts();
    return switch (name) {
      case "connect-within-s",
          "setup-ms",
          "challenge",
          "proxy",
          "strict",
          "alerts",
          "flaps",
          "later-pulse-G2" ->
          null;
      case "lookup" -> served(attempts.of(Attempt.Kind.LOOKUP), usualNs(Attempt.Kind.LOOKUP));
      case "query" -> served(attempts.of(Attempt.Kind.QUERY), usualNs(Attempt.Kind.QUERY));
      case "login" -> served(attempts.of(Attempt.Kind.LOGIN), usualNs(Attempt.Kind.LOGIN));
      case "quic-within-3s" -> served(attempts.of(Attempt.Kind.QUIC), seconds(3));
      case "tunnel-within-3s" -> served(attempts.of(Attempt.Kind.TUNNEL), seconds(3));
      case "tcp-lookup" ->
          served(attempts.groups().getOrDefault(name, Outcome.NONE), usualNs(Attempt.Kind.LOOKUP));
      case "nat-connect" -> served(attempts.of("EYE_TCP"), seconds(1));
      case "status-page" ->
          served(attempts.of("WEB_TCP", Plan.standard().tenant("T12").number()), seconds(1));
      case "wake-within-s" -> woken();
      case "media-gap-ms" -> gaps("MEDIA");
      case "control-lost" -> lost(played.keeper().classes().odd("CTRL"));
      case "too-big" -> lost(played.keeper().classes().odd("ICMP"));
      case "fragments" -> lostShare(played.keeper().classes().odd("DNS_REC"));
      case "quic-established" -> lostShare(played.keeper().classes().plain("WEB_QUIC"));
      case "settled-G3" -> settled();
      case "outage-s" -> new RestartCriteria(played, limit).outage();
      case "state-age-s" -> new RestartCriteria(played, limit).age();
      case "recovery-s" -> new RestartCriteria(played, limit).settled(name, true);
      case "graceful-leak-s" -> new RestartCriteria(played, limit).settled(name, false);
      case "graceful-lost" -> new RestartCriteria(played, limit).lost();
      case "own-loss" -> lossOf(true);
      case "others-loss" -> lossOf(false);
      default -> group();
    };
  }

  /** A group of clients that the traffic itself names; or a vector's own limit, which has a row. */
  private Row group() {
    if (name.endsWith("-G1")) {
      return null;
    }
    Outcome outcome = played.keeper().attempts().groups().get(name);
    return outcome == null
        ? Row.notMeasured("X", name, Share.number(limit), "nothing measures it")
        : served(outcome, seconds(1));
  }

  private static long seconds(int seconds) {
    return seconds * 1_000_000_000L;
  }

  private static long usualNs(Attempt.Kind kind) {
    return switch (kind) {
      case TCP, QUIC, WAKE -> seconds(1);
      case LOOKUP, QUERY, TIME -> seconds(2);
      case LOGIN, MEDIA, TUNNEL -> seconds(30);
    };
  }

  private Row served(Outcome outcome, long withinNs) {
    Share served = new Share(outcome.within(withinNs), outcome.count());
    String asked = ">= %s within %d s".formatted(Share.number(limit), withinNs / seconds(1));
    return served.of() == 0
        ? Row.notMeasured("X", name, asked, "there was none")
        : Row.of("X", name, asked, served.text(), served.isAtLeast(limit));
  }

  private Row woken() {
    Outcome outcome = played.keeper().attempts().groups().getOrDefault("wake", Outcome.NONE);
    Share served = new Share(outcome.within((long) (limit * 1e9)), outcome.count());
    String asked = "all within " + Share.number(limit) + " s";
    return served.of() == 0
        ? Row.notMeasured("X", name, asked, "nothing woke")
        : Row.of("X", name, asked, served.text(), served.isAtLeast(1));
  }

  private Row gaps(String traffic) {
    Gaps gaps = played.keeper().gaps().classes().getOrDefault(traffic, new Gaps(0, 0));
    String measured =
        gaps.count() == 0
            ? "none"
            : "%,d, up to %,d ms".formatted(gaps.count(), gaps.longestNs() / 1_000_000);
    return Row.of(
        "X", name, "<= " + Share.number(limit) + " ms", measured, gaps.longestNs() <= limit * 1e6);
  }

  private Row lost(Counts counts) {
    Share lost = new Share(counts.lost(), counts.offered());
    String asked = "<= " + Share.number(limit);
    return counts.offered() == 0
        ? Row.notMeasured("X", name, asked, "there was none")
        : Row.of("X", name, asked, lost.text(), counts.lost() <= limit);
  }

  private Row lostShare(Counts counts) {
    Share lost = new Share(counts.lost(), counts.offered());
    String asked = "<= " + Share.number(limit);
    return counts.offered() == 0
        ? Row.notMeasured("X", name, asked, "there was none")
        : Row.of("X", name, asked, lost.text(), lost.isAtMost(limit));
  }

  /** Losses once a diversion has gone on for 10 s. */
  private Row settled() {
    double fromS = played.scenario().divertAtS() + SETTLING_S;
    long fromNs = played.keeper().times().attackNs() + (long) (fromS * 1e9);
    long offered = played.keeper().timeline().legitFrom(fromNs);
    Share lost = new Share(played.keeper().losses().lostAfter(fromNs), offered);
    return Row.of("X", name, "<= " + Share.number(limit), lost.text(), lost.isAtMost(limit));
  }

  private Row lossOf(boolean targets) {
    LossLedger losses = played.keeper().losses();
    long lost = 0;
    long offered = 0;
    for (Tenant tenant : Plan.standard().tenants()) {
      if (played.scenario().targets().contains(tenant.id()) == targets) {
        lost += losses.lost(Phase.DURING, tenant.number());
        offered += losses.offered(Phase.DURING, tenant.number());
      }
    }
    Share share = new Share(lost, offered);
    return Row.of("X", name, "<= " + Share.number(limit), share.text(), share.isAtMost(limit));
  }
}
