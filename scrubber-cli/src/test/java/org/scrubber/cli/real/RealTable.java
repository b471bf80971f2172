package org.scrubber.cli.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The tables of {@code docs/real-captures.md}, each between two marks. */
final class RealTable {
  static final String ATTACKS_HEAD =
      """
      | capture | type | gate | attack lost | background lost | reaction lost | vectors (packets) |
      |---|---|---|---|---|---|---|
      """;

  static final String BENIGN_HEAD =
      """
      | capture | anomalies in the manifest | dropped | reason |
      |---|---|---|---|
      """;

  static final String FORMATS_HEAD =
      """
      | kind | files | packets | not IP, passed | dropped or challenged | not a capture |
      |---|---|---|---|---|---|
      """;

  private RealTable() {}

  static String attack(RealCapture capture, Judged judged, boolean gate) {
    StringBuilder vectors = new StringBuilder();
    judged.vectors.forEach(
        (name, packets) ->
            vectors
                .append(vectors.isEmpty() ? "" : ", ")
                .append(name)
                .append(" %,d".formatted(packets)));
    return "| %s | %s | %s | %s | %s | %s | %s |"
        .formatted(
            shortName(capture),
            capture.attackType(),
            gate ? "yes" : "",
            share(judged, 'A'),
            share(judged, 'B'),
            share(judged, 'R'),
            vectors);
  }

  static String benign(RealCapture capture, String drop) {
    String[] words = drop.split(" ", 3);
    return "| %s | %s | frame %s | %s |"
        .formatted(shortName(capture), capture.anomalies(), words[1], words[2]);
  }

  private static String shortName(RealCapture capture) {
    return capture.name().substring(capture.name().indexOf('/') + 1);
  }

  private static String share(Judged judged, char label) {
    int seen = judged.seen(label);
    return seen == 0
        ? "–"
        : String.format(
            Locale.ROOT,
            "%,d of %,d (%.2f %%)",
            judged.lost(label),
            seen,
            100 * judged.share(label));
  }

  private static String begin(String section) {
    return "<!-- begin " + section + " -->\n";
  }

  private static String end(String section) {
    return "<!-- end " + section + " -->";
  }

  /** Returns what stands between a section's marks. */
  static String section(Path file, String section) throws IOException {
    String text = Files.readString(file);
    int from = text.indexOf(begin(section)) + begin(section).length();
    return text.substring(from, text.indexOf(end(section), from)).strip() + "\n";
  }

  /** Puts a table between a section's marks. */
  static void replace(Path file, String section, String table) throws IOException {
    String text = Files.readString(file);
    int from = text.indexOf(begin(section)) + begin(section).length();
    int to = text.indexOf(end(section), from);
    Files.writeString(file, text.substring(0, from) + "\n" + table + "\n" + text.substring(to));
  }
}
