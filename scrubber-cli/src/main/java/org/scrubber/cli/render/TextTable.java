package org.scrubber.cli.render;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of aligned columns without rules or borders.
 *
 * <p>A cell longer than {@link #MAX_CELL_WIDTH} pushes the rest of its own row to the right instead
 * of widening the column for all rows; put the column that varies most (an address, a text) last.
 * Used by one thread.
 */
public final class TextTable {
  /** Widest cell that a whole column makes room for, in characters. */
  public static final int MAX_CELL_WIDTH = 43;

  private static final String GAP = "   ";

  private record Column(String title, boolean right) {}

  private record Line(List<String> cells, String detail) {}

  private final List<Column> columns = new ArrayList<>();
  private final List<Line> lines = new ArrayList<>();
  private final String gap;

  /** Creates a table with three spaces between columns. */
  public TextTable() {
    this(GAP);
  }

  /** Creates a table with {@code gap} between columns. */
  public TextTable(String gap) {
    this.gap = gap;
  }

  /** Adds a column of text. */
  public TextTable left(String title) {
    columns.add(new Column(title, false));
    return this;
  }

  /** Adds a column of numbers. */
  public TextTable right(String title) {
    columns.add(new Column(title, true));
    return this;
  }

  /** Adds a row, a cell for each column. */
  public void row(List<String> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(
          cells.size() + " cells in a table of " + columns.size() + " columns");
    }
    lines.add(new Line(List.copyOf(cells), null));
  }

  /** Adds a row, a cell for each column. */
  public void row(String... cells) {
    row(List.of(cells));
  }

  /**
   * Adds a line of free text that belongs to the row before; it does not take part in alignment.
   */
  public void detail(String text) {
    lines.add(new Line(List.of(), text));
  }

  /** Returns the title line and the rows, without trailing blanks. */
  public List<String> lines() {
    int[] widths = widths();
    List<String> result = new ArrayList<>(lines.size() + 1);
    result.add(align(columns.stream().map(Column::title).toList(), widths));
    for (Line line : lines) {
      result.add(line.detail != null ? line.detail : align(line.cells, widths));
    }
    return result;
  }

  private int[] widths() {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = columns.get(i).title.length();
      for (Line line : lines) {
        int length = line.detail == null ? line.cells.get(i).length() : 0;
        if (length <= MAX_CELL_WIDTH) {
          widths[i] = Math.max(widths[i], length);
        }
      }
    }
    return widths;
  }

  private String align(List<String> cells, int[] widths) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      String blanks = " ".repeat(Math.max(0, widths[i] - cell.length()));
      text.append(i == 0 ? "" : gap);
      text.append(columns.get(i).right ? blanks + cell : cell + blanks);
    }
    return text.toString().stripTrailing();
  }
}
