package org.scrubber.cli.report.look;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often values occur among samples; the most frequent are shown. */
final class Distribution {
  private static final int SHOWN = 5;
  private static final int MIN_SAMPLES = 10;

  private final Map<String, Integer> counts = new HashMap<>();
  private int all;

  /** Returns how often each value occurs, those that are numbers in their order. */
  ArrayNode histogram() {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    counts.entrySet().stream()
        .sorted(Comparator.comparingLong(one -> Long.parseLong(one.getKey())))
        .forEach(
            one ->
                rows.addObject()
                    .put("value", Long.parseLong(one.getKey()))
                    .put("samples", one.getValue()));
    return rows;
  }

  /** Counts a value. */
  void add(String value) {
    counts.merge(value, 1, Integer::sum);
    all++;
  }

  /** Returns the value that nine of ten have; empty when none is that frequent. */
  String nearlyAll() {
    return atLeast(90);
  }

  /** Returns the value that so many percent have, of ten samples at least; empty for none. */
  String atLeast(int percent) {
    return counts.entrySet().stream()
        .filter(
            one -> one.getValue() >= MIN_SAMPLES && one.getValue() * 100L >= all * (long) percent)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  /** Returns the most frequent values with their shares in percent. */
  ArrayNode json() {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    List<Map.Entry<String, Integer>> sorted =
        counts.entrySet().stream()
            .sorted(
                Comparator.comparingInt((Map.Entry<String, Integer> one) -> -one.getValue())
                    .thenComparing(Map.Entry::getKey))
            .limit(SHOWN)
            .toList();
    for (Map.Entry<String, Integer> one : sorted) {
      rows.addObject()
          .put("value", one.getKey())
          .put("percent", (int) Math.round(100.0 * one.getValue() / all));
    }
    return rows;
  }
}
