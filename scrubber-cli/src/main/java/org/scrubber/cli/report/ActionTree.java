package org.scrubber.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.scrubber.cli.journal.EventNames;
import org.scrubber.journal.Fields.MitigationNote;
import org.scrubber.journal.Fields.Note;
import org.scrubber.journal.JournalRecord;
import org.scrubber.journal.LiveNotes.Subject;
import org.scrubber.journal.VectorIds;

/** What was done about an incident as JSON: when, by whom, why, and what came of it. */
final class ActionTree {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final int RAISED = 1;
  private static final int ENDED = 3;

  /** Notes of one reload are not further apart: workers may take some seconds to change over. */
  private static final long RELOAD_NS = 60 * SECOND_NS;

  private final JournalFacts facts;
  private final JournalFacts.Attack attack;
  private final boolean redacted;

  /** What else was noted of what a note is about, a line each. */
  private final IdentityHashMap<JournalRecord, List<String>> lines = new IdentityHashMap<>();

  ActionTree(JournalFacts facts, JournalFacts.Attack attack, boolean redacted) {
    this.facts = facts;
    this.attack = attack;
    this.redacted = redacted;
  }

  /**
   * Writes what mitigations did, and what else was done while the incident lasted.
   *
   * @param fromNs what is noted before is not of it
   * @param toNs nor what is noted after
   */
  void write(List<JournalRecord> mitigations, long fromNs, long toNs, ArrayNode rows) {
    List<JournalRecord> all = new ArrayList<>(mitigations);
    for (JournalRecord one : joined()) {
      if (one.timeNs() >= fromNs && one.timeNs() <= toNs && isAction(one.index(Note.KIND))) {
        all.add(one);
      }
    }
    all.sort(Comparator.comparingLong(JournalRecord::timeNs));
    Map<List<Long>, JournalRecord> last = new HashMap<>();
    mitigations.forEach(one -> last.put(target(one), one));
    Set<List<Object>> written = new HashSet<>();
    Map<List<Long>, JournalRecord> before = new HashMap<>();
    for (JournalRecord one : all) {
      if (!mitigations.contains(one)) {
        if (written.add(List.of(one.timeNs(), one.text("text")))) {
          note(one, rows.addObject());
        }
        continue;
      }
      JournalRecord earlier = before.getOrDefault(number(one), before.get(target(one)));
      before.put(number(one), one);
      before.put(target(one), one);
      if (isDone(one, earlier, one.equals(last.get(target(one))))
          && written.add(List.of(one.timeNs(), one.get(MitigationNote.STATE), target(one)))) {
        mitigation(one, earlier, rows.addObject());
      }
    }
  }

  /** Returns the notes, of each reload the last one only; the others become lines of it. */
  private List<JournalRecord> joined() {
    List<JournalRecord> notes = new ArrayList<>();
    List<JournalRecord> reload = new ArrayList<>();
    for (JournalRecord one : facts.notes) {
      if (one.index(Note.KIND) != Note.POLICY) {
        notes.add(one);
        continue;
      }
      if (Subject.of(one) == Subject.POLICY_SAME) {
        continue; // Nothing was done.
      }
      if (!reload.isEmpty() && one.timeNs() - reload.getFirst().timeNs() > RELOAD_NS) {
        notes.add(join(reload));
      }
      reload.add(one);
      if (ends(one)) {
        notes.add(join(reload));
      }
    }
    if (!reload.isEmpty()) {
      notes.add(join(reload));
    }
    return notes;
  }

  /** Returns the note that stands for a reload, and empties the list. */
  private JournalRecord join(List<JournalRecord> reload) {
    JournalRecord one = ends(reload.getLast()) ? reload.removeLast() : reload.removeFirst();
    lines.put(one, reload.stream().map(line -> line.text("text")).distinct().toList());
    reload.clear();
    return one;
  }

  /** Tells whether a note is the last of a reload: what became of it. */
  private static boolean ends(JournalRecord note) {
    Subject subject = Subject.of(note);
    return subject == Subject.POLICY_LOADED || subject == Subject.POLICY_REFUSED;
  }

  private static List<Long> number(JournalRecord one) {
    return List.of((long) one.worker(), one.get(MitigationNote.NUMBER));
  }

  /** What a mitigation is told by where another worker has gone on with it, by other numbers. */
  private static List<Long> target(JournalRecord one) {
    return List.of(
        one.get(MitigationNote.VECTOR),
        one.get(MitigationNote.FAMILY),
        one.get(MitigationNote.TARGET_HIGH),
        one.get(MitigationNote.TARGET_LOW),
        one.get(MitigationNote.TARGET_LENGTH));
  }

  /**
   * Tells whether a record is of something that was done, and not only of how a mitigation stands:
   * before and after a reload, workers note what they hand over and take over.
   */
  private boolean isDone(JournalRecord one, @Nullable JournalRecord earlier, boolean last) {
    if (earlier == null || one.index(MitigationNote.STATE) == ENDED) {
      return true;
    }
    if (one.index(MitigationNote.STATE) == RAISED) {
      return one.get(MitigationNote.RAISED_NS) != earlier.get(MitigationNote.RAISED_NS);
    }
    return isOther(one, earlier) || last && facts.endsNs.contains(one.timeNs());
  }

  private static boolean isOther(JournalRecord one, JournalRecord earlier) {
    return earlier.get(MitigationNote.PULSES) != one.get(MitigationNote.PULSES)
        || !treated(earlier).equals(treated(one));
  }

  /** A change of the policy is of all objects, and so not everybody's business. */
  private boolean isAction(int kind) {
    return kind == Note.POLICY ? !redacted : kind == Note.OVERLOAD || kind == Note.BYPASS;
  }

  private void mitigation(JournalRecord one, @Nullable JournalRecord earlier, ObjectNode row) {
    int state = one.index(MitigationNote.STATE);
    String vector = VectorIds.name(one.get(MitigationNote.VECTOR));
    begin(one, "scrubber", "machine", row);
    row.put("action", state == RAISED ? "raised" : state == ENDED ? "ended" : "changed");
    row.put("vector", vector);
    ArrayNode treats = row.putArray("treats");
    treated(one).forEach(treats::add);
    row.put(
        "target",
        EventNames.prefix(
            one.get(MitigationNote.FAMILY),
            one.get(MitigationNote.TARGET_HIGH),
            one.get(MitigationNote.TARGET_LOW),
            one.get(MitigationNote.TARGET_LENGTH)));
    row.put("reason", reason(one, earlier));
    row.put("ratePps", one.get(MitigationNote.RATE_PPS));
    row.put("thresholdPps", one.get(MitigationNote.THRESHOLD_PPS));
    row.put("burstPackets", one.get(MitigationNote.BURST));
    row.put("dropped", one.get(MitigationNote.DROPPED_PACKETS));
    row.put("challenged", one.get(MitigationNote.CHALLENGED_PACKETS));
    effect(one, vector, row);
    row.put("text", "").putArray("lines");
  }

  private void begin(JournalRecord one, String actor, String kind, ObjectNode row) {
    Times.put(row, "time", one.timeNs());
    row.put("actor", actor).put("actorKind", kind);
    row.put("object", attack.object());
  }

  private void effect(JournalRecord one, String vector, ObjectNode row) {
    Rates before = Rates.before(facts, attack.object(), vector, one.timeNs());
    Rates after = Rates.after(facts, attack.object(), vector, one.timeNs());
    before.write(row.putObject("before"));
    after.write(row.putObject("after"));
    boolean seen = before.observedSeconds() > 0 && after.observedSeconds() > 0;
    row.put("effectPps", seen ? after.stoppedPps() - before.stoppedPps() : 0);
    row.put("monitoredEffectPps", seen ? after.monitoredPps() - before.monitoredPps() : 0);
  }

  /** What was refused changed nothing, whatever the traffic did at the time. */
  private static void noEffect(ObjectNode row) {
    Rates.NONE.write(row.putObject("before"));
    Rates.NONE.write(row.putObject("after"));
    row.put("effectPps", 0).put("monitoredEffectPps", 0);
  }

  private static List<String> treated(JournalRecord one) {
    return UpstreamTree.vectors(one).stream().map(VectorIds::name).toList();
  }

  private static String reason(JournalRecord one, @Nullable JournalRecord earlier) {
    int state = one.index(MitigationNote.STATE);
    if (state == RAISED) {
      return "above-threshold";
    }
    if (state == ENDED) {
      return "below-threshold";
    }
    if (earlier == null) {
      return "carried-over";
    }
    if (earlier.get(MitigationNote.PULSES) != one.get(MitigationNote.PULSES)) {
      return "above-threshold-again";
    }
    return treated(earlier).equals(treated(one)) ? "end-of-run" : "other-vectors";
  }

  private void note(JournalRecord one, ObjectNode row) {
    int kind = one.index(Note.KIND);
    begin(
        one,
        kind == Note.POLICY ? "operator" : "scrubber",
        kind == Note.POLICY ? "human" : "machine",
        row);
    boolean refused = Subject.of(one) == Subject.POLICY_REFUSED;
    String done = kind == Note.POLICY ? "policy" : kind == Note.OVERLOAD ? "overload" : "bypass";
    row.put("action", refused ? "refused" : done);
    row.put("vector", "");
    row.putArray("treats");
    row.put("target", "");
    row.put("reason", "");
    row.put("ratePps", 0).put("thresholdPps", 0).put("burstPackets", 0);
    row.put("dropped", 0).put("challenged", 0);
    if (refused) {
      noEffect(row);
    } else {
      effect(one, "", row);
    }
    row.put("text", refused ? Subject.POLICY_REFUSED.rest(one) : one.text("text"));
    ArrayNode more = row.putArray("lines");
    lines.getOrDefault(one, List.of()).forEach(more::add);
  }

  /** Returns where a time is late enough for what an incident's end still brought about. */
  static long end(List<JournalRecord> mitigations, long stopNs) {
    long lastNs = mitigations.stream().mapToLong(JournalRecord::timeNs).max().orElse(stopNs);
    return Math.max(lastNs, stopNs) + SECOND_NS;
  }
}
