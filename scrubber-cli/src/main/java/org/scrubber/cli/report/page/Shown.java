package org.scrubber.cli.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.scrubber.cli.report.page.form.Cell;

/**
 * A part of the report's JSON, whose values are shown in a language.
 *
 * @param node the part
 * @param pointer its place in the whole
 * @param words of the language
 */
record Shown(JsonNode node, String pointer, Words words) {
  /** Returns a part of this part, as {@code /vectors/0}. */
  Shown at(String path) {
    return new Shown(node.at(path), pointer + path, words);
  }

  /** Returns the parts of a list. */
  List<Shown> each(String path) {
    List<Shown> parts = new ArrayList<>();
    for (int k = 0; k < node.at(path).size(); k++) {
      parts.add(at(path + "/" + k));
    }
    return parts;
  }

  long value(String path) {
    return node.at(path).asLong();
  }

  String string(String path) {
    return node.at(path).asText();
  }

  private Cell number(String path, LongFunction<String> format) {
    long value = value(path);
    return new Cell.Value(pointer + path, value, format.apply(value));
  }

  Cell text(String path) {
    return Cell.of(string(path));
  }

  Cell code(String path) {
    return new Cell.Code(string(path));
  }

  /** Returns the words for a value that is a code. */
  Cell word(String prefix, String path) {
    return Cell.of(words.get(prefix + string(path)));
  }

  Cell number(String path) {
    return number(path, words::number);
  }

  /** Returns a count of distinct things, which is an estimate where they are many. */
  Cell distinct(String path) {
    return number(path, words::distinct);
  }

  Cell ofHundred(String path) {
    return number(path, value -> value + "/100");
  }

  Cell percent(String path) {
    return number(path, value -> value + "\u00a0%");
  }

  Cell packetRate(String path) {
    return number(path, words::packetRate);
  }

  Cell bitRate(String path) {
    return number(path, words::bitRate);
  }

  Cell bytes(String path) {
    return number(path, words::bytes);
  }

  Cell duration(String path) {
    return number(path, words::duration);
  }

  /** Returns a duration as the difference of the two moments that it lies between. */
  Cell span(String path, String from, String to) {
    return new Cell.Value(pointer + path, value(path), words.span(value(from), value(to)));
  }

  /** Returns date and time of day. */
  Cell time(String path) {
    return number(path, words::time);
  }

  /** Returns date and time of day with milliseconds. */
  Cell exactTime(String path) {
    return number(path, words::exactTime);
  }

  /** Returns the time of day; with milliseconds where another moment is of the same second. */
  Cell clock(String path, String other) {
    boolean exact = Words.areClose(value(path), value(other));
    return number(path, value -> words.clock(value, exact));
  }
}
