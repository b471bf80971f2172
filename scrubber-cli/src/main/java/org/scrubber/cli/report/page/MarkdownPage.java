package org.scrubber.cli.report.page;

import java.util.List;
import java.util.stream.Collectors;

/** Markdown, for tickets and mail. */
final class MarkdownPage implements Page {
  private final StringBuilder text = new StringBuilder();

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
      text.append("- ").append(line(fact.what())).append(": ").append(markup(fact.known()));
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
    text.append("|").repeat("---|", heads.size()).append('\n');
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

  private static String markup(Cell cell) {
    return switch (cell) {
      case Cell.Text c -> line(c.text());
      case Cell.Strong c -> "**" + line(c.text()) + "**";
      case Cell.Code c -> c.text().isEmpty() ? "" : "`" + line(c.text()) + "`";
      case Cell.Blank c -> "**" + line(c.text()) + "**";
      case Cell.Value c -> c.text();
      case Cell.Several c ->
          c.cells().stream()
              .map(MarkdownPage::markup)
              .filter(one -> !one.isEmpty())
              .collect(Collectors.joining(", "));
    };
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
