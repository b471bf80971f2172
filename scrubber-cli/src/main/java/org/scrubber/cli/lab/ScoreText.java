package org.scrubber.cli.lab;

import java.util.List;
import java.util.Locale;
import org.scrubber.captures.score.criteria.Row;
import org.scrubber.captures.score.ledger.Causes.Cause;
import org.scrubber.captures.score.mutant.Finding;
import org.scrubber.captures.score.run.Card;
import org.scrubber.cli.render.Style;
import org.scrubber.cli.render.TextTable;

/** Score cards for people: a table for each run, a graph, and what to look at first. */
public final class ScoreText {
  private final StringBuilder text = new StringBuilder();
  private final Style style;
  private final boolean blocks;

  private ScoreText(Style style, boolean blocks) {
    this.style = style;
    this.blocks = blocks;
  }

  /**
   * Returns the cards as text.
   *
   * @param blocks whether the reader can show block characters
   */
  public static String render(List<Card> cards, Style style, boolean blocks) {
    ScoreText score = new ScoreText(style, blocks);
    cards.forEach(score::card);
    score.summary(cards);
    return score.text.toString();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void card(Card card) {
    line(
        style.heading(
            "%s  %s  %s  seed %d  %s"
                .formatted(
                    card.task().scenario().id(),
                    card.task().mode(),
                    card.task().profile().name().toLowerCase(Locale.ROOT),
                    card.task().seed(),
                    card.task().scenario().title())));
    TextTable table =
        new TextTable().left("criterion").left("result").left("limit").left("measured");
    for (Row row : card.rows()) {
      table.row(row.name(), row.state().text(), row.limit(), row.measured());
    }
    List<String> lines = table.lines();
    line(style.faint("  " + lines.getFirst()));
    for (int k = 0; k < card.rows().size(); k++) {
      line("  " + painted(card.rows().get(k), lines.get(k + 1)));
    }
    new Graph(card.timeline(), blocks).lines().forEach(one -> line("  " + one));
    causes("lost", card.losses());
    causes("passed", card.passed());
    causes("failed to connect", card.failures());
    causes("died", card.deaths());
    line("");
  }

  private String painted(Row row, String line) {
    return switch (row.state()) {
      case PASS -> line;
      case FAIL -> style.bad(line);
      case NOT_MEASURED -> style.attention(line);
      case INFO -> style.faint(line);
    };
  }

  private void causes(String what, List<Cause> causes) {
    for (Cause one : causes) {
      line("  %s: %,d %s".formatted(what, one.count(), one.text()));
    }
  }

  private void summary(List<Card> cards) {
    TextTable table =
        new TextTable().left("scenario").left("mode").right("seed").right("met").left("missed");
    for (Card card : cards) {
      List<Row> rows = card.rows().stream().filter(r -> r.state() != Row.State.INFO).toList();
      List<String> missed = rows.stream().filter(Row::isMissed).map(Row::name).toList();
      table.row(
          card.task().scenario().id(),
          card.task().mode().name(),
          Long.toString(card.task().seed()),
          "%d of %d".formatted(rows.size() - missed.size(), rows.size()),
          missed.isEmpty() ? "-" : String.join(", ", missed));
    }
    table.lines().forEach(this::line);
    long passed = cards.stream().filter(Card::passes).count();
    line("");
    line("%d of %d runs pass every criterion".formatted(passed, cards.size()));
  }

  /** Returns the mutation check as text. */
  public static String mutants(List<Finding> findings, Style style) {
    TextTable table =
        new TextTable()
            .left("bad scrubber")
            .left("scenario")
            .left("mode")
            .left("must miss")
            .left("")
            .left("measured");
    for (Finding one : findings) {
      table.row(
          one.mutant().text(),
          one.task().scenario().id(),
          one.task().mode().name(),
          one.criterion(),
          one.found() ? "found out" : "NOT FOUND OUT",
          one.measured());
    }
    StringBuilder text = new StringBuilder("\n");
    List<String> lines = table.lines();
    text.append(style.faint(lines.getFirst())).append('\n');
    for (int k = 0; k < findings.size(); k++) {
      String line = lines.get(k + 1);
      text.append(findings.get(k).found() ? line : style.bad(line)).append('\n');
    }
    return text.toString();
  }
}
