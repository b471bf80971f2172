package org.scrubber.cli.metrics;

import java.util.Locale;

/**
 * Writes metrics in Prometheus' text format, version 0.0.4: a family's HELP and TYPE, then its
 * samples.
 */
final class Exposition {
  /** What the format is called over HTTP. */
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder text = new StringBuilder(1 << 14);
  private String name = "";

  /** Begins a family; samples follow until the next one begins. */
  void family(String familyName, String type, String help) {
    name = familyName;
    text.append("# HELP ").append(name).append(' ');
    text.append(help.replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  /**
   * Writes a sample of a whole number.
   *
   * @param labels names and values, alternating
   */
  void sample(long value, String... labels) {
    line(Long.toString(value), labels);
  }

  /** Writes a sample of a time given in ns, in seconds. */
  void seconds(long valueNs, String... labels) {
    boolean negative = valueNs < 0;
    long magnitude = Math.abs(valueNs);
    line(
        String.format(
            Locale.ROOT,
            "%s%d.%09d",
            negative ? "-" : "",
            magnitude / 1_000_000_000,
            magnitude % 1_000_000_000),
        labels);
  }

  private void line(String value, String... labels) {
    text.append(name);
    for (int k = 0; k < labels.length; k += 2) {
      text.append(k == 0 ? '{' : ',').append(labels[k]).append("=\"");
      text.append(escaped(labels[k + 1])).append('"');
    }
    text.append(labels.length == 0 ? " " : "} ").append(value).append('\n');
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /** Returns what was written. */
  String text() {
    return text.toString();
  }
}
