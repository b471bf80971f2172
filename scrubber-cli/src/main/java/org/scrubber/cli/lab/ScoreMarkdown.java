package org.scrubber.cli.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.scrubber.captures.score.criteria.Row;
import org.scrubber.captures.score.mutant.Finding;
import org.scrubber.captures.score.run.Card;

/**
 * Score cards as a document: a line for each scenario and mode, then every criterion with what each
 * seed measured. It says nothing that differs from one machine to another.
 */
public final class ScoreMarkdown {
  private final StringBuilder text = new StringBuilder();

  private ScoreMarkdown() {}

  /**
   * Returns the document.
   *
   * @param command the command line that makes it
   * @param findings of the mutation check; empty when there was none
   */
  public static String render(String command, List<Card> cards, List<Finding> findings) {
    ScoreMarkdown score = new ScoreMarkdown();
    score.line("# Score board");
    score.line("");
    score.line("Written by this command, not by hand; [lab.md](lab.md) says how to read it:");
    score.line("");
    score.line("```");
    score.line(command);
    score.line("```");
    score.line("");
    Map<String, List<Card>> groups = new LinkedHashMap<>();
    for (Card card : cards) {
      groups.computeIfAbsent(card.task().name(), name -> new ArrayList<>()).add(card);
    }
    score.summary(groups);
    if (!findings.isEmpty()) {
      score.mutants(findings);
    }
    groups.forEach(score::details);
    return score.text.toString();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void row(List<String> cells) {
    line(
        cells.stream()
            .map(c -> c.replace("|", "\\|"))
            .collect(Collectors.joining(" | ", "| ", " |")));
  }

  private void head(String... titles) {
    row(List.of(titles));
    line("|" + "---|".repeat(titles.length));
  }

  private void summary(Map<String, List<Card>> groups) {
    long passed =
        groups.values().stream().filter(all -> all.stream().allMatch(Card::passes)).count();
    line("%d of %d pass every criterion with every seed.".formatted(passed, groups.size()));
    line("");
    head("scenario", "", "result", "missed with any seed");
    groups.forEach(
        (name, cards) -> {
          Set<String> missed = new LinkedHashSet<>();
          cards.forEach(
              card ->
                  card.rows().stream().filter(Row::isMissed).map(Row::name).forEach(missed::add));
          row(
              List.of(
                  name,
                  cards.getFirst().task().scenario().title(),
                  missed.isEmpty() ? "pass" : "FAIL",
                  missed.isEmpty() ? "-" : String.join(", ", missed)));
        });
    line("");
  }

  private void mutants(List<Finding> findings) {
    line("## Mutation check");
    line("");
    line("Bad scrubbers in the engine's place, each of which has to miss a criterion.");
    line("");
    head("bad scrubber", "scenario", "must miss", "measured", "");
    for (Finding one : findings) {
      row(
          List.of(
              one.mutant().text(),
              one.task().name(),
              one.criterion(),
              one.measured(),
              one.found() ? "found out" : "NOT FOUND OUT"));
    }
    line("");
  }

  private void details(String name, List<Card> cards) {
    line("## " + name + ": " + cards.getFirst().task().scenario().title());
    line("");
    List<String> titles = new ArrayList<>(List.of("criterion", "limit"));
    cards.forEach(card -> titles.add("seed " + card.task().seed()));
    head(titles.toArray(String[]::new));
    Set<String> names = new LinkedHashSet<>();
    cards.forEach(card -> card.rows().stream().map(Row::name).forEach(names::add));
    for (String criterion : names) {
      List<Row> rows = cards.stream().map(card -> find(card, criterion)).toList();
      Row first = rows.stream().filter(row -> row != null).findFirst().orElseThrow();
      List<String> cells = new ArrayList<>(List.of(criterion, first.limit()));
      rows.forEach(row -> cells.add(row == null ? "-" : cell(row)));
      row(cells);
    }
    line("");
    causes(cards);
  }

  private void causes(List<Card> cards) {
    for (Card card : cards) {
      long seed = card.task().seed();
      card.losses()
          .forEach(c -> line("- seed %d lost: %,d %s".formatted(seed, c.count(), c.text())));
      card.deaths()
          .forEach(c -> line("- seed %d died: %,d %s".formatted(seed, c.count(), c.text())));
    }
    line("");
  }

  private static Row find(Card card, String name) {
    return card.rows().stream().filter(row -> row.name().equals(name)).findFirst().orElse(null);
  }

  private static String cell(Row row) {
    return row.isMissed() ? "**" + row.measured() + "** " + row.state().text() : row.measured();
  }
}
