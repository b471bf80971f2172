package org.scrubber.classify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Loads the reflector table, which is data: {@code reflectors.tsv} beside this class. */
public final class Reflectors {
  /** Distinct protocol names at most, see {@link Vectors}. */
  static final int MAX_NAMES = Vectors.COUNT - Vectors.FIRST_AMPLIFICATION;

  private static final String RESOURCE = "reflectors.tsv";
  private static final List<Reflector> ROWS = load();
  private static final List<String> NAMES = ROWS.stream().map(Reflector::name).distinct().toList();

  private Reflectors() {}

  /** Returns the names of all reflector protocols; the index is the reflector id. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * Returns the source ports of a protocol's replies as the table has them: numbers, lists and
   * ranges; empty when they may be any.
   */
  public static List<String> ports(int id) {
    return ROWS.stream()
        .filter(row -> row.id() == id && !row.ports().equals("*"))
        .flatMap(row -> java.util.Arrays.stream(row.ports().split(",", -1)))
        .distinct()
        .toList();
  }

  /** Tells whether a protocol's replies come over TCP. */
  public static boolean isTcp(int id) {
    return ROWS.stream().anyMatch(row -> row.id() == id && row.tcp());
  }

  /** Tells whether replies of a protocol are never legitimate across an Internet border. */
  public static boolean isNeverLegitimate(int id) {
    return ROWS.stream().allMatch(row -> row.id() != id || row.tier() == 1);
  }

  /** Returns every row, in the file's order. */
  static List<Reflector> rows() {
    return ROWS;
  }

  private static List<String[]> fields() {
    List<String[]> fields = new ArrayList<>();
    try (InputStream in = Reflectors.class.getResourceAsStream(RESOURCE)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(line -> fields.add(line.split("\t", -1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return fields;
  }

  private static List<Reflector> load() {
    Map<String, Integer> ids = new LinkedHashMap<>();
    List<Reflector> rows = new ArrayList<>();
    for (String[] f : fields()) {
      assert f.length == 9 : String.join(" ", f);
      int id = ids.computeIfAbsent(f[0], name -> ids.size());
      boolean text = f[6].equals("text");
      boolean none = f[6].equals("-");
      Reflector.Signature[] signatures =
          text || none ? new Reflector.Signature[0] : signatures(f[6]);
      rows.add(
          new Reflector(
              id,
              f[0],
              f[1].equals("tcp"),
              f[2],
              Integer.parseInt(f[3]),
              f[4].equals("-") ? 0 : Integer.parseInt(f[4]),
              f[5].equals("-") ? Integer.MAX_VALUE : Integer.parseInt(f[5]),
              signatures,
              text));
    }
    assert ids.size() <= MAX_NAMES : ids.size();
    return List.copyOf(rows);
  }

  private static Reflector.Signature[] signatures(String column) {
    String[] alternatives = column.split("\\|", -1);
    Reflector.Signature[] signatures = new Reflector.Signature[alternatives.length];
    for (int k = 0; k < alternatives.length; k++) {
      String one = alternatives[k].replace(" ", "");
      int equals = one.indexOf('=');
      int slash = one.indexOf('/');
      String value = one.substring(equals + 1, slash < 0 ? one.length() : slash);
      String mask = slash < 0 ? "f".repeat(value.length()) : one.substring(slash + 1);
      long firstMask = word(mask, 0);
      long secondMask = word(mask, 16);
      signatures[k] =
          new Reflector.Signature(
              Integer.parseInt(one.substring(0, equals)),
              value.length() / 2,
              firstMask,
              word(value, 0) & firstMask,
              secondMask,
              word(value, 16) & secondMask);
    }
    return signatures;
  }

  /** Returns eight bytes of hex from a digit on, left-aligned, zero beyond the end. */
  private static long word(String hex, int fromDigit) {
    String digits = hex.substring(Math.min(fromDigit, hex.length()));
    String padded = (digits + "0".repeat(16)).substring(0, 16);
    return Long.parseUnsignedLong(padded, 16);
  }
}
