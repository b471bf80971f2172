package org.scrubber.captures.scenario;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.scrubber.classify.Reflectors;
import org.scrubber.classify.Vectors;

/** Makes a {@link Scenario} of a file's content. */
final class ScenarioReader {
  private static final int WARM_UP_S = 600;
  private static final int CALM_S = 60;

  private static final Set<String> SCENARIO_KEYS =
      new TreeSet<>(
          List.of(
              "id",
              "title",
              "tier",
              "modes",
              "why",
              "warm-up",
              "before",
              "attack",
              "after",
              "targets",
              "vectors",
              "legit",
              "limits",
              "mode-limits",
              "divert"));

  /** Keys that a vector and each tool of its mix may have. */
  private static final List<String> TOOL_KEYS =
      List.of("tool", "from", "to", "port", "emitters", "skew", "zipf", "vector", "invariant");

  private static final Set<String> VECTOR_KEYS =
      with(
          "id",
          "at",
          "for",
          "rate",
          "report",
          "also",
          "tools",
          "ramp",
          "pulse",
          "sequence",
          "outbound");
  private static final Set<String> MIX_KEYS = with("weight");
  private static final Set<String> SURGE_KEYS =
      Set.of("tenant", "classes", "at", "factor", "rise", "hold", "decay");

  private ScenarioReader() {}

  private static Set<String> with(String... more) {
    Set<String> keys = new TreeSet<>(TOOL_KEYS);
    keys.addAll(List.of(more));
    return keys;
  }

  static Scenario read(YamlMap file) {
    file.onlyKeys(SCENARIO_KEYS);
    int attackS = file.whole("attack", 0);
    List<VectorPlan> vectors = new ArrayList<>();
    for (YamlMap vector : file.maps("vectors")) {
      vectors.add(vector(vector, vectors.size(), attackS));
    }
    int calmS = vectors.isEmpty() ? 0 : CALM_S;
    YamlMap divert = file.map("divert").onlyKeys(Set.of("from", "to"));
    return new Scenario(
        file.text("id"),
        file.text("title"),
        file.text("tier"),
        modes(file),
        file.whole("warm-up", WARM_UP_S),
        file.whole("before", calmS),
        attackS,
        file.whole("after", calmS),
        file.texts("targets"),
        List.copyOf(vectors),
        legit(file.map("legit")),
        limits(file.map("limits")),
        modeLimits(file.map("mode-limits")),
        divert.number("from", 0),
        divert.number("to", 0),
        file.text("why").strip());
  }

  private static List<Mode> modes(YamlMap file) {
    List<Mode> modes = new ArrayList<>();
    for (String name : file.texts("modes")) {
      modes.add(mode(file, "modes", name));
    }
    if (modes.isEmpty()) {
      throw file.error("modes", "missing");
    }
    return List.copyOf(modes);
  }

  private static Mode mode(YamlMap place, String key, String name) {
    for (Mode mode : Mode.values()) {
      if (mode.name().equals(name)) {
        return mode;
      }
    }
    throw place.error(key, "no mode " + name + "; expected SYM, ASYM or DIVERT");
  }

  private static VectorPlan vector(YamlMap vector, int number, int attackS) {
    vector.onlyKeys(VECTOR_KEYS);
    for (YamlMap one : vector.maps("tools")) {
      one.onlyKeys(MIX_KEYS);
      one.text("tool");
      vectorName(one, "vector");
    }
    if (!vector.values().containsKey("tools")) {
      vector.text("tool");
    }
    vectorName(vector, "vector");
    List<String> report = vector.texts("report");
    if (report.isEmpty()) {
      throw vector.error("report", "missing");
    }
    for (String name : report) {
      known(vector, "report", name);
    }
    for (String name : vector.texts("also")) {
      known(vector, "also", name);
    }
    double startS = vector.number("at", 0);
    double lengthS = vector.number("for", attackS - startS);
    if (startS + lengthS > attackS) {
      throw vector.error("for", "goes on after the attack's end");
    }
    return new VectorPlan(
        number,
        vector.text("id"),
        startS,
        lengthS,
        vector.number("rate", 0),
        report,
        vector.flag("invariant"),
        vector.values());
  }

  private static void vectorName(YamlMap place, String key) {
    if (place.values().containsKey(key)) {
      known(place, key, place.text(key));
    }
  }

  private static void known(YamlMap place, String key, String name) {
    for (int vector = 1; vector < Vectors.FIXED_COUNT; vector++) {
      if (Vectors.name(vector).equals(name)) {
        return;
      }
    }
    if (!name.endsWith("-amplification")
        || !Reflectors.names().contains(name.substring(0, name.lastIndexOf('-')))) {
      throw place.error(key, "no vector has the name " + name);
    }
  }

  private static LegitPlan legit(YamlMap legit) {
    legit.onlyKeys(Set.of("base", "curve", "surges", "extras"));
    List<Surge> surges = new ArrayList<>();
    for (YamlMap surge : legit.maps("surges")) {
      surge.onlyKeys(SURGE_KEYS);
      surges.add(
          new Surge(
              surge.text("tenant"),
              surge.texts("classes"),
              surge.number("at", 0),
              surge.number("factor", 1),
              surge.number("rise", 0),
              surge.number("hold", 0),
              surge.number("decay", 0)));
    }
    List<LegitPlan.Extra> extras = new ArrayList<>();
    for (YamlMap extra : legit.maps("extras")) {
      Map<String, Object> values = new LinkedHashMap<>(extra.values());
      values.remove("name");
      extras.add(new LegitPlan.Extra(extra.text("name"), values));
    }
    return new LegitPlan(
        legit.number("base", 1), curve(legit), List.copyOf(surges), List.copyOf(extras));
  }

  private static Curve curve(YamlMap legit) {
    List<Curve.Point> points = new ArrayList<>();
    for (YamlMap point : legit.maps("curve")) {
      point.onlyKeys(Set.of("at", "factor"));
      points.add(new Curve.Point(point.number("at", 0), point.number("factor", 1)));
    }
    for (int k = 1; k < points.size(); k++) {
      if (points.get(k).timeS() <= points.get(k - 1).timeS()) {
        throw legit.error("curve", "its points are not in the order of time");
      }
    }
    return new Curve(List.copyOf(points));
  }

  private static Map<String, Double> limits(YamlMap limits) {
    Map<String, Double> result = new LinkedHashMap<>();
    for (String key : limits.values().keySet()) {
      if (!key.matches("G[0-9]+z?|X-[A-Za-z0-9-]+")) {
        throw limits.error(key, "no criterion; expected G1, G2, ... or X-...");
      }
      result.put(key, limits.number(key, 0));
    }
    return result;
  }

  private static Map<Mode, Map<String, Double>> modeLimits(YamlMap byMode) {
    Map<Mode, Map<String, Double>> result = new EnumMap<>(Mode.class);
    for (String name : byMode.values().keySet()) {
      result.put(mode(byMode, name, name), limits(byMode.map(name)));
    }
    return result;
  }
}
