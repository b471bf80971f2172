package org.scrubber.policy.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.scrubber.policy.Prefix;

/** Reads prefixes, and keeps track of which object has which. */
final class PrefixReader {
  static final int MAX_PREFIXES = 100_000;

  private static final String EXPECTED =
      "a prefix (IPv6 in quotes), for example 203.0.113.0/24 or \"2001:db8::/32\"";
  private static final String EXPECTED_LIST =
      "a list of prefixes, for example [203.0.113.0/24, \"2001:db8::/32\"]";

  private final Map<Prefix, YamlValue> owners = new HashMap<>();

  /** Returns one prefix. */
  static Prefix read(YamlValue value) throws PolicyException {
    String text = value.text(EXPECTED);
    try {
      return Prefix.parse(text);
    } catch (IllegalArgumentException e) {
      throw value.error("\"" + YamlValue.shown(text) + "\" " + e.getMessage());
    }
  }

  /** Returns a list of prefixes, which may repeat. */
  static List<Prefix> readAll(YamlValue value) throws PolicyException {
    List<Prefix> prefixes = new ArrayList<>();
    for (YamlValue element : value.list(EXPECTED_LIST)) {
      prefixes.add(read(element));
    }
    return List.copyOf(prefixes);
  }

  /** Returns an object's prefixes: at least one, and none that an object already has. */
  List<Prefix> readOwned(YamlValue object, Map<String, YamlValue> values) throws PolicyException {
    YamlValue list = object.require(values, "prefixes", EXPECTED_LIST);
    List<Prefix> prefixes = new ArrayList<>();
    for (YamlValue element : list.list(EXPECTED_LIST)) {
      Prefix prefix = read(element);
      YamlValue owner = owners.putIfAbsent(prefix, element);
      if (owner != null) {
        throw element.wrong(
            "is already " + owner.path() + " at " + owner.position(),
            "each prefix in one object; a longer or shorter prefix may nest");
      }
      if (owners.size() > MAX_PREFIXES) {
        throw element.error("too many prefixes; expected at most " + MAX_PREFIXES);
      }
      prefixes.add(prefix);
    }
    if (prefixes.isEmpty()) {
      throw list.error("the list is empty; expected " + EXPECTED_LIST);
    }
    return List.copyOf(prefixes);
  }
}
