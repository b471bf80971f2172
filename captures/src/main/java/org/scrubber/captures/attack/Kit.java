package org.scrubber.captures.attack;

import java.util.Map;
import org.scrubber.captures.attack.tool.Tool;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.world.Stream;

/**
 * What a tool is made of.
 *
 * @param setting where it will be used
 * @param stream the vector's stream
 * @param vector number of the vector in its scenario
 * @param values what the scenario file says of the tool, and of the vector where that says nothing
 */
record Kit(Setting setting, Stream stream, int vector, Map<String, Object> values) {
  /** How a tool is made. */
  @FunctionalInterface
  interface Maker {
    Tool make(Kit kit);
  }

  /** Returns a whole number, or the default. */
  int whole(String key, int otherwise) {
    return values.get(key) instanceof Number number ? number.intValue() : otherwise;
  }
}
