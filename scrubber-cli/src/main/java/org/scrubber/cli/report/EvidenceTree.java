package org.scrubber.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.scrubber.classify.Vectors;
import org.scrubber.cli.journal.EvidenceKind;
import org.scrubber.cli.report.tenant.Redaction;
import org.scrubber.journal.Fields.Evidence;
import org.scrubber.journal.Fields.EvidenceContent;
import org.scrubber.journal.Fields.IncidentNote;
import org.scrubber.journal.Fields.IncidentVector;
import org.scrubber.journal.Fields.VectorTotals;
import org.scrubber.journal.JournalRecord;
import org.scrubber.journal.VectorIds;
import org.scrubber.report.EvidenceName;

/** The files of packets beside a report as JSON. */
final class EvidenceTree {
  private static final long SECOND_NS = 1_000_000_000L;

  private final JournalFacts facts;
  private final List<JournalFacts.Attack> attacks;
  private final @Nullable String object;
  private final @Nullable String incident;
  private int unlisted;

  /**
   * Creates it.
   *
   * @param attacks that the report is about
   * @param options whose eyes it is for, and whether it is about one incident only
   */
  EvidenceTree(JournalFacts facts, List<JournalFacts.Attack> attacks, ReportOptions options) {
    this.facts = facts;
    this.attacks = attacks;
    object = options.object();
    incident = options.incident();
  }

  void write(ArrayNode rows) {
    for (JournalRecord one : facts.evidence) {
      String file = one.text("file");
      String name = Redaction.name(file);
      if (isListed(file)) {
        ObjectNode row = rows.addObject();
        row.put("file", object == null ? file : name)
            .put("bytes", one.get(Evidence.BYTES))
            .put("sha256", one.text("sha256"));
        content(file, row);
      } else if (object != null && !isOfSamples(file)) {
        unlisted++;
      }
    }
  }

  /** Returns how many files hold packets of the reader's and of others, and so are not listed. */
  int unlisted() {
    return unlisted;
  }

  private boolean isListed(String file) {
    boolean own = object == null || EvidenceName.isOf(object, Redaction.name(file));
    boolean all = incident == null || !isOfSamples(file);
    return own && (all || attacks.stream().anyMatch(one -> isOf(one, file)));
  }

  /** Tells whether samples are of an incident: of its object, and from its time. */
  private boolean isOf(JournalFacts.Attack attack, String file) {
    JournalRecord content = facts.evidenceContents.get(file);
    long fromNs = content == null ? 0 : content.get(EvidenceContent.FIRST_NS);
    long toNs = content == null ? 0 : content.get(EvidenceContent.LAST_NS);
    boolean then =
        fromNs == 0
            || fromNs <= attack.note().get(IncidentNote.STOP_NS) + SECOND_NS
                && toNs >= attack.note().get(IncidentNote.START_NS) - SECOND_NS;
    return then && EvidenceName.isOf(attack.object(), Redaction.name(file));
  }

  private boolean isOfSamples(String file) {
    JournalRecord content = facts.evidenceContents.get(file);
    return content == null
        ? file.matches(".*-[0-9]+\\.pcapng")
        : EvidenceKind.of(content) == EvidenceKind.SAMPLES;
  }

  private void content(String file, ObjectNode row) {
    JournalRecord content = facts.evidenceContents.get(file);
    EvidenceKind noted = content == null ? null : EvidenceKind.of(content);
    String named = vectorOf(Redaction.name(file));
    EvidenceKind kind = noted == null && !named.isEmpty() ? EvidenceKind.SAMPLES : noted;
    boolean samples = kind == EvidenceKind.SAMPLES;
    row.put("content", kind == null ? "unknown" : kind.code());
    row.put("packets", content == null ? 0 : content.get(EvidenceContent.PACKETS));
    Times.put(row, "from", content == null ? 0 : content.get(EvidenceContent.FIRST_NS));
    Times.put(row, "to", content == null ? 0 : content.get(EvidenceContent.LAST_NS));
    row.put("sampling", samples ? "samples" : kind == null ? "unknown" : "all");
    row.put("truncatedAtBytes", content == null ? 0 : content.get(EvidenceContent.CUT_BYTES));
    ArrayNode vectors = row.putArray("vectors");
    if (samples) {
      vectors.add(named.isEmpty() ? EvidenceName.causeOf(Redaction.name(file)) : named);
    } else if (kind == EvidenceKind.STOPPED) {
      TreeSet<String> all = new TreeSet<>();
      for (JournalFacts.Attack attack : attacks) {
        attack.vectors().forEach(one -> all.add(VectorIds.name(one.get(IncidentVector.VECTOR))));
      }
      facts.vectorTotals.values().forEach(one -> all.addAll(stopped(one)));
      all.forEach(vectors::add);
    }
  }

  /** Returns what was stopped of an object, by filters that are always on, too. */
  private static List<String> stopped(Map<String, NavigableMap<Long, long[]>> vectors) {
    return vectors.entrySet().stream()
        .filter(
            one ->
                one.getValue().values().stream()
                    .anyMatch(
                        second ->
                            second[JournalFacts.at(VectorTotals.DROPPED_PACKETS)] > 0
                                || second[JournalFacts.at(VectorTotals.CHALLENGED_PACKETS)] > 0))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Returns the vector that a file of samples is named by; empty when it is none. */
  private static String vectorOf(String name) {
    return Vectors.ids().stream()
        .map(Vectors::name)
        .filter(vector -> name.matches(".*-" + vector + "-[0-9]+\\.pcapng"))
        .findFirst()
        .orElse("");
  }
}
