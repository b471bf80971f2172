package org.scrubber.cli.report.page.form;

import java.util.List;

/** What is shown in one place: of a table, of a list of facts. */
public sealed interface Cell {
  /** Words. */
  record Text(String text) implements Cell {}

  /** Words that matter more than those beside them. */
  record Strong(String text) implements Cell {}

  /** What is to be read letter by letter: ids, hashes, rules. */
  record Code(String text) implements Cell {}

  /**
   * A number as it is shown.
   *
   * @param pointer its place in the JSON
   * @param value as it is there
   */
  record Value(String pointer, long value, String text) implements Cell {}

  /** A number that stands in no one place of the JSON. */
  record Figure(String text) implements Cell {}

  /**
   * Words that lead to a part of the page.
   *
   * @param id of the part
   */
  record Link(String text, String id) implements Cell {}

  /** Something that a human must add. */
  record Blank(String text) implements Cell {}

  /**
   * Several of them.
   *
   * @param lines whether each has a line of its own; else they are set apart by commas
   */
  record Several(List<Cell> cells, boolean lines) implements Cell {}

  /** Tells whether it is a number, or begins with one: such are read from the right. */
  default boolean isNumber() {
    return switch (this) {
      case Figure c -> true;
      case Value c -> !c.text().contains(":");
      case Several c -> !c.cells().isEmpty() && c.cells().getFirst().isNumber();
      default -> false;
    };
  }

  /** Returns words. */
  static Cell of(String text) {
    return new Text(text);
  }

  /** Returns cells on a line each. */
  static Cell lines(Cell... cells) {
    return new Several(List.of(cells), true);
  }

  /** Returns cells with commas between them. */
  static Cell list(Cell... cells) {
    return new Several(List.of(cells), false);
  }
}
