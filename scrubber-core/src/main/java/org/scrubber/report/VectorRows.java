package org.scrubber.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scrubber.classify.Vectors;
import org.scrubber.detect.Ledger;
import org.scrubber.detect.Mitigation;
import org.scrubber.detect.Mitigations;
import org.scrubber.detect.Strand;
import org.scrubber.detect.Strands;
import org.scrubber.policy.Mode;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.ProtectedObject;
import org.scrubber.report.Report.Count;

/**
 * The rows of mitigations, and of what always-on filters stopped. What was offered, when and how
 * fast is what incidents say of it, by the same courses; what became of it is the ledgers'. Cold
 * path.
 */
final class VectorRows {
  private static final long SECOND_NS = 1_000_000_000L;

  /** Sources look spoofed when there are this many, and hardly one sends twice. */
  private static final long MIN_SPOOFED = 100;

  /** Packets of an always-on filter that make it worth a row among the vectors. */
  private static final long MIN_STANDING = 20;

  private final Policy policy;
  private final Tally tally;
  private final Mitigations mitigations;
  private final Strands strands;

  VectorRows(Policy policy, Tally tally, Mitigations mitigations) {
    this.policy = policy;
    this.tally = tally;
    this.mitigations = mitigations;
    strands = mitigations.strands();
  }

  /** Returns all rows by start. */
  List<Report.VectorRow> all() {
    List<Report.VectorRow> rows = new ArrayList<>();
    for (int index = 0; index < mitigations.size(); index++) {
      Mitigation one = mitigations.get(index);
      if (one.ledger.firstFrame > 0) {
        rows.add(mitigated(one));
      }
    }
    StandingLedgers standing = tally.standing();
    for (int at = 0; at < standing.size(); at++) {
      if (standing.ledger(at).packets() >= MIN_STANDING) {
        rows.add(standing(standing, at));
      }
    }
    rows.sort(
        Comparator.comparingLong(Report.VectorRow::startNs)
            .thenComparingLong(Report.VectorRow::firstFrame));
    return List.copyOf(rows);
  }

  private List<Strand> strandsOf(int object) {
    List<Strand> own = new ArrayList<>();
    for (int k = 0; k < strands.size(); k++) {
      if (strands.get(k).object == object && strands.get(k).packets > 0) {
        own.add(strands.get(k));
      }
    }
    return own;
  }

  /** What was offered, as a row says it. */
  private record Offer(
      long startNs,
      long stopNs,
      long peakPps,
      long peakBps,
      long meanPps,
      long meanBps,
      Count packets,
      long sources) {
    static Offer of(Course one) {
      return new Offer(
          one.startNs,
          one.stopNs,
          one.peakPps,
          one.peakBps,
          one.meanPps(),
          one.meanBps(),
          new Count(one.packets, one.bytes),
          one.sourceCount());
    }

    /** What was judged stands for it, where nothing else is known. */
    static Offer of(Ledger one) {
      double seconds = Math.max(SECOND_NS, one.lastTimeNs - one.firstTimeNs) / 1e9;
      return new Offer(
          one.firstTimeNs,
          one.lastTimeNs,
          one.peakPps,
          one.peakBps,
          Math.min(one.peakPps, Math.round(one.packets() / seconds)),
          Math.min(one.peakBps, Math.round(one.bytes() * 8 / seconds)),
          new Count(one.packets(), one.bytes()),
          Math.min(one.packets(), one.sources.estimate()));
    }
  }

  private Report.VectorRow mitigated(Mitigation one) {
    Prefix target = new Prefix(one.family, one.targetHigh, one.targetLow, one.targetLength);
    ProtectedObject object = policy.objects().get(one.object);
    Course course = Courses.of(one, object, strandsOf(one.object), strands.clockNs());
    absorbStanding(one, course);
    return row(
        object,
        one.vector,
        target,
        course == null ? Offer.of(one.ledger) : Offer.of(course),
        one.ledger,
        !one.isActive(),
        one.signature.describe(),
        raisedBy(one));
  }

  /** What went as the vector began, because it always does, is of the same attack. */
  private void absorbStanding(Mitigation one, @Nullable Course course) {
    StandingLedgers standing = tally.standing();
    for (int at = 0; at < standing.size(); at++) {
      Ledger ledger = standing.ledger(at);
      boolean same =
          standing.object(at) == one.object
              && standing.vector(at) == one.vector
              && !standing.hasManyTargets(at)
              && standing.targetHigh(at) == one.targetHigh
              && standing.targetLow(at) == one.targetLow;
      if (same
          && ledger.packets() > 0
          && (course == null || course.startsWith(ledger.firstTimeNs))) {
        one.ledger.absorb(ledger);
      }
    }
  }

  private Report.VectorRow standing(StandingLedgers standing, int at) {
    ProtectedObject object = policy.objects().get(standing.object(at));
    int family = standing.family(at);
    long high = standing.targetHigh(at);
    long low = standing.targetLow(at);
    Prefix host = new Prefix(family, high, low, family == 4 ? 32 : 128);
    Prefix around =
        object.prefixes().stream()
            .filter(prefix -> prefix.contains(family, high, low))
            .max(Comparator.comparingInt(Prefix::length))
            .orElse(host);
    Ledger ledger = standing.ledger(at);
    boolean over = ledger.lastTimeNs + SECOND_NS < tally.lastPacketNs;
    Prefix target = standing.hasManyTargets(at) ? around : host;
    int vector = standing.vector(at);
    return row(
        object, vector, target, offer(standing.object(at), vector, ledger), ledger, over, "", "");
  }

  /** Returns what always-on filters stopped of a vector, its peaks by the windows of incidents. */
  private Offer offer(int object, int vector, Ledger ledger) {
    Offer judged = Offer.of(ledger);
    long peakPps = 0;
    long peakBps = 0;
    for (Strand one : strandsOf(object)) {
      if (one.isStanding() && one.vector == vector) {
        peakPps = Math.max(peakPps, one.peakPps());
        peakBps = Math.max(peakBps, one.peakBps());
      }
    }
    return peakPps == 0
        ? judged
        : new Offer(
            judged.startNs,
            judged.stopNs,
            peakPps,
            peakBps,
            Math.min(peakPps, judged.meanPps),
            Math.min(peakBps, judged.meanBps),
            judged.packets,
            judged.sources);
  }

  private static Report.VectorRow row(
      ProtectedObject object,
      int vector,
      Prefix target,
      Offer offer,
      Ledger ledger,
      boolean ended,
      String signature,
      String raisedBy) {
    long sources = offer.sources;
    boolean few = sources * 2 > offer.packets.packets();
    return new Report.VectorRow(
        object.name(),
        Vectors.name(vector),
        target.toString(),
        offer.startNs,
        offer.stopNs,
        ended,
        offer.peakPps,
        offer.peakBps,
        offer.meanPps,
        offer.meanBps,
        offer.packets,
        new Count(ledger.droppedPackets, ledger.droppedBytes),
        new Count(ledger.challengedPackets, ledger.challengedBytes),
        sources,
        !Vectors.isReflected(vector) && sources >= MIN_SPOOFED && few,
        signature,
        raisedBy,
        object.mode() == Mode.MONITOR,
        ledger.firstFrame,
        new Report.Challenges(
            ledger.challengesSent, ledger.challengesAnswered, ledger.synsReleased));
  }

  private static String raisedBy(Mitigation one) {
    String pulses = one.pulses > 1 ? ", %,d times".formatted(one.pulses) : "";
    String treats = one.vector == Vectors.CARPET_BOMBING ? " of " + one.treated() : "";
    return "more than %,d pps%s (a burst of %,d packets)%s"
        .formatted(one.thresholdPps, treats, one.raisedBurst, pulses);
  }
}
