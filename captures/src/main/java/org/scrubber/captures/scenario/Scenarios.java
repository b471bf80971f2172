package org.scrubber.captures.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** All scenarios, one file each, in the order of {@code index.yaml}. Immutable. */
public final class Scenarios {
  private static final List<Scenario> ALL = readAll();

  private Scenarios() {}

  /** Returns all scenarios. */
  public static List<Scenario> all() {
    return ALL;
  }

  /**
   * Returns a scenario; upper and lower case are the same.
   *
   * @throws IllegalArgumentException when there is none; the message names the nearest
   */
  public static Scenario byId(String id) {
    Scenario nearest = ALL.getFirst();
    int fewest = Integer.MAX_VALUE;
    for (Scenario one : ALL) {
      if (one.id().equalsIgnoreCase(id)) {
        return one;
      }
      int edits = edits(one.id().toLowerCase(Locale.ROOT), id.toLowerCase(Locale.ROOT));
      if (edits < fewest) {
        fewest = edits;
        nearest = one;
      }
    }
    throw new IllegalArgumentException(
        "no scenario " + id + "; the nearest is " + nearest.id() + ", " + nearest.title());
  }

  /**
   * Reads one scenario.
   *
   * @param file name of its file, for messages
   * @throws IllegalArgumentException when something is missing, unknown or wrong
   */
  static Scenario read(String file, InputStream yaml) {
    LoadSettings settings = LoadSettings.builder().setLabel(file).build();
    return ScenarioReader.read(YamlMap.of(file, new Load(settings).loadFromInputStream(yaml)));
  }

  private static List<Scenario> readAll() {
    List<Scenario> all = new ArrayList<>();
    for (Object name : (List<?>) parse("index.yaml")) {
      String file = name + ".yaml";
      all.add(ScenarioReader.read(YamlMap.of(file, parse(file))));
    }
    return List.copyOf(all);
  }

  private static Object parse(String file) {
    try (InputStream in = Scenarios.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new AssertionError("index.yaml names " + file + ", which is not there");
      }
      return new Load(LoadSettings.builder().setLabel(file).build()).loadFromInputStream(in);
    } catch (IOException e) {
      throw new AssertionError("a resource of this module can be read", e);
    }
  }

  /** Returns the Levenshtein distance. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 0; i < a.length(); i++) {
      int diagonal = row[0];
      row[0] = i + 1;
      for (int j = 0; j < b.length(); j++) {
        int change = diagonal + (a.charAt(i) == b.charAt(j) ? 0 : 1);
        diagonal = row[j + 1];
        row[j + 1] = Math.min(change, Math.min(row[j], row[j + 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
