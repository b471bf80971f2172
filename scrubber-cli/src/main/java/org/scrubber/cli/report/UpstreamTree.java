package org.scrubber.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.scrubber.classify.Vectors;
import org.scrubber.cli.report.look.SampledFacts;
import org.scrubber.journal.Fields.MitigationNote;
import org.scrubber.journal.Fields.Sample;
import org.scrubber.journal.JournalRecord;
import org.scrubber.policy.Prefix;
import org.scrubber.upstream.Flood;
import org.scrubber.upstream.FlowRule;
import org.scrubber.upstream.FlowRules;
import org.scrubber.upstream.Syntax;

/** What to ask of the networks upstream, of an incident's largest mitigations. */
final class UpstreamTree {
  private static final int MOST = 3;

  private final String object;
  private final List<Flood> floods;

  /**
   * Creates it for an incident.
   *
   * @param mitigations as each stood last
   * @param samples of the object's stopped packets
   */
  UpstreamTree(String object, Collection<JournalRecord> mitigations, List<JournalRecord> samples) {
    this.object = object;
    floods =
        mitigations.stream()
            .sorted(
                Comparator.comparingLong((JournalRecord one) -> -one.get(MitigationNote.PEAK_PPS)))
            .limit(MOST)
            .map(one -> flood(one, samples))
            .toList();
  }

  /** Returns the ids of all vectors that a mitigation treats. */
  static List<Integer> vectors(JournalRecord mitigation) {
    List<Integer> ids = new ArrayList<>();
    long low = mitigation.get(MitigationNote.VECTORS_LOW);
    long high = mitigation.get(MitigationNote.VECTORS_HIGH);
    for (int id : Vectors.ids()) {
      if (((id < Long.SIZE ? low >>> id : high >>> id - Long.SIZE) & 1) != 0) {
        ids.add(id);
      }
    }
    return ids;
  }

  private Flood flood(JournalRecord one, List<JournalRecord> samples) {
    SampledFacts.Ports ports =
        SampledFacts.commonPorts(
            samples.stream()
                .filter(
                    sample ->
                        sample.get(Sample.MITIGATION) == one.get(MitigationNote.NUMBER)
                            && sample.worker() == one.worker())
                .toList());
    return new Flood(
        object,
        vectors(one),
        Prefix.masked(
            one.index(MitigationNote.FAMILY),
            one.get(MitigationNote.TARGET_HIGH),
            one.get(MitigationNote.TARGET_LOW),
            one.index(MitigationNote.TARGET_LENGTH)),
        one.get(MitigationNote.PEAK_PPS),
        one.get(MitigationNote.THRESHOLD_PPS),
        ports.source(),
        ports.target(),
        -1);
  }

  /** Returns the rules that name a vector, in people's words, the largest flood's first. */
  List<String> rules(int vector) {
    return floods.stream()
        .filter(flood -> flood.vectors().contains(vector))
        .flatMap(flood -> FlowRules.against(flood.of(List.of(vector))).stream())
        .map(Syntax.TEXT::rule)
        .toList();
  }

  /** Writes rules, and the route that gives the largest flood's target up. */
  void write(ArrayNode rows) {
    for (Flood flood : floods) {
      for (FlowRule rule : FlowRules.against(flood)) {
        rows.addObject()
            .put("kind", "flowspec")
            .put("target", rule.target().toString())
            .put("text", Syntax.TEXT.rule(rule))
            .put("exabgp", Syntax.EXABGP.rule(rule))
            .put("bird", Syntax.BIRD.rule(rule))
            .put("sent", false)
            .put("accepted", "unknown");
      }
    }
    if (!floods.isEmpty()) {
      Prefix target = floods.getFirst().target();
      rows.addObject()
          .put("kind", "rtbh")
          .put("target", target.toString())
          .put("text", Syntax.TEXT.blackhole(target))
          .put("exabgp", Syntax.EXABGP.blackhole(target))
          .put("bird", Syntax.BIRD.blackhole(target))
          .put("sent", false)
          .put("accepted", "unknown");
    }
  }
}
