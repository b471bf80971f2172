package org.scrubber.journal;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.scrubber.policy.AddressSet;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.ProtectedObject;

/** A policy as statements, and what is different between two, in words. Cold path. */
public final class PolicyWords {
  private static final String SECRET = "seed";
  private static final Pattern UPPER = Pattern.compile("[A-Z]");

  private final Map<String, String> statements = new TreeMap<>();

  private PolicyWords() {}

  /** Returns all that a policy says by name, but for its seed: {@code objects.web.mode} and so. */
  public static Map<String, String> statements(Policy policy) {
    PolicyWords words = new PolicyWords();
    words.add("", policy);
    return words.statements;
  }

  /** Returns what another policy says otherwise, a line each; empty when that is nothing. */
  public static List<String> differences(Policy before, Policy after) {
    Map<String, String> old = statements(before);
    Map<String, String> now = statements(after);
    TreeSet<String> names = new TreeSet<>(old.keySet());
    names.addAll(now.keySet());
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      String from = old.get(name);
      String to = now.get(name);
      if (from == null) {
        lines.add(name + ": " + to + " (new)");
      } else if (to == null) {
        lines.add(name + ": " + from + " (gone)");
      } else if (!from.equals(to)) {
        lines.add(name + ": " + from + " -> " + to);
      }
    }
    return lines;
  }

  private void add(String name, Object value) {
    switch (value) {
      case AddressSet members ->
          statements.put(name, "members " + HexFormat.of().toHexDigits(members.fingerprint()));
      case Prefix prefix -> statements.put(name, prefix.toString());
      case Record any -> components(name, any);
      case Collection<?> many -> elements(name, many);
      default -> statements.put(name, String.valueOf(value));
    }
  }

  private void components(String name, Record value) {
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      if (!component.getName().equals(SECRET)) {
        try {
          Object part = component.getAccessor().invoke(value);
          if (part != null) {
            String key = key(component.getName());
            add(name.isEmpty() ? key : name + "." + key, part);
          }
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(name, e); // All of a policy is public.
        }
      }
    }
  }

  /** Returns the key by which a policy's file says it: syn-pps for synPps. */
  private static String key(String component) {
    return UPPER
        .matcher(component)
        .replaceAll(found -> "-" + found.group().toLowerCase(Locale.ROOT));
  }

  private void elements(String name, Collection<?> many) {
    boolean plain =
        many.stream().allMatch(one -> !(one instanceof Record) || one instanceof Prefix);
    if (plain) {
      List<String> sorted = many.stream().map(String::valueOf).sorted().toList();
      statements.put(name, String.join(" ", sorted));
      return;
    }
    int number = 0;
    for (Object one : many) {
      String key = one instanceof ProtectedObject object ? object.name() : "" + ++number;
      add(name + "." + key, one);
    }
  }
}
