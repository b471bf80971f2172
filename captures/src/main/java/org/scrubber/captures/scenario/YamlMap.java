package org.scrubber.captures.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A mapping of a scenario file that is read strictly: what is missing, unknown or of the wrong kind
 * is an error that names the file and the key.
 *
 * @param place where it is: file name and path of keys
 * @param values what it holds, in order
 */
record YamlMap(String place, Map<String, Object> values) {
  /** Wraps what the YAML parser has made of a mapping. */
  static YamlMap of(String place, Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(place + ": expected a mapping");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    map.forEach((key, one) -> values.put(String.valueOf(key), one));
    return new YamlMap(place, values);
  }

  /** Refuses all keys but these. */
  YamlMap onlyKeys(Set<String> known) {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        throw error(key, "unknown key; expected one of " + String.join(", ", known));
      }
    }
    return this;
  }

  String text(String key) {
    Object value = values.get(key);
    if (value instanceof String || value instanceof Number) {
      return value.toString();
    }
    throw error(key, value == null ? "missing" : "expected text");
  }

  double number(String key, double otherwise) {
    Object value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw error(key, "expected a number");
  }

  int whole(String key, int otherwise) {
    double value = number(key, otherwise);
    if (value != StrictMath.rint(value)) {
      throw error(key, "expected a whole number");
    }
    return (int) value;
  }

  boolean flag(String key) {
    Object value = values.get(key);
    if (value != null && !(value instanceof Boolean)) {
      throw error(key, "expected true or false");
    }
    return Boolean.TRUE.equals(value);
  }

  List<String> texts(String key) {
    Object value = values.getOrDefault(key, List.of());
    if (!(value instanceof List<?> list)) {
      throw error(key, "expected a list");
    }
    return list.stream().map(String::valueOf).toList();
  }

  /** Returns the mapping under a key, or an empty one. */
  YamlMap map(String key) {
    Object value = values.get(key);
    return of(place + ": " + key, value == null ? Map.of() : value);
  }

  /** Returns the mappings of the list under a key, none when it is missing. */
  List<YamlMap> maps(String key) {
    Object value = values.getOrDefault(key, List.of());
    if (!(value instanceof List<?> list)) {
      throw error(key, "expected a list");
    }
    List<YamlMap> maps = new ArrayList<>();
    for (Object one : list) {
      maps.add(of(place + ": " + key + "[" + maps.size() + "]", one));
    }
    return maps;
  }

  IllegalArgumentException error(String key, String what) {
    return new IllegalArgumentException(place + ": " + key + ": " + what);
  }
}
