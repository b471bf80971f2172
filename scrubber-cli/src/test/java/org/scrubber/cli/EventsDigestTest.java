package org.scrubber.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scrubber events} without {@code --all} tells what happened, once. */
final class EventsDigestTest {
  private static final String SAMPLE = "../captures/belnet-afternoon.pcapng";

  @TempDir Path folder;
  private Path journal;

  @Test
  void shouldTellOfAnIncidentOnlyWhatIsNew() {
    journal = folder.resolve("journal");
    String policy = "../captures/policy.yaml";
    Shell.run("replay", SAMPLE, "--policy", policy, "--journal", journal).assertOk();
    List<String> shown = lines();
    List<String> all = lines("--all");
    assertTrue(all.containsAll(shown), "lines of its own");
    String over = all.stream().filter(line -> line.contains(" is over: ")).findAny().get();
    String incident = over.replaceAll("^.*?(incident-\\S+).*", "$1 ");
    List<String> notes = all.stream().filter(line -> line.contains(incident)).toList();
    List<String> news = shown.stream().filter(line -> line.contains(incident)).toList();
    assertTrue(news.size() < notes.size(), news + " of " + notes);
    assertEquals(notes.getFirst(), news.getFirst());
    assertEquals(1, news.stream().filter(line -> line.contains("is over")).count());
    for (int k = 1; k < news.size(); k++) {
      assertNotEquals(state(news.get(k - 1)), state(news.get(k)));
    }
    // What goes on stands as it was noted last, with its vectors, before the run's end.
    int end =
        shown.indexOf(all.stream().filter(line -> line.contains("run ended")).findAny().get());
    List<String> stands =
        all.stream()
            .filter(line -> line.matches(".* runs: .*|.* mitigation still held: .*"))
            .toList();
    int last = shown.lastIndexOf(stands.getLast());
    assertTrue(last > 0 && last < end, stands.getLast());
    assertTrue(shown.get(last + 1).contains("  vector "), shown.get(last + 1));
  }

  /** Packets come so sparsely that a second passes between two batches. */
  @Test
  void shouldCallNobodyQuietInTheMiddleOfAFlood() {
    journal = folder.resolve("journal");
    String policy = "../captures/policy.yaml";
    Shell.run("replay", SAMPLE, "--policy", policy, "--journal", journal).assertOk();
    List<String> notes = lines("--type", "incident");
    Map<String, List<String>> states = new TreeMap<>();
    for (String note : notes) {
      String id = note.replaceAll("^.*?(incident-\\S+).*", "$1");
      String state =
          note.contains(" runs: ") ? "runs" : note.contains(" quiet ") ? "quiet" : "over";
      List<String> own = states.computeIfAbsent(id, first -> new ArrayList<>());
      if (own.isEmpty() || !own.getLast().equals(state)) {
        own.add(state);
      }
    }
    assertEquals(4, states.size(), notes::toString);
    for (List<String> own : states.values()) {
      assertEquals("runs", own.getFirst(), notes::toString);
    }
  }

  @Test
  void shouldSumUpFilesAndSayHowAllStandsAtTheEnd() {
    journal = folder.resolve("journal");
    Path evidence = folder.resolve("evidence");
    Shell.run("replay", SAMPLE, "--journal", journal, "--evidence", evidence).assertOk();
    List<String> shown = lines();
    List<String> files = shown.stream().filter(line -> line.contains("evidence")).toList();
    assertEquals(1, files.size(), files::toString);
    String all = "7 files, [0-9.]+ MB: 1 of what was read, 6 of samples of what was stopped";
    assertTrue(files.getFirst().matches(".* - +evidence: " + all), files::toString);
    assertEquals(14, lines("--type", "evidence,evidence-content").size());
    String held = " is quiet for 7.0 s, mitigation still held: medium, peak 458 pps, ";
    assertTrue(shown.stream().anyMatch(line -> line.contains(held)), shown::toString);
    String mitigation = "mitigation still in place: ntp-amplification of 198.18.33.10/32, quiet";
    assertTrue(shown.stream().anyMatch(line -> line.contains(mitigation)), shown::toString);
    assertTrue(shown.stream().noneMatch(line -> line.contains("changed: ")), shown::toString);
    String last = lines("--type", "incident", "--json").getLast();
    assertTrue(last.contains("\"stateName\":\"held\""), last);
  }

  private List<String> lines(String... more) {
    List<Object> words = new ArrayList<>(List.of("events", "--journal", journal));
    words.addAll(List.of(more));
    Shell shell = Shell.run(words.toArray());
    assertEquals(ExitCode.OK, shell.exitCode(), shell.err());
    return shell.out().lines().toList();
  }

  /** Returns whether it runs, its severity and its targets, without time and numbers. */
  private static String state(String note) {
    return note.replaceAll("^.*?incident-|, (so far )?peak.*targets", "");
  }
}
