package org.scrubber.cli.top;

/** A row of bars, one for each value. */
final class Sparkline {
  private static final String BLOCKS = "▁▂▃▄▅▆▇█";
  private static final String ASCII = ".:-=+*#@";

  private Sparkline() {}

  /**
   * Returns the bars.
   *
   * @param highest what the highest bar stands for; a value above 0 has a bar, 0 has none
   * @param plain for terminals without block characters
   */
  static String of(double[] values, double highest, boolean plain) {
    String bars = plain ? ASCII : BLOCKS;
    StringBuilder line = new StringBuilder(values.length);
    for (double value : values) {
      if (value <= 0 || highest <= 0) {
        line.append(' ');
      } else {
        int level = (int) Math.ceil(value / highest * bars.length()) - 1;
        line.append(bars.charAt(Math.clamp(level, 0, bars.length() - 1)));
      }
    }
    return line.toString();
  }
}
