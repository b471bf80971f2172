package org.scrubber.cli.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scrubber.cli.render.Quantity;
import org.scrubber.table.DistinctCounter;

/** The words of a report in one language, and numbers as its readers expect them. */
final class Words {
  private static final String BUNDLE = "org.scrubber.cli.report.page.words";

  private static final Pattern SIGNATURE_VALUE = Pattern.compile("\\b([0-9]+|[0-9a-f]{16})\\b");
  private static final long MS_NS = 1_000_000L;

  private final ResourceBundle bundle;
  private final Locale locale;

  Words(Locale locale) {
    this.locale = locale;
    bundle =
        ResourceBundle.getBundle(
            BUNDLE,
            locale,
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  /** Returns the text of a key, with its places filled in. */
  String get(String key, Object... values) {
    String text = bundle.getString(key);
    return values.length == 0 ? text : new MessageFormat(text, Locale.ROOT).format(values);
  }

  /** Returns parts one after the other, set apart as lists are whose parts have commas. */
  String joined(Iterable<String> parts) {
    return String.join(get("semicolon") + " ", parts);
  }

  /** Returns the code of the language. */
  String language() {
    return locale.getLanguage();
  }

  /** Returns a number with the language's separators. */
  String number(long value) {
    return String.format(locale, "%,d", value);
  }

  /** Returns a count of distinct things: more than can be counted exactly is about as many. */
  String distinct(long count) {
    return count > DistinctCounter.EXACT ? get("about", number(count)) : number(count);
  }

  /**
   * Returns what packets have in common, part by part; a part that there are no words for as it is.
   *
   * @param english as the journal has it, for example {@code length 512, no options}
   */
  String signature(String english) {
    return Stream.of(english.split(", ")).map(this::common).collect(Collectors.joining(", "));
  }

  private String common(String part) {
    Matcher value = SIGNATURE_VALUE.matcher(part);
    boolean found = value.find();
    String name = found ? part.replace(value.group(), "") : part;
    String key = "signature." + name.strip().replace(' ', '-');
    return bundle.containsKey(key) ? get(key, found ? value.group() : "") : part;
  }

  /** Returns a network of the report by its number and whose it is. */
  String network(JsonNode row) {
    long asn = row.path("asn").asLong();
    return asn == 0
        ? get("unknown")
        : ("AS" + asn + " " + row.path("organization").asText()).strip();
  }

  /** Returns a country in the reader's language, with its two letters. */
  String country(String code) {
    return code.isEmpty()
        ? get("unknown")
        : "%s (%s)".formatted(Locale.of("", code).getDisplayCountry(locale), code);
  }

  String packetRate(long pps) {
    return decimal(Quantity.packetRate(pps));
  }

  String bitRate(long bps) {
    return decimal(Quantity.bitRate(bps));
  }

  String bytes(long bytes) {
    return bytesOf(decimal(Quantity.bytes(bytes)));
  }

  /** Returns a number of bytes with the language's unit, of one with B; other text as it is. */
  String bytesOf(String text) {
    boolean bytes = text.matches("[0-9.,]+ [kMGTPE]?B");
    return bytes && locale.getLanguage().equals("fr")
        ? text.substring(0, text.length() - 1) + "o"
        : text;
  }

  String duration(long ns) {
    return decimal(Quantity.duration(ns));
  }

  /**
   * Returns how long it is from one moment to a later one, both as {@link #exactTime} shows them:
   * to the millisecond, unless it is shorter.
   */
  String span(long fromNs, long toNs) {
    return decimal(Quantity.span(fromNs, toNs));
  }

  /** Returns a date and time of day, UTC. */
  String time(long timeNs) {
    return Quantity.date(timeNs) + " " + Quantity.time(timeNs);
  }

  /** Returns date and time of day with milliseconds, UTC. */
  String exactTime(long timeNs) {
    return Quantity.date(timeNs) + " " + clock(timeNs, true);
  }

  /** Returns the time of day, UTC. */
  String clock(long timeNs, boolean exact) {
    String clock = Quantity.time(timeNs);
    return exact
        ? decimal("%s.%03d".formatted(clock, Math.floorMod(timeNs, 1_000_000_000L) / MS_NS))
        : clock;
  }

  /** Tells whether moments are of the same second, so that more digits must tell them apart. */
  static boolean areClose(long timeNs, long otherNs) {
    return Math.floorDiv(timeNs, 1_000_000_000L) == Math.floorDiv(otherNs, 1_000_000_000L);
  }

  private String decimal(String english) {
    return locale.getLanguage().equals("en") ? english : english.replace('.', ',');
  }
}
