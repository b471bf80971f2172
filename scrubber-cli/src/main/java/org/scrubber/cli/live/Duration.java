package org.scrubber.cli.live;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a span of time, as in {@code 30s}, {@code 10m} or {@code 2h}, to ns. */
public final class Duration implements ITypeConverter<Long> {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

  /** Returns the span in ns. */
  @Override
  public Long convert(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw new TypeConversionException(
          "\"" + text + "\" is not a time; expected a number with ms, s, m or h, for example 30s");
    }
    long unitNs =
        switch (matcher.group(2)) {
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "m" -> 60_000_000_000L;
          default -> 3_600_000_000_000L;
        };
    return Math.multiplyExact(Long.parseLong(matcher.group(1)), unitNs);
  }
}
