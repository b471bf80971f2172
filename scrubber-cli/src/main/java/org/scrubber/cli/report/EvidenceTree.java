package org.scrubber.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.scrubber.classify.Vectors;
import org.scrubber.journal.Fields.Evidence;
import org.scrubber.journal.Fields.EvidenceContent;
import org.scrubber.journal.Fields.IncidentVector;
import org.scrubber.journal.JournalRecord;
import org.scrubber.journal.VectorIds;
import org.scrubber.report.EvidenceName;

/** The files of packets beside a report as JSON. */
final class EvidenceTree {
  private static final List<String> CONTENTS = List.of("samples", "passed", "stopped");

  private final JournalFacts facts;
  private final List<JournalFacts.Attack> attacks;
  private final @Nullable String object;

  /**
   * Creates it.
   *
   * @param attacks that the report is about
   * @param object whose eyes it is for, or null
   */
  EvidenceTree(JournalFacts facts, List<JournalFacts.Attack> attacks, @Nullable String object) {
    this.facts = facts;
    this.attacks = attacks;
    this.object = object;
  }

  void write(ArrayNode rows) {
    for (JournalRecord one : facts.evidence) {
      String file = one.text("file");
      if (object == null || EvidenceName.isOf(object, name(file))) {
        ObjectNode row = rows.addObject();
        row.put("file", file)
            .put("bytes", one.get(Evidence.BYTES))
            .put("sha256", one.text("sha256"));
        content(file, row);
      }
    }
  }

  private static String name(String file) {
    return file.substring(file.lastIndexOf('/') + 1);
  }

  private void content(String file, ObjectNode row) {
    JournalRecord content = facts.evidenceContents.get(file);
    int kind = content == null ? -1 : content.index(EvidenceContent.KIND);
    boolean known = kind >= 0 && kind < CONTENTS.size();
    boolean samples = known ? kind == 0 : !vectorOf(name(file)).isEmpty();
    String what = samples ? CONTENTS.getFirst() : known ? CONTENTS.get(kind) : "unknown";
    row.put("content", what);
    row.put("packets", content == null ? 0 : content.get(EvidenceContent.PACKETS));
    Times.put(row, "from", content == null ? 0 : content.get(EvidenceContent.FIRST_NS));
    Times.put(row, "to", content == null ? 0 : content.get(EvidenceContent.LAST_NS));
    row.put("sampling", samples ? "samples" : known ? "all" : "unknown");
    row.put("truncatedAtBytes", content == null ? 0 : content.get(EvidenceContent.CUT_BYTES));
    ArrayNode vectors = row.putArray("vectors");
    if (samples) {
      vectors.add(vectorOf(name(file)));
    } else if (what.equals("stopped")) {
      TreeSet<String> all = new TreeSet<>();
      for (JournalFacts.Attack attack : attacks) {
        attack.vectors().forEach(one -> all.add(VectorIds.name(one.get(IncidentVector.VECTOR))));
      }
      all.forEach(vectors::add);
    }
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
