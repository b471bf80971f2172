package org.scrubber.cli.render;

import java.util.ArrayList;
import java.util.List;

/** Small tables set next to each other as long as the width allows, then in the next band. */
final class SideBySide {
  private static final int GAP = 4;

  private SideBySide() {}

  /**
   * Returns the lines of all blocks, an empty line before each band.
   *
   * @param blocks tables, title line first
   * @param width columns to fit into; a single wider block stands alone
   */
  static List<String> arrange(List<List<String>> blocks, int width, Style style) {
    List<String> lines = new ArrayList<>();
    List<List<String>> band = new ArrayList<>();
    int used = 0;
    for (List<String> block : blocks) {
      int blockWidth = width(block);
      if (!band.isEmpty() && used + GAP + blockWidth > width) {
        print(band, lines, style);
        band.clear();
        used = 0;
      }
      used += (band.isEmpty() ? 0 : GAP) + blockWidth;
      band.add(block);
    }
    print(band, lines, style);
    return lines;
  }

  private static void print(List<List<String>> band, List<String> lines, Style style) {
    int height = band.stream().mapToInt(List::size).max().orElse(0);
    if (height > 0) {
      lines.add("");
    }
    for (int i = 0; i < height; i++) {
      StringBuilder line = new StringBuilder();
      int column = 0;
      for (List<String> block : band) {
        line.append(" ".repeat(Math.max(0, column - line.length())));
        line.append(i < block.size() ? block.get(i) : "");
        column += width(block) + GAP;
      }
      String text = line.toString().stripTrailing();
      lines.add(i == 0 ? style.heading(text) : text);
    }
  }

  private static int width(List<String> block) {
    return block.stream().mapToInt(String::length).max().orElse(0);
  }
}
