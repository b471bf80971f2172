package org.scrubber.counter;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.classify.Reflectors;
import org.scrubber.classify.Vectors;
import org.scrubber.filter.Reason;
import org.scrubber.filter.Reasons;
import org.scrubber.policy.Policy;
import org.scrubber.policy.ProtectedObject;

/**
 * What the numbers in a counter file are about: names, written once when the file is made.
 *
 * @param version of the program
 * @param policy name of the policy in force
 * @param policyHash tells policies of the same name apart; may be empty
 * @param outside what the outside interface is called, and how it is driven
 * @param inside the same of the inside interface
 * @param objects the protected objects, by index
 * @param reasons what is known of reasons, by id; empty where there is none
 * @param vectors names of vectors, by id; empty where there is none
 */
public record Instance(
    String version,
    String policy,
    String policyHash,
    Interface outside,
    Interface inside,
    List<Protected> objects,
    List<Cause> reasons,
    List<String> vectors) {
  /**
   * An interface.
   *
   * @param name as the kernel has it
   * @param mode in which it is driven, for people; may be empty
   */
  public record Interface(String name, String mode) {}

  /**
   * A protected object.
   *
   * @param name of the policy
   * @param profile of the policy
   * @param mode {@code enforce} or {@code monitor}
   */
  public record Protected(String name, String profile, String mode) {}

  /**
   * A reason.
   *
   * @param code stable name, in kebab-case
   * @param text one line for people
   */
  public record Cause(String code, String text) {}

  /** Returns a description of what this program runs by that policy. */
  public static Instance of(
      String version, Policy policy, String policyHash, Interface outside, Interface inside) {
    List<Protected> objects = new ArrayList<>();
    for (ProtectedObject object : policy.objects()) {
      String mode = object.mode().name().toLowerCase(java.util.Locale.ROOT);
      objects.add(new Protected(object.name(), object.profile(), mode));
    }
    List<Cause> reasons = new ArrayList<>();
    for (int id = 0; id < Reasons.COUNT; id++) {
      Reason reason = Reasons.get(id);
      reasons.add(reason == null ? new Cause("", "") : new Cause(reason.code(), reason.text()));
    }
    List<String> vectors = new ArrayList<>();
    for (int id = 0; id < Vectors.FIRST_AMPLIFICATION + Reflectors.names().size(); id++) {
      boolean gap = id >= Vectors.FIXED_COUNT && id < Vectors.FIRST_AMPLIFICATION;
      vectors.add(gap ? "" : Vectors.name(id));
    }
    return new Instance(
        version, policy.name(), policyHash, outside, inside, objects, reasons, vectors);
  }

  /** Returns for each object which one of the same name it was in another instance, or -1. */
  public int[] objectsIn(Instance before) {
    List<String> names = before.objects.stream().map(Protected::name).toList();
    return objects.stream().mapToInt(one -> names.indexOf(one.name())).toArray();
  }

  /** Returns the words as they stand in the file: a line each, fields parted by tabs. */
  String text() {
    StringBuilder text = new StringBuilder();
    line(text, "version", version);
    line(text, "policy", policy, policyHash);
    line(text, "outside", outside.name(), outside.mode());
    line(text, "inside", inside.name(), inside.mode());
    objects.forEach(one -> line(text, "object", one.name(), one.profile(), one.mode()));
    reasons.forEach(one -> line(text, "reason", one.code(), one.text()));
    vectors.forEach(name -> line(text, "vector", name));
    return text.toString();
  }

  private static void line(StringBuilder text, String... fields) {
    for (int k = 0; k < fields.length; k++) {
      text.append(k == 0 ? "" : "\t").append(fields[k].replaceAll("[\\t\\n\\r]", " "));
    }
    text.append('\n');
  }

  /** Reads what {@link #text} wrote; lines that it does not know are left out. */
  static Instance parse(String text) {
    String version = "";
    String[] policy = {"", "", ""};
    Interface outside = new Interface("", "");
    Interface inside = new Interface("", "");
    List<Protected> objects = new ArrayList<>();
    List<Cause> reasons = new ArrayList<>();
    List<String> vectors = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] fields = java.util.Arrays.copyOf(line.split("\t", -1), 4);
      for (int k = 0; k < fields.length; k++) {
        fields[k] = fields[k] == null ? "" : fields[k];
      }
      switch (fields[0]) {
        case "version" -> version = fields[1];
        case "policy" -> policy = fields;
        case "outside" -> outside = new Interface(fields[1], fields[2]);
        case "inside" -> inside = new Interface(fields[1], fields[2]);
        case "object" -> objects.add(new Protected(fields[1], fields[2], fields[3]));
        case "reason" -> reasons.add(new Cause(fields[1], fields[2]));
        case "vector" -> vectors.add(fields[1]);
        default -> {}
      }
    }
    return new Instance(
        version,
        policy[1],
        policy[2],
        outside,
        inside,
        List.copyOf(objects),
        List.copyOf(reasons),
        List.copyOf(vectors));
  }
}
