package org.scrubber.captures.score.criteria;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scrubber.captures.scenario.Mode;
import org.scrubber.captures.score.ledger.MitigationLog.Treatment;
import org.scrubber.captures.score.ledger.ReplyLedger;
import org.scrubber.captures.score.ledger.ScoreKeeper;

/**
 * How the engine behaves: memory (G8), determinism and sums (G11), what it sends (G12), whether it
 * lets go (G13).
 */
final class EngineCriteria {
  private static final double SECOND_NS = 1e9;

  private EngineCriteria() {}

  static List<Row> rows(Played played) {
    List<Row> rows = new ArrayList<>();
    Played.Engine engine = played.engine();
    long growth = engine.stateBytesAfter() - engine.stateBytesBefore();
    double mostMib = played.limit("G8", 128);
    rows.add(
        Row.of(
            "G8",
            "growth of tables",
            "<= " + Share.number(mostMib) + " MiB",
            growth + " bytes",
            growth <= mostMib * (1 << 20)));
    rows.add(
        Row.of(
            "G8",
            "established flows evicted",
            "0",
            Long.toString(engine.evictedFlows()),
            engine.evictedFlows() == 0));
    rows.add(allocation(engine));
    rows.addAll(determinism(engine));
    rows.add(replies(played));
    if (!played.scenario().isBenign()) {
      rows.addAll(
          played.mode() == Mode.DIVERT
              ? List.of(Row.info("G13", "release", "nothing is seen after the diversion"))
              : release(played));
      rows.addAll(EvidenceCriteria.rows(played));
    }
    return rows;
  }

  /** What a run allocates in all may load a class or two; per packet, it rounds to nothing. */
  private static Row allocation(Played.Engine engine) {
    long packets = Math.max(1, engine.received());
    long each = Math.round((double) engine.allocatedBytes() / packets);
    String measured = "%d (%,d bytes in all)".formatted(each, engine.allocatedBytes());
    return Row.of("G8", "allocated", "0 bytes a packet", measured, each == 0);
  }

  private static List<Row> determinism(Played.Engine engine) {
    boolean again = engine.digestAgain() != null;
    String begin = engine.digest().substring(0, 12);
    String measured =
        !again
            ? "one run: " + begin
            : engine.digest().equals(engine.digestAgain())
                ? begin
                : begin + " and " + engine.digestAgain().substring(0, 12);
    Row same =
        again
            ? Row.of(
                "G11",
                "verdicts",
                "two runs alike",
                measured,
                engine.digest().equals(engine.digestAgain()))
            : Row.info("G11", "verdicts", measured);
    long missing = engine.received() - engine.accounted();
    return List.of(
        same,
        Row.of(
            "G11",
            "sum",
            "all accounted for",
            "%,d of %,d, %,d without a reason"
                .formatted(engine.accounted(), engine.received(), engine.unexplained()),
            missing == 0 && engine.unexplained() == 0));
  }

  private static Row replies(Played played) {
    ReplyLedger replies = played.keeper().replies();
    String breaches = replies.breaches();
    boolean silent = played.mode() != Mode.SYM && !played.asksFor("X-challenge");
    String sent = "%,d sent, %,d released".formatted(replies.toOutside(), replies.toInside());
    boolean met = breaches.isEmpty() && !(silent && replies.toOutside() > 0);
    return Row.of(
        "G12",
        "",
        silent ? "none where only one side is seen" : "one a challenge, no larger, to no bogon",
        breaches.isEmpty() ? sent : sent + ": " + breaches,
        met);
  }

  private static List<Row> release(Played played) {
    ScoreKeeper keeper = played.keeper();
    long lastNs = keeper.attacks().lastNs();
    long withdrawnNs = -1;
    int held = 0;
    Map<String, Integer> flaps = new HashMap<>();
    for (Treatment one : keeper.mitigations().treatments()) {
      held += one.withdrawnNs() < 0 ? 1 : 0;
      withdrawnNs = Math.max(withdrawnNs, one.withdrawnNs());
      // What is raised again because the attack has come back is no flap.
      int waves = Math.max(1, keeper.attacks().object(one.object()).waves());
      int again = Math.max(0, one.pulses() - waves);
      flaps.merge(one.object() + " " + one.vector(), again, Integer::max);
    }
    double limitS = played.limit("G13", 60);
    int most = flaps.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    double afterS = withdrawnNs < 0 ? 0 : Math.max(0, (withdrawnNs - lastNs) / SECOND_NS);
    double mostFlaps = played.limit("X-flaps", 1);
    String asked = "<= " + Share.number(limitS) + " s";
    String measured =
        held > 0 ? held + " still held at the end" : String.format(Locale.ROOT, "%.1f s", afterS);
    List<Row> rows = new ArrayList<>();
    rows.add(Row.of("G13", "release", asked, measured, held == 0 && afterS <= limitS));
    rows.add(
        Row.of(
            "G13",
            "flaps",
            "<= " + Share.number(mostFlaps),
            Integer.toString(most),
            most <= mostFlaps));
    long late = held > 0 ? 0 : keeper.losses().lostAfter(Math.max(withdrawnNs, lastNs));
    rows.add(
        held > 0
            ? Row.notMeasured("G13", "losses after release", "0", "not released")
            : Row.of("G13", "losses after release", "0", Long.toString(late), late == 0));
    return rows;
  }
}
