package org.scrubber.policy.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.scrubber.policy.AddressList;

/** Reads the feed lists that a policy file names. */
final class ListReader {
  static final int MAX_LISTS = 64;

  private static final String EXPECTED =
      "a list of feeds, for example { file: feeds/drop.txt, format: spamhaus-drop, action: block }";
  private static final String EXPECTED_FILE = "a file, for example file: feeds/drop.txt";
  private static final String EXPECTED_FORMAT = "format: " + String.join(", ", FeedFormat.names());

  private ListReader() {}

  /**
   * Reads all feeds; null for none.
   *
   * @param baseDir what relative file names are relative to
   */
  static List<AddressList> readAll(YamlValue lists, Path baseDir, List<String> warnings)
      throws PolicyException {
    if (lists == null) {
      return List.of();
    }
    List<AddressList> read = new ArrayList<>();
    for (YamlValue entry : lists.list(EXPECTED)) {
      if (read.size() == MAX_LISTS) {
        throw entry.error("too many feeds; expected at most " + MAX_LISTS);
      }
      read.add(readList(entry, baseDir, warnings));
    }
    return List.copyOf(read);
  }

  private static AddressList readList(YamlValue entry, Path baseDir, List<String> warnings)
      throws PolicyException {
    Map<String, YamlValue> values = entry.map(PolicyKeys.LIST, EXPECTED);
    YamlValue file = entry.require(values, "file", EXPECTED_FILE);
    FeedFormat format = format(entry.require(values, "format", EXPECTED_FORMAT));
    boolean block = isBlock(entry.require(values, "action", "action: allow or action: block"));
    Path path;
    try {
      path = baseDir.resolve(file.text(EXPECTED_FILE));
    } catch (InvalidPathException e) {
      throw file.wrong("is not a file name", EXPECTED_FILE);
    }
    if (!Files.isRegularFile(path)) {
      throw file.wrong(
          Files.exists(path) ? "is not a file" : "does not exist",
          "a readable file, relative to the policy file");
    }
    try {
      return FeedReader.read(path, YamlValue.singleLine(path.toString()), format, block, warnings);
    } catch (IOException e) {
      throw file.wrong("cannot be read", "a readable file, relative to the policy file");
    }
  }

  private static FeedFormat format(YamlValue value) throws PolicyException {
    String text = value.text(EXPECTED_FORMAT);
    FeedFormat format = FeedFormat.of(text);
    if (format == null) {
      throw value.wrong("is not a feed format", Nearest.expectation(text, FeedFormat.names()));
    }
    return format;
  }

  private static boolean isBlock(YamlValue value) throws PolicyException {
    String expected = "allow or block";
    return switch (value.text(expected)) {
      case "block" -> true;
      case "allow" -> false;
      default -> throw value.wrong("is not an action", expected);
    };
  }
}
