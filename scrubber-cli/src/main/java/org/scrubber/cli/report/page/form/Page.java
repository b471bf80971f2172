package org.scrubber.cli.report.page.form;

import java.util.List;

/** Where a report is written to, whatever the page is made of. All that is text is escaped. */
public interface Page {
  /**
   * A thing and what is known of it.
   *
   * @param what it is
   * @param known of it
   */
  record Fact(String what, Cell known) {}

  /** Begins a part that stands by itself. */
  void beginSection(boolean highlighted);

  /** Ends it. */
  void endSection();

  /** Adds a heading; level 1 is the title. */
  void heading(int level, String text);

  /** Adds a heading that can be led to by its id. */
  void heading(int level, String text, String id);

  /** Begins a part under a heading that a small screen shows only when asked. */
  void beginFold(int level, String heading);

  /** Begins one that can be led to by its id. */
  void beginFold(int level, String heading, String id);

  /** Ends it. */
  void endFold();

  /** Adds links to the parts of the page. */
  void contents(List<Cell> links);

  /** Adds a paragraph. */
  void paragraph(String text);

  /** Adds a paragraph that is less than others. */
  void small(String text);

  /** Adds the paragraph that most people read only. */
  void summary(String text);

  /** Adds a list of facts. */
  void facts(List<Fact> facts);

  /** Adds a list of points. */
  void points(List<Cell> points);

  /** Adds a table. */
  void table(List<String> heads, List<List<Cell>> rows);

  /** Tells whether a column of a table holds numbers, in all rows. */
  static boolean isOfNumbers(List<List<Cell>> rows, int column) {
    return !rows.isEmpty() && rows.stream().allMatch(row -> row.get(column).isNumber());
  }

  /** Adds a picture; where there are none, a table that says the same. */
  void picture(String svg, List<String> heads, List<List<Cell>> rows);
}
