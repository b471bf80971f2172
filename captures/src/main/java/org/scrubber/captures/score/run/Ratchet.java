package org.scrubber.captures.score.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scrubber.captures.score.criteria.Row;

/**
 * What was reached once, and must be reached again: a line for each criterion of each scenario and
 * mode, of one profile and seed. Immutable.
 */
public final class Ratchet {
  private static final String PASS = "pass";
  private static final String NOT_YET = "not yet";
  private static final String HEADING =
      """
      # What the engine has reached in the lab, by scenario, mode and criterion; tab separated.
      # A line with "pass" must pass for ever. One with "not yet" says what was measured, and why.
      # Written by scrubber score --ratchet FILE --advance; the last column is written by hand.
      # scenario\tmode\tcriterion\tstate\tmeasured\twhy
      """;

  private final Map<String, Line> lines;

  private record Line(String key, boolean pass, String measured, String why) {
    String text() {
      return String.join("\t", key, pass ? PASS : NOT_YET, measured, why).stripTrailing();
    }
  }

  /**
   * What comparing says.
   *
   * @param broken lines that passed once and do not now
   * @param advanced lines that pass now for the first time
   * @param missing lines that must pass and were not measured by this run of their scenario
   * @param unlisted what is missed and has no line: whatever does not pass yet is to be listed
   */
  public record Comparison(
      List<String> broken, List<String> advanced, List<String> missing, List<String> unlisted) {
    /** Tells whether nothing was lost, and all that is missed is known. */
    public boolean holds() {
      return broken.isEmpty() && missing.isEmpty() && unlisted.isEmpty();
    }
  }

  private Ratchet(Map<String, Line> lines) {
    this.lines = lines;
  }

  /**
   * Reads a ratchet.
   *
   * @throws IllegalArgumentException when a line is none, naming its number
   */
  public static Ratchet parse(String text) {
    Map<String, Line> lines = new LinkedHashMap<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] cells = line.split("\t", -1);
      boolean known = cells.length >= 5 && (cells[3].equals(PASS) || cells[3].equals(NOT_YET));
      if (!known) {
        throw new IllegalArgumentException(
            "line " + number + ": expected scenario, mode, criterion, state, measured and why");
      }
      String key = String.join("\t", cells[0], cells[1], cells[2]);
      String why = cells.length > 5 ? cells[5] : "";
      lines.put(key, new Line(key, cells[3].equals(PASS), cells[4], why));
    }
    return new Ratchet(lines);
  }

  /**
   * Returns scenarios and modes that must pass something and are not among these, as {@code A-02
   * SYM}: one that is no longer played would be lost unnoticed.
   */
  public List<String> unplayed(List<Task> tasks) {
    List<String> played = tasks.stream().map(Task::name).toList();
    return lines.values().stream()
        .filter(Line::pass)
        .map(line -> line.key().split("\t", -1))
        .map(key -> key[0] + " " + key[1])
        .distinct()
        .filter(name -> !played.contains(name))
        .toList();
  }

  /** Holds cards against what was reached. */
  public Comparison compare(List<Card> cards) {
    List<String> broken = new ArrayList<>();
    List<String> advanced = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> unlisted = new ArrayList<>();
    for (Card card : cards) {
      Map<String, Row> rows = rows(card);
      for (Map.Entry<String, Row> one : rows.entrySet()) {
        Line line = lines.get(one.getKey());
        boolean passes = !one.getValue().isMissed();
        if (line != null && line.pass() && !passes) {
          broken.add(shown(one.getKey()) + ": " + one.getValue().measured());
        } else if (passes && (line == null || !line.pass())) {
          advanced.add(shown(one.getKey()) + ": " + one.getValue().measured());
        } else if (line == null) {
          unlisted.add(shown(one.getKey()) + ": " + one.getValue().measured());
        }
      }
      String begin = card.task().scenario().id() + "\t" + card.task().mode() + "\t";
      for (Line line : lines.values()) {
        if (line.pass() && line.key().startsWith(begin) && !rows.containsKey(line.key())) {
          missing.add(shown(line.key()));
        }
      }
    }
    return new Comparison(broken, advanced, missing, unlisted);
  }

  /**
   * Returns the ratchet's text with what cards have reached; what passed once stays so, and reasons
   * are kept.
   */
  public String advance(List<Card> cards) {
    Map<String, Line> next = new LinkedHashMap<>(lines);
    for (Card card : cards) {
      rows(card)
          .forEach(
              (key, row) -> {
                Line old = lines.get(key);
                boolean passes = !row.isMissed();
                if (passes || old == null || !old.pass()) {
                  String why = old == null || passes ? "" : old.why();
                  next.put(key, new Line(key, passes, row.measured(), why));
                }
              });
    }
    StringBuilder text = new StringBuilder(HEADING);
    next.values().forEach(line -> text.append(line.text()).append('\n'));
    return text.toString();
  }

  private static Map<String, Row> rows(Card card) {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (Row row : card.rows()) {
      if (row.state() != Row.State.INFO) {
        String key =
            String.join("\t", card.task().scenario().id(), card.task().mode().name(), row.name());
        rows.put(key, row);
      }
    }
    return rows;
  }

  private static String shown(String key) {
    return key.replace('\t', ' ');
  }
}
