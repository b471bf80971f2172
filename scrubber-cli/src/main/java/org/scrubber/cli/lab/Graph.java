package org.scrubber.cli.lab;

import java.util.List;
import java.util.Locale;
import org.scrubber.captures.score.ledger.Timeline;

/** A run over time in a few lines of text: how much there was, and how much of it was dropped. */
final class Graph {
  private static final int COLUMNS = 60;
  private static final String BLOCKS = " ▁▂▃▄▅▆▇█";
  private static final String ASCII = " .:-=+*%#";

  private final Timeline timeline;
  private final String levels;
  private final int columns;

  Graph(Timeline timeline, boolean blocks) {
    this.timeline = timeline;
    levels = blocks ? BLOCKS : ASCII;
    columns = Math.max(1, Math.min(COLUMNS, timeline.seconds()));
  }

  /** Counts packets of seconds. */
  private interface Count {
    long of(int from, int to);
  }

  List<String> lines() {
    long peak = peak(timeline::attack);
    String scale = String.format(Locale.ROOT, "peak %,d/s", peak);
    String seconds =
        String.format(Locale.ROOT, "%d s, %.1f s a column", timeline.seconds(), width());
    return peak == 0
        ? List.of("legit   |" + rates(timeline::legit) + "| " + seconds, lossLine())
        : List.of(
            "attack  |" + rates(timeline::attack) + "| " + scale + ", " + seconds,
            "dropped |" + shares(this::stopped, timeline::attack) + "| of the attack",
            lossLine());
  }

  private String lossLine() {
    return "lost    |"
        + shares(timeline::legitLost, timeline::legit)
        + "| of legitimate packets; the lowest mark is any";
  }

  private long stopped(int from, int to) {
    return timeline.attack(from, to) - timeline.attackPassed(from, to);
  }

  private double width() {
    return (double) timeline.seconds() / columns;
  }

  private long peak(Count count) {
    long peak = 0;
    for (int column = 0; column < columns; column++) {
      peak = Math.max(peak, pps(count, column));
    }
    return peak;
  }

  private long pps(Count count, int column) {
    int seconds = begin(column + 1) - begin(column);
    return seconds == 0 ? 0 : count.of(begin(column), begin(column + 1)) / seconds;
  }

  private int begin(int column) {
    return (int) ((long) column * timeline.seconds() / columns);
  }

  private String rates(Count count) {
    long peak = peak(count);
    StringBuilder text = new StringBuilder();
    for (int column = 0; column < columns; column++) {
      text.append(level(pps(count, column), peak));
    }
    return text.toString();
  }

  private String shares(Count part, Count whole) {
    StringBuilder text = new StringBuilder();
    for (int column = 0; column < columns; column++) {
      int from = begin(column);
      int to = begin(column + 1);
      text.append(level(part.of(from, to), whole.of(from, to)));
    }
    return text.toString();
  }

  private char level(long part, long whole) {
    if (part <= 0 || whole <= 0) {
      return levels.charAt(0);
    }
    int top = levels.length() - 1;
    return levels.charAt(Math.clamp(Math.round((double) part * top / whole), 1, top));
  }
}
