package org.scrubber.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.journal.Fields.Note;
import org.scrubber.journal.Fields.Run;
import org.scrubber.journal.LiveNotes.Subject;
import org.scrubber.live.event.Attack;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.load.PolicyLoader;

/** What is noted of policies, and of what an operator of a live run hears. */
final class PolicyNotesTest {
  private static final String BASE =
      """
      version: 1
      seed: 0x1234567890abcdef
      objects:
        web:
          prefixes: [198.51.100.0/24]
          thresholds: { syn-pps: 100 }
        mail:
          prefixes: [203.0.113.0/24]
      """;

  private final EventList events = new EventList();
  private Policy before;
  private Policy after;

  @BeforeEach
  void load(@TempDir Path folder) throws Exception {
    String changed = BASE.replace("syn-pps: 100", "syn-pps: 200").replace("0x12", "0x13");
    before = PolicyLoader.load(Files.writeString(folder.resolve("policy.yaml"), BASE)).policy();
    after = PolicyLoader.load(Files.writeString(folder.resolve("policy.yaml"), changed)).policy();
  }

  @Test
  void shouldSayInWordsWhatAnotherPolicyChanges() {
    assertEquals(List.of(), PolicyWords.differences(before, before));
    List<String> lines = PolicyWords.differences(before, after);
    assertEquals(List.of("objects.web.thresholds.syn-pps: 100 -> 200"), lines);
  }

  @Test
  void shouldSayThatAFeedHasOtherMembers(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("policy.yaml");
    Path feed = folder.resolve("feed.txt");
    Files.writeString(feed, "203.0.113.7\n");
    Files.writeString(
        file, BASE + "lists:\n  - { name: bad, file: feed.txt, format: cidr, action: block }\n");
    Policy old = PolicyLoader.load(file).policy();
    Files.writeString(feed, "203.0.113.8\n");
    Policy now = PolicyLoader.load(file).policy();
    assertNotEquals(Opening.hash(old), Opening.hash(now));
    List<String> lines = PolicyWords.differences(old, now);
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.getFirst().contains("members "), lines::toString);
  }

  @Test
  void shouldTellNobodyTheSeed() {
    assertFalse(PolicyWords.statements(before).toString().contains("seed"));
    assertNotEquals(Opening.hash(before), Opening.hash(after));
    assertEquals(64, Opening.hash(before).length());
  }

  @Test
  void shouldNoteAChangeOfPolicyWithWhatIsProtectedThen() {
    Opening.Facts facts = new Opening.Facts(true, "0.1.0", "operator", List.of("eth0"), 5);
    Opening.write(events, facts, before, 6);
    Opening.change(events, before, after, "operator", 7);
    List<JournalRecord> records = events.records();
    assertEquals(EventType.RUN, records.getFirst().type());
    assertEquals(1, records.getFirst().get(Run.KIND));
    assertEquals("operator", records.getFirst().text("user"));
    assertEquals("web", records.get(1).text("name"));
    assertEquals("203.0.113.0/24", records.get(2).text("prefixes"));
    assertTrue(records.getLast().text("text").endsWith("100 -> 200"));
    String who = records.get(records.size() - 2).text("text");
    assertTrue(who.endsWith(", loaded by operator"), who);
    assertTrue(who.contains("sha256 " + Opening.hash(after).substring(0, 16) + " in"), who);
    assertEquals(1, records.getLast().get(Note.KIND));
  }

  @Test
  void shouldNoteWhatALiveRunSaysAndHandItOn() {
    List<LiveEvent> heard = new ArrayList<>();
    LiveNotes notes = new LiveNotes(events, (timeNs, event) -> heard.add(event));
    Prefix target = Prefix.parse("203.0.113.9/32");
    Attack attack =
        new Attack(
            2, 9, "mail", "syn-flood", List.of(1, 70), target, 1, 11, 500, 100, 40, 60, -1, -1, -1);
    notes.hear(12, new LiveEvent.Raised(attack));
    notes.hear(13, new LiveEvent.Ended(attack, 3));
    assertEquals(2, heard.size());
    assertEquals(List.of(), events.records(), "workers note mitigations themselves");
    notes.hear(14, new LiveEvent.Restored(attack));
    notes.hear(15, new LiveEvent.BypassOpened(2, 260_000_000));
    notes.hear(16, new LiveEvent.BypassClosed(1_250_000_000));
    notes.hear(16, new LiveEvent.StoodStill(4_000_000_000L, 1_234, 56));
    notes.hear(17, new LiveEvent.Overloaded(true, 50_820, 1_200, 3, List.of()));
    notes.hear(18, new LiveEvent.OverloadEnded(12_400_000_000L, 4_321, 0));
    notes.hear(19, new LiveEvent.Reloaded("p.yaml", 1, 5, List.of()));
    notes.hear(20, new LiveEvent.Reloaded("p.yaml", 2, 5, List.of()));
    assertEquals(
        List.of(
            "mitigation restored: mail syn-flood 203.0.113.9/32",
            "bypass opened: worker 2 has not run for 0.26 s",
            "bypass closed after 1.25 s",
            "stood still for 4.00 s: 1,234 went past unjudged, 56 were judged late",
            "overload: offered 50,820 pps, lost 1,200 pps, shed 3 pps",
            "overload ended after 12 s: lost 4,321, shed 0",
            "policy loaded: p.yaml, 1 object",
            "policy loaded: p.yaml, 2 objects"),
        events.records().stream().map(one -> one.text("text")).toList());
    assertEquals(
        "mitigation-restored bypass-opened bypass-closed stood-still overload-began overload-ended"
            + " policy-loaded policy-loaded",
        String.join(" ", events.records().stream().map(one -> one.text("subject")).toList()));
  }

  @Test
  void shouldKnowWhatANoteIsAboutAlsoInOlderRecords() {
    RecordBuffer record = new RecordBuffer(0);
    for (Subject one : Subject.values()) {
      one.fill(record, "more", 5).sendTo(events);
      JournalRecord noted = events.records().getLast();
      assertEquals(one, Subject.of(noted));
      assertEquals("more", one.rest(noted));
      record.begin(EventType.NOTE, 5).put(Note.KIND, noted.get(Note.KIND));
      record.text(0, noted.text("text")).sendTo(events);
      JournalRecord older = events.records().getLast();
      assertEquals("", older.text("subject"));
      assertEquals(one, Subject.of(older));
    }
  }
}
