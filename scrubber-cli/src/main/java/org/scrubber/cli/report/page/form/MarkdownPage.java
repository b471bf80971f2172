package org.scrubber.cli.report.page.form;

import java.util.List;

/** Markdown, for tickets and mail. */
public final class MarkdownPage implements Page {
  private final StringBuilder text = new StringBuilder();
  private final String colon;
  private final String semicolon;

  /**
   * Begins an empty one.
   *
   * @param colon as the language puts it behind a word
   * @param semicolon likewise
   */
  public MarkdownPage(String colon, String semicolon) {
    this.colon = colon;
    this.semicolon = semicolon;
  }

  @Override
  public void beginSection(boolean highlighted) {
    // Its heading says so.
  }

  @Override
  public void endSection() {
    // The next heading does.
  }

  @Override
  public void heading(int level, String words) {
    paragraph("#".repeat(level) + " " + words);
  }

  @Override
  public void heading(int level, String words, String id) {
    heading(level, words);
  }

  @Override
  public void beginFold(int level, String heading) {
    heading(level, heading);
  }

  @Override
  public void beginFold(int level, String heading, String id) {
    heading(level, heading);
  }

  @Override
  public void endFold() {
    // Nothing is folded.
  }

  @Override
  public void contents(List<Cell> links) {
    points(links);
  }

  @Override
  public void paragraph(String words) {
    text.append(line(words)).append("\n\n");
  }

  @Override
  public void small(String words) {
    paragraph(words);
  }

  @Override
  public void summary(String words) {
    paragraph(words);
  }

  @Override
  public void facts(List<Fact> facts) {
    for (Fact fact : facts) {
      text.append("- ")
          .append(line(fact.what()))
          .append(colon)
          .append(' ')
          .append(markup(fact.known()));
      text.append('\n');
    }
    text.append('\n');
  }

  @Override
  public void points(List<Cell> points) {
    points.forEach(one -> text.append("- ").append(markup(one)).append('\n'));
    text.append('\n');
  }

  @Override
  public void table(List<String> heads, List<List<Cell>> rows) {
    row(heads.stream().map(Cell::of).toList());
    text.append('|');
    for (int k = 0; k < heads.size(); k++) {
      text.append(Page.isOfNumbers(rows, k) ? "---:|" : "---|");
    }
    text.append('\n');
    rows.forEach(this::row);
    text.append('\n');
  }

  private void row(List<Cell> cells) {
    text.append('|');
    for (Cell cell : cells) {
      text.append(' ').append(markup(cell).replace("|", "\\|")).append(" |");
    }
    text.append('\n');
  }

  @Override
  public void picture(String svg, List<String> heads, List<List<Cell>> rows) {
    table(heads, rows);
  }

  private static String line(String words) {
    return words.replace('\n', ' ');
  }

  private String markup(Cell cell) {
    return switch (cell) {
      case Cell.Text c -> line(c.text());
      case Cell.Strong c -> "**" + line(c.text()) + "**";
      case Cell.Code c -> c.text().isEmpty() ? "" : "`" + line(c.text()) + "`";
      case Cell.Figure c -> c.text();
      case Cell.Link c -> line(c.text());
      case Cell.Blank c -> "**" + line(c.text()) + "**";
      case Cell.Value c -> c.text();
      case Cell.Several c -> several(c.cells());
    };
  }

  /**
   * A line cannot be broken here: sentences follow each other, and else there are commas, or
   * semicolons where there are commas within.
   */
  private String several(List<Cell> cells) {
    List<String> parts = cells.stream().map(this::markup).toList();
    String between = parts.stream().anyMatch(part -> part.contains(", ")) ? semicolon + " " : ", ";
    StringBuilder joined = new StringBuilder();
    for (String one : parts) {
      if (!one.isEmpty() && !joined.isEmpty()) {
        joined.append(joined.charAt(joined.length() - 1) == '.' ? " " : between);
      }
      joined.append(one);
    }
    return joined.toString();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
