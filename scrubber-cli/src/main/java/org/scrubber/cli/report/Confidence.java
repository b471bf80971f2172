package org.scrubber.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * How sure it is that a vector was an attack, by what speaks for and against it. A rule, no
 * probability: {@code docs/report.md} has its table.
 *
 * @param value 5 to 95
 * @param why codes of what it is made of
 */
record Confidence(int value, List<String> why) {
  private static final int LEAST = 5;
  private static final int MOST = 95;
  private static final int HIGH = 75;
  private static final int MEDIUM = 50;
  private static final int FAR = 10;

  /**
   * What is known of a vector.
   *
   * @param vectorClass as {@link VectorClass} says
   * @param peakPps its highest rate
   * @param thresholdPps what it was held against; 0 when that is not known
   * @param signature whether nearly all packets have something in common
   * @param spoofed whether its sources look forged
   * @param tool whether it looks as made by a known tool
   * @param answered whether many of the challenged answered
   * @param harmed whether packets were lost that something spoke for
   */
  record Signs(
      String vectorClass,
      long peakPps,
      long thresholdPps,
      boolean signature,
      boolean spoofed,
      boolean tool,
      boolean answered,
      boolean harmed) {}

  /** Returns what signs come to. */
  static Confidence of(Signs signs) {
    List<String> why = new ArrayList<>();
    boolean far = signs.thresholdPps > 0 && signs.peakPps >= FAR * signs.thresholdPps;
    int sum =
        signs.vectorClass.equals("invalid") ? add(why, "impossible", 90) : add(why, "rate", 40);
    sum += signs.vectorClass.equals("reflection") ? add(why, "unasked", 35) : 0;
    sum += signs.signature ? add(why, "signature", 25) : 0;
    sum += far ? add(why, "far-above", 15) : 0;
    sum += signs.spoofed ? add(why, "forged", 15) : 0;
    sum += signs.tool ? add(why, "tool", 15) : 0;
    sum -= signs.answered ? add(why, "answered", 20) : 0;
    sum -= signs.harmed ? add(why, "harmed", 15) : 0;
    return new Confidence(Math.clamp(sum, LEAST, MOST), List.copyOf(why));
  }

  private static int add(List<String> why, String code, int points) {
    why.add(code);
    return points;
  }

  /** Returns it in a word. */
  String level() {
    return value >= HIGH ? "high" : value >= MEDIUM ? "medium" : "low";
  }

  /** Writes it as JSON. */
  void write(ObjectNode to) {
    to.put("value", value).put("level", level());
    ArrayNode codes = to.putArray("why");
    why.forEach(codes::add);
  }
}
