package org.scrubber.policy.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scrubber.policy.load.feed.ShownText;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value of the policy file that knows where it stands, so that whatever is wrong with it can be
 * said in one line.
 *
 * @param file name of the file as errors show it
 * @param path dotted path of keys from the root; empty for the root
 * @param node the YAML node
 */
record YamlValue(String file, String path, Node node) {
  /** Returns {@code LINE:COLUMN}, both from 1. */
  String position() {
    return node.getStartMark().map(YamlValue::position).orElse("1:1");
  }

  /** Returns {@code LINE:COLUMN} of a mark, both from 1. */
  static String position(Mark mark) {
    return (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }

  /** Returns the line {@code FILE:LINE:COLUMN: PATH: problem}. */
  String line(String problem) {
    return file + ":" + position() + ": " + (path.isEmpty() ? "" : path + ": ") + problem;
  }

  /** Returns an exception with the line of {@code problem}. */
  PolicyException error(String problem) {
    return new PolicyException(line(problem));
  }

  /** Returns an exception of the form {@code "VALUE" what; expected ...}. */
  PolicyException wrong(String what, String expected) {
    return error(subject() + what + "; expected " + expected);
  }

  /** Returns the scalar's text, without regard to its type in YAML. */
  String text(String expected) throws PolicyException {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw wrong("is a " + kind(), expected);
  }

  /** Returns the elements of a list. */
  List<YamlValue> list(String expected) throws PolicyException {
    if (!(node instanceof SequenceNode sequence)) {
      throw wrong(node instanceof ScalarNode ? "is not a list" : "is a mapping", expected);
    }
    List<YamlValue> elements = new ArrayList<>(sequence.getValue().size());
    for (Node element : sequence.getValue()) {
      elements.add(new YamlValue(file, path + "[" + elements.size() + "]", element));
    }
    return elements;
  }

  /** Returns the values of a mapping by key, in file order; the keys are whatever is there. */
  Map<String, YamlValue> map(String expected) throws PolicyException {
    if (!(node instanceof MappingNode mapping)) {
      throw wrong(node instanceof ScalarNode ? "is not a mapping" : "is a list", expected);
    }
    Map<String, YamlValue> values = new LinkedHashMap<>();
    Map<String, YamlValue> keys = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
        throw new YamlValue(file, path, tuple.getKeyNode())
            .error("a key is a list or a mapping; expected plain text as key");
      }
      String key = keyNode.getValue();
      String keyPath = (path.isEmpty() ? "" : path + ".") + shown(key);
      YamlValue here = new YamlValue(file, keyPath, keyNode);
      YamlValue before = keys.putIfAbsent(key, here);
      if (before != null) {
        throw here.error("key stands here and at " + before.position() + "; expected it once");
      }
      values.put(key, new YamlValue(file, keyPath, tuple.getValueNode()));
    }
    return values;
  }

  /**
   * Returns the values of a mapping by key; keys without a value are left out.
   *
   * @throws PolicyException when it is no mapping, or a key is not among {@code known}
   */
  Map<String, YamlValue> map(List<String> known, String expected) throws PolicyException {
    Map<String, YamlValue> values = map(expected);
    for (NodeTuple tuple : ((MappingNode) node).getValue()) {
      String key = ((ScalarNode) tuple.getKeyNode()).getValue();
      if (!known.contains(key)) {
        YamlValue here = new YamlValue(file, values.get(key).path, tuple.getKeyNode());
        throw here.wrong("is not a key here", Nearest.expectation(key, known));
      }
    }
    values.values().removeIf(YamlValue::isNull);
    return values;
  }

  /** Returns the value of a key that must be there. */
  YamlValue require(Map<String, YamlValue> values, String key, String expected)
      throws PolicyException {
    YamlValue value = values.get(key);
    if (value == null) {
      throw error("key " + key + " is missing; expected " + expected);
    }
    return value;
  }

  /** Tells whether nothing is there, as after a key whose lines are all commented out. */
  boolean isNull() {
    return Tag.NULL.equals(node.getTag());
  }

  /** Returns text in a form that is short, and safe to show within one line. */
  static String shown(String text) {
    return ShownText.shown(text);
  }

  /** Returns text with control characters and line separators as escapes. */
  static String singleLine(String text) {
    return ShownText.singleLine(text);
  }

  private String subject() {
    return node instanceof ScalarNode scalar ? "\"" + shown(scalar.getValue()) + "\" " : "";
  }

  private String kind() {
    return node instanceof SequenceNode ? "list" : "mapping";
  }
}
