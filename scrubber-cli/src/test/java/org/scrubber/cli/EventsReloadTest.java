package org.scrubber.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.journal.EventSink;
import org.scrubber.journal.EventType;
import org.scrubber.journal.Fields.End;
import org.scrubber.journal.Fields.IncidentNote;
import org.scrubber.journal.Fields.MitigationNote;
import org.scrubber.journal.LiveNotes;
import org.scrubber.journal.Opening;
import org.scrubber.journal.RecordBuffer;
import org.scrubber.journal.queue.Journal;
import org.scrubber.journal.queue.Retention;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.policy.Mode;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.load.Policies;

/** {@code scrubber events} tells of a reload in one line, whatever goes on over it. */
final class EventsReloadTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long T0 = 1_620_126_000L * SECOND_NS;

  @TempDir Path folder;
  private final RecordBuffer record = new RecordBuffer(0);
  private final Policy before = Policies.protecting(List.of(Prefix.parse("192.0.2.0/24")));
  private final Policy after = before.withMode(Mode.MONITOR);

  private static long at(long second) {
    return T0 + second * SECOND_NS;
  }

  private void begin(EventSink sink, Policy policy, long second, boolean goesOn) {
    Opening.Facts facts = new Opening.Facts(true, "1", "root", List.of("a", "b"), T0, goesOn);
    Opening.write(sink, facts, policy, at(second));
  }

  private void mitigation(EventSink sink, long second, int state, int pulses) {
    record.begin(EventType.MITIGATION, at(second)).put(MitigationNote.STATE, state);
    record.put(MitigationNote.NUMBER, second).put(MitigationNote.PULSES, pulses);
    record.put(MitigationNote.FAMILY, 4).put(MitigationNote.TARGET_LENGTH, 32).sendTo(sink);
  }

  private void incident(EventSink sink, long second, boolean running) {
    record.begin(EventType.INCIDENT, at(second)).put(IncidentNote.RUNNING, running ? 1 : 0);
    record.put(IncidentNote.START_NS, at(1)).put(IncidentNote.STOP_NS, at(second));
    record.text(0, "incident-1").sendTo(sink);
  }

  private void end(EventSink sink, long second, boolean goesOn) {
    record.begin(EventType.END, at(second)).put(End.GOES_ON, goesOn ? 1 : 0);
    record.put(End.OFFERED_PACKETS, second).put(End.PASSED_PACKETS, second).sendTo(sink);
  }

  private Path journal(int reloads, boolean marked) throws Exception {
    Path directory = folder.resolve("journal");
    try (Journal journal = Journal.open(directory, Retention.DEFAULT)) {
      journal.awaitOpened();
      EventSink sink = journal.sink();
      LiveNotes notes = new LiveNotes(sink, (timeNs, event) -> {});
      begin(sink, before, 0, false);
      mitigation(sink, 1, 1, 1);
      incident(sink, 2, true);
      Policy now = before;
      for (int k = 0; k < reloads; k++) {
        int second = 10 * (k + 1);
        Policy next = now == before ? after : before;
        Opening.change(sink, now, next, "alice as root", at(second));
        mitigation(sink, second + 1, 2, 1);
        incident(sink, second + 1, true);
        end(sink, second + 1, marked);
        begin(sink, next, second + 1, marked);
        mitigation(sink, second + 1, 2, 1);
        LiveEvent loaded = new LiveEvent.Reloaded("p.yaml", 1, 5, List.of());
        notes.hear(at(second + 2), loaded);
        incident(sink, second + 3, true);
        now = next;
      }
      notes.hear(at(80), new LiveEvent.ReadAgain("p.yaml", Opening.hash(now)));
      mitigation(sink, 81, 2, 2);
      mitigation(sink, 82, 2, 2);
      mitigation(sink, 90, 3, 2);
      incident(sink, 91, false);
      end(sink, 92, false);
    }
    return directory;
  }

  @Test
  void shouldTellOfAReloadInOneLineAndGoOn() throws Exception {
    Path journal = journal(2, true);
    Shell shell = Shell.run("events", "--journal", journal);
    List<String> lines = shell.out().lines().map(line -> line.substring(44)).toList();
    String out = shell.out();
    List<String> heads =
        lines.stream().map(line -> line.split("[:,]")[0].replaceAll(" \\(.*", "")).toList();
    assertEquals(
        List.of(
            "run begins",
            "protected",
            "mitigation raised",
            "incident-1 runs",
            "policy changed",
            "policy changed",
            "policy read again",
            "mitigation changed",
            "mitigation changed",
            "mitigation ended",
            "incident-1 is over",
            "run ended"),
        heads,
        out);
    String old = Opening.brief(Opening.hash(before));
    String now = Opening.brief(Opening.hash(after));
    String changed =
        "policy changed: p.yaml, 1 object, sha256 "
            + now
            + " in place of "
            + old
            + ", loaded by alice as root; ";
    assertTrue(lines.get(4).startsWith(changed), out);
    assertTrue(lines.get(4).contains(".mode: ENFORCE -> MONITOR"), out);
    assertTrue(lines.get(6).endsWith("p.yaml, sha256 " + old), out);
    assertTrue(lines.getLast().startsWith("run ended: offered 124, passed 124, "), out);
    assertTrue(shell.err().contains("left out"), shell.err());
    String all = Shell.run("events", "--journal", journal, "--all").assertOk().out();
    assertEquals(3, all.lines().filter(line -> line.contains("run begins")).count(), all);
    assertEquals(3, all.lines().filter(line -> line.contains("run ended")).count(), all);
  }

  @Test
  void shouldShowWhatAnOlderJournalHasOfAReload() throws Exception {
    String out = Shell.run("events", "--journal", journal(1, false)).out();
    assertEquals(2, out.lines().filter(line -> line.contains("run begins")).count(), out);
    assertEquals(2, out.lines().filter(line -> line.contains("run ended")).count(), out);
  }
}
