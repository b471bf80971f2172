package org.scrubber.captures.score.criteria;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scrubber.captures.score.ledger.AttemptLedger;
import org.scrubber.captures.score.ledger.AttemptLedger.Outcome;
import org.scrubber.captures.score.ledger.FlowLedger;
import org.scrubber.captures.score.ledger.GapLedger.Gaps;
import org.scrubber.captures.world.Attempt;

/**
 * What users notice: new connections (G5, G5x), connections that live on (G6), and the further
 * services of a scenario (X): look-ups, logins, media without gaps.
 */
final class ServiceCriteria {
  private static final double SECOND_NS = 1e9;

  private ServiceCriteria() {}

  static List<Row> rows(Played played) {
    List<Row> rows = new ArrayList<>(connections(played));
    rows.add(survival(played));
    rows.addAll(services(played));
    rows.addAll(groups(played));
    rows.addAll(gaps(played));
    return rows;
  }

  private static List<Row> connections(Played played) {
    AttemptLedger attempts = played.keeper().attempts();
    Outcome tcp = attempts.of(Attempt.Kind.TCP);
    Outcome quic = attempts.of(Attempt.Kind.QUIC);
    double limit = played.limit("G5", 0.999);
    double withinS = played.limit("X-within-s", 1.0);
    String asked =
        ">= %s within %s s"
            .formatted(Share.number(limit), String.format(Locale.ROOT, "%.1f", withinS));
    long count = tcp.count() + quic.count();
    if (count == 0) {
      return List.of(Row.notMeasured("G5", "", asked, "nobody connected"));
    }
    long withinNs = (long) (withinS * SECOND_NS);
    Share served = new Share(tcp.within(withinNs) + quic.within(withinNs), count);
    int[] extra = quic.extraMicros(tcp.extraMicros(new int[0]));
    Arrays.sort(extra);
    double limitMs = played.limit("X-setup-ms", 50);
    double p99Ms =
        extra.length == 0 ? Double.POSITIVE_INFINITY : extra[(int) (extra.length * 0.99)] / 1e3;
    return List.of(
        Row.of("G5", "", asked, served.text(), served.isAtLeast(limit)),
        Row.of(
            "G5x",
            "p99 of extra set-up",
            "<= " + Share.number(limitMs) + " ms",
            extra.length == 0 ? "none" : String.format(Locale.ROOT, "%.1f ms", p99Ms),
            p99Ms <= limitMs));
  }

  private static Row survival(Played played) {
    FlowLedger flows = played.keeper().flows();
    double limit = played.limit("G6", 1.0);
    Share alive = new Share(flows.established() - flows.died(), flows.established());
    String asked = ">= " + Share.number(limit);
    return alive.of() == 0
        ? Row.notMeasured("G6", "", asked, "no flow ran")
        : Row.of("G6", "", asked, alive.text(), alive.isAtLeast(limit));
  }

  private static List<Row> services(Played played) {
    List<Row> rows = new ArrayList<>();
    for (Attempt.Kind kind : Attempt.Kind.values()) {
      Outcome outcome = played.keeper().attempts().of(kind);
      double withinS =
          switch (kind) {
            case TCP, QUIC -> -1;
            case LOOKUP, QUERY, TIME -> 2;
            case LOGIN, MEDIA, TUNNEL -> 30;
          };
      String name = kind.name().toLowerCase(Locale.ROOT);
      boolean asked = played.asksFor("X-" + name);
      if (withinS >= 0 && (asked || outcome.count() > 0)) {
        rows.add(
            service(
                played, "X-" + name, name + " within " + (int) withinS + " s", outcome, withinS));
      }
    }
    return rows;
  }

  private static List<Row> groups(Played played) {
    List<Row> rows = new ArrayList<>();
    for (Map.Entry<String, Outcome> one : played.keeper().attempts().groups().entrySet()) {
      rows.add(
          service(played, "X-" + one.getKey(), one.getKey() + " within 1 s", one.getValue(), 1));
    }
    return rows;
  }

  private static Row service(
      Played played, String criterion, String subject, Outcome outcome, double withinS) {
    Share served = new Share(outcome.within((long) (withinS * SECOND_NS)), outcome.count());
    if (!played.asksFor(criterion)) {
      return Row.info("X", subject, served.text());
    }
    double limit = played.limit(criterion, 1);
    String asked = ">= " + Share.number(limit);
    return served.of() == 0
        ? Row.notMeasured("X", subject, asked, "there was none")
        : Row.of("X", subject, asked, served.text(), served.isAtLeast(limit));
  }

  /** Gaps of a class: the scenario says how long one may be, ms. */
  private static List<Row> gaps(Played played) {
    List<Row> rows = new ArrayList<>();
    Map<String, Gaps> classes = played.keeper().gaps().classes();
    for (String name : List.of("MEDIA", "CTRL", "SIP", "VPN")) {
      Gaps gaps = classes.getOrDefault(name, new Gaps(0, 0));
      String subject = "gaps of " + name;
      String measured =
          gaps.count() == 0
              ? "none"
              : "%,d, up to %,d ms".formatted(gaps.count(), gaps.longestNs() / 1_000_000);
      String key = "X-gap-ms-" + name.toLowerCase(Locale.ROOT);
      if (played.asksFor(key)) {
        double limitMs = played.limit(key, 0);
        rows.add(
            Row.of(
                "X",
                subject,
                "<= " + Share.number(limitMs) + " ms",
                measured,
                gaps.longestNs() <= limitMs * 1e6));
      } else if (gaps.count() > 0) {
        rows.add(Row.info("X", subject, measured));
      }
    }
    return rows;
  }
}
