package org.scrubber.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the documents to the program: every block that is marked as console output begins with a
 * command, and the lines below are what that command prints, in order. A line of three dots stands
 * for lines left out. With {@code -Dscrubber.update-docs=true} the blocks are rewritten first.
 */
final class QuotedOutputTest {
  private static final Path ROOT = Path.of("..");
  private static final String PROMPT = "$ ./scrubber ";
  private static final String LEFT_OUT = "...";
  private static final Pattern BLOCK = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);

  /** Differs from run to run. */
  private static final Pattern SPEED = Pattern.compile("read in .*$");

  /** What a change of the engine changes in a line. */
  private static final Pattern NUMBER = Pattern.compile("[0-9.,]+ ?[a-zA-Z%]*|\\s+");

  @Test
  void shouldQuoteWhatTheProgramPrints() throws IOException {
    int blocks = 0;
    for (Path document : documents()) {
      if (Boolean.getBoolean("scrubber.update-docs")) {
        update(document);
      }
      Matcher matcher = BLOCK.matcher(Files.readString(document));
      for (; matcher.find(); blocks++) {
        assertQuoted(document, matcher.group(1).lines().toList());
      }
    }
    assertTrue(blocks > 0, "no document quotes the program");
  }

  @Test
  void shouldFindALineThatIsNotPrinted() {
    List<String> printed = List.of("a", "b", "c", "d");
    assertEquals("", missing(List.of("a", "b", LEFT_OUT, "d"), printed));
    assertEquals("", missing(List.of("a", LEFT_OUT), printed));
    assertEquals("c", missing(List.of("a", "c"), printed));
    assertEquals("x", missing(List.of("a", LEFT_OUT, "x"), printed));
    assertEquals("a", missing(List.of(LEFT_OUT, "b", LEFT_OUT, "a"), printed));
  }

  @Test
  void shouldFollowNumbersThatChange() {
    List<String> printed = List.of("read in 1 s", "lost   10", "kept 1,000", "total 9");
    List<String> quoted = List.of("read in 2 ms", LEFT_OUT, "kept 20", LEFT_OUT);
    assertEquals(
        List.of("read in 1 s", LEFT_OUT, "kept 1,000", LEFT_OUT), updated(quoted, printed));
    assertEquals(List.of("gone 1"), updated(List.of("gone 1"), printed));
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents =
        new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("ARCHITECTURE.md")));
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    return documents;
  }

  private static void assertQuoted(Path document, List<String> block) {
    String missing = missing(block.subList(1, block.size()), printed(document, block.getFirst()));
    assertEquals(
        "", missing, document + " quotes \"" + block.getFirst() + "\", which no longer prints");
    assertFalse(block.size() < 2, document + ": quotes nothing of " + block.getFirst());
  }

  private static List<String> printed(Path document, String command) {
    assertTrue(command.startsWith(PROMPT), document + ": " + command);
    String[] words = command.substring(PROMPT.length()).split(" ", -1);
    for (int k = 0; k < words.length; k++) {
      words[k] = words[k].startsWith("captures/") ? ROOT.resolve(words[k]).toString() : words[k];
    }
    Shell shell = Shell.run((Object[]) words).assertOk();
    return shell.out().lines().map(line -> line.replace("../captures/", "captures/")).toList();
  }

  private static void update(Path document) throws IOException {
    String text = Files.readString(document);
    String updated =
        BLOCK
            .matcher(text)
            .replaceAll(
                block -> {
                  List<String> quoted = block.group(1).lines().toList();
                  List<String> printed = printed(document, quoted.getFirst());
                  List<String> lines = new ArrayList<>(quoted.subList(0, 1));
                  lines.addAll(updated(quoted.subList(1, quoted.size()), printed));
                  String body = String.join("\n", lines) + "\n";
                  return Matcher.quoteReplacement("```console\n" + body + "```");
                });
    if (!updated.equals(text)) {
      Files.writeString(document, updated);
    }
  }

  /** Returns the quoted lines with the numbers that are printed now; as they were when gone. */
  private static List<String> updated(List<String> quoted, List<String> printed) {
    List<String> lines = new ArrayList<>();
    int next = 0;
    for (String line : quoted) {
      int at = next;
      while (at < printed.size() && !shape(printed.get(at)).equals(shape(line))) {
        at++;
      }
      boolean found = !line.equals(LEFT_OUT) && at < printed.size();
      lines.add(found ? printed.get(at) : line);
      next = found ? at + 1 : next;
    }
    return lines;
  }

  private static String shape(String line) {
    return NUMBER.matcher(line).replaceAll("#").replaceAll("#+", "#");
  }

  /** Returns the first quoted line that does not follow in what was printed; empty when all do. */
  private static String missing(List<String> quoted, List<String> printed) {
    int next = 0;
    boolean leftOut = false;
    for (String line : quoted) {
      if (line.equals(LEFT_OUT)) {
        leftOut = true;
        continue;
      }
      String wanted = SPEED.matcher(line).replaceFirst("");
      while (leftOut
          && next < printed.size()
          && !SPEED.matcher(printed.get(next)).replaceFirst("").equals(wanted)) {
        next++;
      }
      if (next == printed.size()
          || !SPEED.matcher(printed.get(next)).replaceFirst("").equals(wanted)) {
        return line;
      }
      next++;
      leftOut = false;
    }
    return "";
  }
}
