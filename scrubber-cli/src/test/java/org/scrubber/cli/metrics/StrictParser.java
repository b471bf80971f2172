package org.scrubber.cli.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Prometheus' text format 0.0.4 and accepts nothing that is only mostly right: HELP and TYPE
 * once for each family and before its samples, families in one piece, no sample twice, counters
 * named and valued as such.
 */
final class StrictParser {
  private static final Pattern HELP =
      Pattern.compile("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) ((?:[^\\\\\\n]|\\\\\\\\|\\\\n)+)");
  private static final Pattern TYPE =
      Pattern.compile("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge)");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.+)\\})? (-?[0-9]+(?:\\.[0-9]+)?)");
  private static final Pattern LABEL =
      Pattern.compile(
          "([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\\\\\"\\n]|\\\\\\\\|\\\\\"|\\\\n)*)\"(,|$)");

  /** A family. */
  record Family(String type, String help, Map<Map<String, String>, Double> samples) {}

  private StrictParser() {}

  /** Returns the families, by name, in order. */
  static Map<String, Family> parse(String text) {
    assertTrue(text.endsWith("\n"), "ends with a line feed");
    assertFalse(text.contains("\r"), "no carriage return");
    Map<String, Family> families = new LinkedHashMap<>();
    List<String> lines = List.of(text.substring(0, text.length() - 1).split("\n", -1));
    String name = "";
    for (int k = 0; k < lines.size(); k++) {
      Matcher help = HELP.matcher(lines.get(k));
      if (help.matches()) {
        name = help.group(1);
        assertFalse(families.containsKey(name), name + " stands in one piece");
        Matcher type = TYPE.matcher(lines.get(++k));
        assertTrue(type.matches(), lines.get(k));
        assertEquals(name, type.group(1));
        assertEquals(type.group(2).equals("counter"), name.endsWith("_total"), name);
        families.put(name, new Family(type.group(2), help.group(2), new LinkedHashMap<>()));
        continue;
      }
      sample(lines.get(k), name, families);
    }
    return families;
  }

  private static void sample(String line, String name, Map<String, Family> families) {
    Matcher sample = SAMPLE.matcher(line);
    assertTrue(sample.matches(), line);
    assertEquals(name, sample.group(1), "under its own family");
    Family family = families.get(name);
    double value = Double.parseDouble(sample.group(3));
    assertTrue(!family.type().equals("counter") || value >= 0, line);
    Map<String, String> labels = labels(sample.group(2));
    assertFalse(family.samples().containsKey(labels), () -> "twice: " + line);
    if (!family.samples().isEmpty()) {
      assertEquals(family.samples().keySet().iterator().next().keySet(), labels.keySet(), line);
    }
    family.samples().put(labels, value);
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    if (text == null) {
      return labels;
    }
    Matcher label = LABEL.matcher(text);
    int end = 0;
    List<String> seen = new ArrayList<>();
    while (label.find()) {
      assertEquals(end, label.start(), text);
      assertFalse(seen.contains(label.group(1)), text);
      seen.add(label.group(1));
      labels.put(label.group(1), unescaped(label.group(2)));
      end = label.end();
    }
    assertEquals(text.length(), end, text);
    return labels;
  }

  private static String unescaped(String value) {
    StringBuilder text = new StringBuilder();
    for (int k = 0; k < value.length(); k++) {
      char c = value.charAt(k);
      if (c == '\\') {
        c = value.charAt(++k);
        c = c == 'n' ? '\n' : c;
      }
      text.append(c);
    }
    return text.toString();
  }
}
