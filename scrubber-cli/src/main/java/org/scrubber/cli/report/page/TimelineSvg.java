package org.scrubber.cli.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The timeline of an incident as a picture: what passed, above it what was stopped by vector, and
 * the moments of action. Colours have a legend in the same order, from below.
 */
final class TimelineSvg {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 240;
  private static final int LEFT = 56;
  private static final int TOP = 26;
  private static final int BOTTOM = 24;
  private static final int MOST_POINTS = 300;
  private static final int COLOURS = 6;

  private final JsonNode incident;
  private final Words words;
  private final List<String> vectors = new ArrayList<>();
  private final List<double[]> stacks = new ArrayList<>();
  private final List<Long> times = new ArrayList<>();
  private final StringBuilder svg = new StringBuilder();
  private double most = 1;

  private TimelineSvg(JsonNode incident, Words words) {
    this.incident = incident;
    this.words = words;
  }

  /** Returns the picture with its legend; empty where nothing was counted. */
  static String of(JsonNode incident, Words words) {
    TimelineSvg one = new TimelineSvg(incident, words);
    one.read();
    return one.times.size() < 2 ? "" : one.draw();
  }

  /** Sums neighbouring points up to rates where there are more than can be seen. */
  private void read() {
    JsonNode points = incident.path("timeline");
    for (JsonNode point : points) {
      for (JsonNode lost : point.path("lostByVector")) {
        String name = lost.path("vector").asText();
        if (!vectors.contains(name)) {
          vectors.add(name);
        }
      }
    }
    int together = (points.size() + MOST_POINTS - 1) / MOST_POINTS;
    double seconds = incident.path("timelineStepSeconds").asDouble(1);
    for (int from = 0; from < points.size(); from += Math.max(1, together)) {
      double[] stack = new double[1 + vectors.size()];
      int to = Math.min(points.size(), from + together);
      for (int k = from; k < to; k++) {
        add(stack, points.get(k), seconds * (to - from));
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
    stack[0] += point.path("passed").asLong() / seconds;
    Map<String, Long> lost = new LinkedHashMap<>();
    point
        .path("lostByVector")
        .forEach(one -> lost.put(one.path("vector").asText(), one.path("packets").asLong()));
    for (int k = 0; k < vectors.size(); k++) {
      stack[k + 1] += lost.getOrDefault(vectors.get(k), 0L) / seconds;
    }
  }

  private double x(long timeNs) {
    long first = times.getFirst();
    long last = times.getLast();
    double share = (double) (timeNs - first) / Math.max(1, last - first);
    return LEFT + Math.clamp(share, 0, 1) * (WIDTH - LEFT - 8);
  }

  private double y(double pps) {
    return HEIGHT - BOTTOM - pps / most * (HEIGHT - BOTTOM - TOP);
  }

  private String draw() {
    svg.append(
        "<figure><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(
                WIDTH,
                HEIGHT,
                Html.escape(words.get("timeline.label", incident.path("object").asText()))));
    axes();
    double[] below = new double[times.size()];
    for (int layer = 0; layer <= vectors.size(); layer++) {
      layer(layer, below);
    }
    marks();
    svg.append("</svg>\n<figcaption>");
    svg.append(Html.escape(words.get("timeline.label", incident.path("object").asText())));
    svg.append("<ul class=\"legend\">");
    for (int layer = 0; layer <= vectors.size(); layer++) {
      String name = layer == 0 ? words.get("passed") : vectors.get(layer - 1);
      svg.append("<li><i class=\"").append(colour(layer)).append("\"></i>");
      svg.append(Html.escape(name)).append("</li>");
    }
    return svg.append("</ul></figcaption></figure>\n").toString();
  }

  private static String colour(int layer) {
    return layer == 0 ? "passed" : "v" + (layer - 1) % COLOURS;
  }

  private void axes() {
    for (int part = 0; part <= 2; part++) {
      double pps = most * part / 2;
      svg.append(
          String.format(
              Locale.ROOT,
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
              LEFT,
              WIDTH - 8,
              y(pps),
              y(pps)));
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
              LEFT - 4,
              y(pps) + 4,
              Html.escape(words.packetRate(Math.round(pps)).replace("pps", ""))));
    }
    long[] at = {times.getFirst(), (times.getFirst() + times.getLast()) / 2, times.getLast()};
    String[] anchors = {"start", "middle", "end"};
    for (int k = 0; k < at.length; k++) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>\n",
              x(at[k]),
              HEIGHT - 6,
              anchors[k],
              words.time(at[k]).substring(11)));
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
