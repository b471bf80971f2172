package org.scrubber.captures.score.criteria;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.scrubber.captures.score.ledger.AttemptLedger;
import org.scrubber.captures.score.ledger.AttemptLedger.Outcome;
import org.scrubber.captures.score.ledger.FlowLedger;
import org.scrubber.captures.world.Attempt;

/** What users notice: new connections (G5, G5x), and connections that live on (G6). */
final class ServiceCriteria {
  private static final double SECOND_NS = 1e9;

  private ServiceCriteria() {}

  static List<Row> rows(Played played) {
    List<Row> rows = new ArrayList<>(connections(played));
    rows.add(survival(played));
    return rows;
  }

  private static List<Row> connections(Played played) {
    AttemptLedger attempts = played.keeper().attempts();
    Outcome tcp = attempts.of(Attempt.Kind.TCP);
    Outcome quic = attempts.of(Attempt.Kind.QUIC);
    double limit = played.limit("G5", 0.999);
    double withinS = played.limit("X-connect-within-s", 1.0);
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
}
