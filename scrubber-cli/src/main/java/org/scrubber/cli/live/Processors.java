package org.scrubber.cli.live;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scrubber.io.linux.Affinity;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Processors by number, in order, as in {@code 2,3} or {@code 2-5}.
 *
 * @param list empty for none
 */
record Processors(List<Integer> list) {
  /** No choice. */
  static final Processors NONE = new Processors(List.of());

  private static final Pattern ITEM = Pattern.compile("([0-9]{1,4})(?:-([0-9]{1,4}))?");

  /** Returns what is wrong with these for so many workers, or an empty text. */
  String problem(int workers) throws IOException {
    if (list.isEmpty()) {
      return "";
    }
    if (list.size() != workers) {
      return list.size() + " given; expected " + workers + ", one for each worker";
    }
    BitSet usable = Affinity.cpus();
    for (int cpu : list) {
      if (!usable.get(cpu)) {
        return cpu + " is no processor that this process may use; expected of " + usable;
      }
    }
    return "";
  }

  /** Reads a list. */
  static final class Converter implements ITypeConverter<Processors> {
    @Override
    public Processors convert(String text) {
      List<Integer> found = new ArrayList<>();
      for (String item : text.split(",", -1)) {
        Matcher matcher = ITEM.matcher(item);
        if (!matcher.matches()) {
          throw wrong(text);
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        for (int cpu = first; cpu <= last; cpu++) {
          if (found.contains(cpu)) {
            throw wrong(text);
          }
          found.add(cpu);
        }
        if (last < first) {
          throw wrong(text);
        }
      }
      return new Processors(List.copyOf(found));
    }

    private static TypeConversionException wrong(String text) {
      return new TypeConversionException(
          "\"" + text + "\" is no list of processors, each once; expected for example 2,3 or 2-5");
    }
  }
}
