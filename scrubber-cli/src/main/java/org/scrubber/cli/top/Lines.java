package org.scrubber.cli.top;

import java.util.ArrayList;
import java.util.List;

/** Text in lines of some width. */
final class Lines {
  /** What a line begins with that belongs to the one before. */
  static final String INDENT = "  ";

  private Lines() {}

  /** Returns words in as many lines as they need; only a word that is too long alone is longer. */
  static List<String> wrapped(String words, int width) {
    List<String> lines = new ArrayList<>();
    String rest = words;
    while (rest.length() > width) {
      int at = rest.lastIndexOf(' ', width);
      if (rest.substring(0, Math.max(0, at)).isBlank()) {
        break;
      }
      lines.add(rest.substring(0, at));
      rest = INDENT + rest.substring(at + 1);
    }
    lines.add(rest);
    return lines;
  }

  /** Returns how many rows lines are, those that belong to the one before not counted. */
  static int rows(List<String> lines) {
    return (int) lines.stream().filter(line -> !line.startsWith(INDENT)).count();
  }

  /** Returns the end of a path that is too long. */
  static String ending(String text, int most) {
    return text.length() <= most ? text : "~" + text.substring(text.length() - most + 1);
  }
}
