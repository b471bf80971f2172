package org.scrubber.policy.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.scrubber.policy.AddressList;
import org.scrubber.policy.AddressList.Action;
import org.scrubber.policy.AddressList.Direction;
import org.scrubber.policy.load.feed.FeedException;
import org.scrubber.policy.load.feed.FeedFormat;
import org.scrubber.policy.load.feed.FeedReader;
import org.scrubber.policy.load.feed.ShownText;

/** Reads the feed lists that a policy file names. */
final class ListReader {
  static final int MAX_LISTS = 64;
  static final List<String> ACTIONS = List.of("allow", "block", "report");
  static final List<String> DIRECTIONS = List.of("in", "out", "both");

  private static final String EXPECTED =
      "a list of feeds, for example { file: feeds/drop.txt, format: spamhaus-drop, action: block }";
  private static final String EXPECTED_FILE = "a file, for example file: feeds/drop.txt";
  private static final String EXPECTED_FORMAT = "format: " + String.join(", ", FeedFormat.names());
  private static final String EXPECTED_COLUMN =
      "the title or number of a column of the file, for example dst_ip or 2";
  private static final String EXPECTED_NAME =
      "up to 64 of a-z, 0-9, dot, dash and underscore, for example botnets";

  private final Path baseDir;
  private final Set<String> objectNames;
  private final Instant now;
  private final List<String> warnings;
  private final Set<String> names = new HashSet<>();

  /**
   * Creates a reader.
   *
   * @param baseDir what relative file names are relative to
   * @param objectNames the objects that lists may name
   * @param now time before which an expiry earns a warning
   * @param warnings where to put them
   */
  ListReader(Path baseDir, Set<String> objectNames, Instant now, List<String> warnings) {
    this.baseDir = baseDir;
    this.objectNames = objectNames;
    this.now = now;
    this.warnings = warnings;
  }

  /** Reads all feeds; null for none. */
  List<AddressList> readAll(YamlValue lists) throws PolicyException {
    if (lists == null) {
      return List.of();
    }
    List<AddressList> read = new ArrayList<>();
    for (YamlValue entry : lists.list(EXPECTED)) {
      if (read.size() == MAX_LISTS) {
        throw entry.error("too many feeds; expected at most " + MAX_LISTS);
      }
      read.add(readList(entry));
    }
    return List.copyOf(read);
  }

  /** Returns the files that lists name, whatever else is wrong with them. */
  static List<Path> files(YamlValue lists, Path baseDir) throws PolicyException {
    List<Path> files = new ArrayList<>();
    for (YamlValue entry : lists.list(EXPECTED)) {
      YamlValue file = entry.map(EXPECTED).get("file");
      if (file != null && files.size() < MAX_LISTS) {
        try {
          files.add(baseDir.resolve(file.text(EXPECTED_FILE)));
        } catch (InvalidPathException e) {
          // No file has that name, so that none of it can change.
        }
      }
    }
    return List.copyOf(files);
  }

  private AddressList readList(YamlValue entry) throws PolicyException {
    Map<String, YamlValue> values = entry.map(PolicyKeys.LIST, EXPECTED);
    YamlValue file = entry.require(values, "file", EXPECTED_FILE);
    FeedFormat format = format(entry.require(values, "format", EXPECTED_FORMAT));
    YamlValue action = entry.require(values, "action", "action: allow, block or report");
    Action done = Action.values()[ACTIONS.indexOf(word(action, "is not an action", ACTIONS))];
    Direction way = direction(values.get("direction"));
    String column = column(entry, values, format);
    YamlValue untilColumn = values.get("until-column");
    RuleReader rules = new RuleReader(objectNames, Quantity.nowNs(now), warnings);
    String object = rules.object(values.get("object"));
    long untilNs = rules.until(values.get("until"), "the list");
    Path path = path(file);
    String name = name(values.get("name"), file);
    FeedReader.Feed feed = read(file, path, format, column, untilColumn);
    return new AddressList(name, done, way, object, untilNs, feed.entries(), feed.set());
  }

  private FeedReader.Feed read(
      YamlValue file, Path path, FeedFormat format, String column, YamlValue untilColumn)
      throws PolicyException {
    String shown = ShownText.singleLine(path.toString());
    try {
      FeedReader.Feed feed =
          column == null
              ? FeedReader.read(path, format, now)
              : FeedReader.readColumns(
                  path,
                  column,
                  untilColumn == null ? null : untilColumn.text(EXPECTED_COLUMN),
                  now);
      feed.warnings().forEach(warning -> warnings.add(shown + ":" + warning));
      return feed;
    } catch (FeedException e) {
      throw new PolicyException(shown + ":" + e.getMessage());
    } catch (IOException e) {
      throw file.wrong("cannot be read", "a readable file, relative to the policy file");
    }
  }

  private Path path(YamlValue file) throws PolicyException {
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
    return path;
  }

  /** Returns the column of addresses, or null where the format has no columns. */
  private static String column(YamlValue entry, Map<String, YamlValue> values, FeedFormat format)
      throws PolicyException {
    if (format == FeedFormat.CSV) {
      return entry.require(values, "column", EXPECTED_COLUMN).text(EXPECTED_COLUMN);
    }
    for (String key : List.of("column", "until-column")) {
      if (values.containsKey(key)) {
        throw values.get(key).wrong("is a column, which this format lacks", "format: csv");
      }
    }
    return null;
  }

  /** Returns what reports call the list: its name, or the file's; no two have the same. */
  private String name(YamlValue value, YamlValue file) throws PolicyException {
    if (value == null) {
      String text = file.text(EXPECTED_FILE);
      String last = ShownText.singleLine(Path.of(text).getFileName().toString());
      String whole = ShownText.singleLine(text);
      String name = names.contains(last) ? whole : last;
      for (int number = 2; !names.add(name); number++) {
        name = whole + "#" + number;
      }
      return name;
    }
    String name = value.text(EXPECTED_NAME);
    if (!name.matches("[a-z0-9._-]{1,64}")) {
      throw value.wrong("is not a name", EXPECTED_NAME);
    }
    if (!names.add(name)) {
      throw value.wrong("is another list's name", "a name of its own for each list");
    }
    return name;
  }

  private static Direction direction(YamlValue value) throws PolicyException {
    return value == null
        ? Direction.IN
        : Direction.values()[DIRECTIONS.indexOf(word(value, "is not a direction", DIRECTIONS))];
  }

  private static FeedFormat format(YamlValue value) throws PolicyException {
    return FeedFormat.of(word(value, "is not a feed format", FeedFormat.names()));
  }

  private static String word(YamlValue value, String wrong, List<String> known)
      throws PolicyException {
    String text = value.text(String.join(", ", known));
    if (!known.contains(text)) {
      throw value.wrong(wrong, Nearest.expectation(text, known));
    }
    return text;
  }
}
