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
 * for lines left out.
 */
final class QuotedOutputTest {
  private static final Path ROOT = Path.of("..");
  private static final String PROMPT = "$ ./scrubber ";
  private static final String LEFT_OUT = "...";
  private static final Pattern BLOCK = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);

  /** Differs from run to run. */
  private static final Pattern SPEED = Pattern.compile("read in .*$");

  @Test
  void shouldQuoteWhatTheProgramPrints() throws IOException {
    int blocks = 0;
    for (Path document : documents()) {
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

  private static List<Path> documents() throws IOException {
    List<Path> documents =
        new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("ARCHITECTURE.md")));
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    return documents;
  }

  private static void assertQuoted(Path document, List<String> block) {
    String command = block.getFirst();
    assertTrue(command.startsWith(PROMPT), document + ": " + command);
    String[] words = command.substring(PROMPT.length()).split(" ");
    for (int k = 0; k < words.length; k++) {
      words[k] = words[k].startsWith("captures/") ? ROOT.resolve(words[k]).toString() : words[k];
    }
    Shell shell = Shell.run((Object[]) words).assertOk();
    List<String> printed =
        shell.out().lines().map(line -> line.replace("../captures/", "captures/")).toList();
    String missing = missing(block.subList(1, block.size()), printed);
    assertEquals("", missing, document + " quotes \"" + command + "\", which no longer prints");
    assertFalse(block.size() < 2, document + ": quotes nothing of " + command);
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
