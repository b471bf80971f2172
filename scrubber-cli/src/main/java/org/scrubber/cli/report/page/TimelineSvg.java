package org.scrubber.cli.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scrubber.cli.report.page.form.Html;

/**
 * The timeline of an incident as a picture: what passed, above it what was stopped by vector, and
 * the moments of action. Colours have a legend in the same order, from below.
 */
final class TimelineSvg {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 240;
  private static final int LEFT = 104;
  private static final int RIGHT = 16;
  private static final int TOP = 26;
  private static final int BOTTOM = 24;
  private static final int MOST_POINTS = 300;
  private static final int COLOURS = 6;

  /** Stands for all vectors that have no colour of their own. */
  private static final String OTHERS = "";

  /** Shorter than that, seconds alone would be on the axis twice. */
  private static final long BRIEF_NS = 4_000_000_000L;

  /** A step at the end of a capture counts for so long at least. */
  private static final double LEAST_SECONDS = 0.1;

  private final JsonNode incident;
  private final Outcome outcome;
  private final Words words;
  private final List<String> vectors = new ArrayList<>();
  private final List<double[]> stacks = new ArrayList<>();
  private final List<Long> times = new ArrayList<>();
  private final StringBuilder svg = new StringBuilder();
  private double most = 1;
  private int others;

  private TimelineSvg(JsonNode incident, Outcome outcome, Words words) {
    this.incident = incident;
    this.outcome = outcome;
    this.words = words;
  }

  /** Returns the picture with its legend; empty where nothing was counted. */
  static String of(JsonNode incident, Outcome outcome, Words words) {
    TimelineSvg one = new TimelineSvg(incident, outcome, words);
    one.read();
    return one.times.size() < 2 ? "" : one.draw();
  }

  private String lost() {
    return outcome.isMonitored() ? "monitoredByVector" : "lostByVector";
  }

  /**
   * Returns how long points of the timeline are together: where packets ended within the last, only
   * as long as there were any.
   */
  static double seconds(JsonNode incident, int from, int to) {
    JsonNode points = incident.path("timeline");
    double step = incident.path("timelineStepSeconds").asDouble(1);
    double seconds = step * (to - from);
    long asOfNs = incident.path("asOfNs").asLong();
    double last = (asOfNs - points.path(to - 1).path("timeNs").asLong()) / 1e9;
    boolean cut = to == points.size() && last >= 0 && last < step;
    return cut ? seconds - step + Math.max(LEAST_SECONDS, last) : seconds;
  }

  /** Gives each vector a layer, or, of more than there are colours, the largest. */
  private void choose(JsonNode points) {
    Map<String, Long> sums = new LinkedHashMap<>();
    for (JsonNode point : points) {
      for (JsonNode lost : point.path(lost())) {
        sums.merge(lost.path("vector").asText(), lost.path("packets").asLong(), Long::sum);
      }
    }
    vectors.addAll(sums.keySet());
    if (vectors.size() > COLOURS) {
      vectors.sort(Comparator.comparing(sums::get, Comparator.reverseOrder()));
      others = vectors.size() - COLOURS + 1;
      vectors.subList(COLOURS - 1, vectors.size()).clear();
      vectors.add(OTHERS);
    }
  }

  /** Sums neighbouring points up to rates where there are more than can be seen. */
  private void read() {
    JsonNode points = incident.path("timeline");
    choose(points);
    int together = (points.size() + MOST_POINTS - 1) / MOST_POINTS;
    for (int from = 0; from < points.size(); from += Math.max(1, together)) {
      double[] stack = new double[1 + vectors.size()];
      int to = Math.min(points.size(), from + together);
      for (int k = from; k < to; k++) {
        add(stack, points.get(k), seconds(incident, from, to));
      }
      double sum = 0;
      for (double one : stack) {
        sum += one;
      }
      most = Math.max(most, sum);
      stacks.add(stack);
      times.add(points.get(from).path("timeNs").asLong());
    }
  }

  private void add(double[] stack, JsonNode point, double seconds) {
    long passed = point.path("passed").asLong();
    boolean monitored = outcome.isMonitored();
    stack[0] += (monitored ? passed - point.path("monitored").asLong() : passed) / seconds;
    for (JsonNode one : point.path(lost())) {
      int layer = vectors.indexOf(one.path("vector").asText());
      int at = layer < 0 ? vectors.size() : layer + 1;
      stack[at] += one.path("packets").asLong() / seconds;
    }
  }

  private double x(long timeNs) {
    long first = times.getFirst();
    long last = times.getLast();
    double share = (double) (timeNs - first) / Math.max(1, last - first);
    return LEFT + Math.clamp(share, 0, 1) * (WIDTH - LEFT - RIGHT);
  }

  private double y(double pps) {
    return HEIGHT - BOTTOM - pps / most * (HEIGHT - BOTTOM - TOP);
  }

  private String draw() {
    svg.append(
        "<figure><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(WIDTH, HEIGHT, Html.escape(label())));
    axes();
    double[] below = new double[times.size()];
    for (int layer = 0; layer <= vectors.size(); layer++) {
      layer(layer, below);
    }
    marks();
    svg.append("</svg>\n<figcaption>");
    svg.append(Html.escape(label()));
    svg.append("<ul class=\"legend\">");
    for (int layer = 0; layer <= vectors.size(); layer++) {
      String name = layer == 0 ? words.get(outcome.key("passed")) : named(vectors.get(layer - 1));
      svg.append("<li><i class=\"").append(colour(layer)).append("\"></i>");
      svg.append(Html.escape(name)).append("</li>");
    }
    return svg.append("</ul></figcaption></figure>\n").toString();
  }

  /** What filters stop all the time is of no attack, whose peak is without it. */
  private String named(String vector) {
    if (vector.equals(OTHERS)) {
      return words.get("timeline.others", others);
    }
    for (JsonNode one : incident.path("vectors")) {
      if (one.path("vector").asText().equals(vector)) {
        return vector;
      }
    }
    return words.get("timeline.background", vector);
  }

  private String label() {
    return Summary.isOfAll(incident)
        ? words.get("timeline.label.replay.all")
        : words.get(outcome.key("timeline.label"), incident.path("named").asText());
  }

  private static String colour(int layer) {
    return layer == 0 ? "passed" : "v" + (layer - 1);
  }

  private void axes() {
    for (int part = 0; part <= 2; part++) {
      double pps = most * part / 2;
      svg.append(
          String.format(
              Locale.ROOT,
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
              LEFT,
              WIDTH - RIGHT,
              y(pps),
              y(pps)));
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
              LEFT - 4,
              y(pps) + 4,
              Html.escape(words.packetRate(Math.round(pps)))));
    }
    long[] at = {times.getFirst(), (times.getFirst() + times.getLast()) / 2, times.getLast()};
    String[] anchors = {"start", "middle", "end"};
    boolean brief = at[2] - at[0] < BRIEF_NS;
    for (int k = 0; k < at.length; k++) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>\n",
              x(at[k]),
              HEIGHT - 6,
              anchors[k],
              words.clock(at[k], brief)));
    }
  }

  private void layer(int layer, double[] below) {
    StringBuilder path = new StringBuilder();
    for (int k = 0; k < times.size(); k++) {
      path.append(
          String.format(
              Locale.ROOT,
              "%s%.1f %.1f",
              k == 0 ? "M" : "L",
              x(times.get(k)),
              y(below[k] + stacks.get(k)[layer])));
    }
    for (int k = times.size() - 1; k >= 0; k--) {
      path.append(String.format(Locale.ROOT, "L%.1f %.1f", x(times.get(k)), y(below[k])));
      below[k] += stacks.get(k)[layer];
    }
    svg.append("<path class=\"%s\" d=\"%sZ\"/>\n".formatted(colour(layer), path));
  }

  /** Marks what was raised and ended by the numbers of the table of actions. */
  private void marks() {
    double lastX = -100;
    int number = 0;
    for (JsonNode action : incident.path("actions")) {
      number++;
      double x = x(action.path("timeNs").asLong());
      svg.append(
          String.format(
              Locale.ROOT,
              "<line class=\"mark\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
              x,
              x,
              TOP,
              HEIGHT - BOTTOM));
      if (x - lastX > 14) {
        svg.append(
            String.format(
                Locale.ROOT,
                "<text class=\"mark\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>\n",
                x,
                TOP - 8,
                number));
        lastX = x;
      }
    }
  }
}
