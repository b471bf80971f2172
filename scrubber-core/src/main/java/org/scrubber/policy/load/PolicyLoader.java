package org.scrubber.policy.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.scrubber.classify.Objects;
import org.scrubber.policy.Border;
import org.scrubber.policy.Policy;
import org.scrubber.policy.ProtectedObject;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads policy files: YAML in, an immutable {@link Policy} out, or one line that says what is
 * wrong.
 *
 * <p>Nothing in a policy is looked up in the network. The clock is read only to warn of entries
 * that have expired. Thread-safe.
 */
public final class PolicyLoader {
  /** Most bytes that a policy file may have. */
  static final int MAX_FILE_BYTES = 16 << 20;

  private static final String EXPECTED =
      "keys and values as scrubber policy init prints them, for example version: 1";

  private PolicyLoader() {}

  /**
   * Loads a policy file; feeds are relative to its directory.
   *
   * @throws PolicyException when the file cannot be read or its policy cannot be used
   */
  public static LoadedPolicy load(Path file) throws PolicyException {
    String name = YamlValue.singleLine(file.toString());
    if (!Files.exists(file)) {
      throw new PolicyException(name + ": does not exist; expected a policy file");
    }
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new PolicyException(name + ": cannot be read; expected a policy file");
    }
    byte[] bytes;
    try (InputStream stream = Files.newInputStream(file)) {
      bytes = stream.readNBytes(MAX_FILE_BYTES + 1);
    } catch (IOException e) {
      throw new PolicyException(name + ": cannot be read; expected a policy file");
    }
    if (bytes.length > MAX_FILE_BYTES) {
      throw new PolicyException(name + ": is larger than 16 MiB; expected a policy file");
    }
    String yaml;
    try {
      yaml = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new PolicyException(name + ": is not UTF-8 text; expected a policy file");
    }
    Path directory = file.getParent();
    return parse(name, yaml, directory == null ? Path.of("") : directory);
  }

  /**
   * Returns the feeds that a policy file names, without reading them: what to watch while one of
   * them, or the policy, cannot be used. Empty when that cannot be told.
   */
  public static List<Path> feeds(Path file) {
    try {
      String yaml = Files.readString(file);
      YamlValue root = new YamlValue(file.toString(), "", compose(file.toString(), yaml));
      YamlValue lists = root.map(EXPECTED).get("lists");
      Path directory = file.getParent();
      return lists == null
          ? List.of()
          : ListReader.files(lists, directory == null ? Path.of("") : directory);
    } catch (IOException | PolicyException e) {
      return List.of();
    }
  }

  /**
   * Reads a policy from text.
   *
   * @param name what errors name as the file
   * @param yaml the text
   * @param baseDir what feed files are relative to
   * @throws PolicyException when the policy cannot be used
   */
  public static LoadedPolicy parse(String name, String yaml, Path baseDir) throws PolicyException {
    return parse(name, yaml, baseDir, Instant.now(), ReflectorNames.builtIn());
  }

  static LoadedPolicy parse(
      String name, String yaml, Path baseDir, Instant now, Set<String> knownReflectors)
      throws PolicyException {
    YamlValue root = new YamlValue(name, "", compose(name, yaml));
    Map<String, YamlValue> values = root.map(PolicyKeys.ROOT, EXPECTED);
    checkVersion(root.require(values, "version", "version: 1"));
    YamlValue seed = values.get("seed");
    int[] tables = tables(values.get("tables"));
    List<String> warnings = new ArrayList<>();
    ObjectReader objectReader = new ObjectReader(knownReflectors);
    ProtectedObject defaults = objectReader.readDefaults(values.get("defaults"));
    List<ProtectedObject> objects = objectReader.readObjects(values.get("objects"));
    RuleReader rules = new RuleReader(names(objects), Quantity.nowNs(now), warnings);
    rules.read(values.get("allow"), false);
    rules.read(values.get("block"), true);
    ListReader lists = new ListReader(baseDir, names(objects), now, warnings);
    Policy policy =
        new Policy(
            name,
            border(values.get("border")),
            seed == null ? Policies.DEFAULT_SEED : Quantity.seed(seed),
            tables[0],
            tables[1],
            tables[2],
            defaults,
            objects,
            rules.rules(),
            lists.readAll(values.get("lists")),
            false);
    checkTables(values.get("objects"), policy);
    return new LoadedPolicy(policy, List.copyOf(warnings));
  }

  private static Node compose(String name, String yaml) throws PolicyException {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(name)
            .setSchema(new CoreSchema())
            .setCodePointLimit(MAX_FILE_BYTES)
            .setAllowNonScalarKeys(true) // To refuse them with their place.
            .build();
    try {
      Optional<Node> root = new Compose(settings).composeString(yaml);
      if (root.isPresent()) {
        return root.get();
      }
      throw new PolicyException(name + ":1:1: the policy is empty; expected " + EXPECTED);
    } catch (MarkedYamlEngineException e) {
      String place = e.getProblemMark().map(YamlValue::position).orElse("1:1");
      throw syntax(name, place, e.getProblem());
    } catch (ReaderException e) {
      int line = 1;
      int column = 1;
      for (int i = 0; i < yaml.length() && yaml.charAt(i) != e.getCodePoint(); i++) {
        column = yaml.charAt(i) == '\n' ? 1 : column + 1;
        line += yaml.charAt(i) == '\n' ? 1 : 0;
      }
      String problem = String.format("character U+%04X is not allowed", e.getCodePoint());
      throw syntax(name, line + ":" + column, problem);
    } catch (YamlEngineException e) {
      throw syntax(name, "1:1", e.getMessage());
    } catch (StackOverflowError e) {
      throw syntax(name, "1:1", "it nests too deeply");
    }
  }

  private static PolicyException syntax(String name, String place, String problem) {
    return new PolicyException(
        name
            + ":"
            + place
            + ": not YAML: "
            + problem.strip().replaceAll("\\s+", " ")
            + "; expected "
            + EXPECTED);
  }

  private static void checkVersion(YamlValue value) throws PolicyException {
    if (!value.text("1").equals("1")) {
      throw value.wrong("is not a version that this program reads", "1");
    }
  }

  private static Border border(YamlValue value) throws PolicyException {
    if (value == null) {
      return Border.NONE;
    }
    String expected = "none, internet or edge";
    return switch (value.text(expected)) {
      case "none" -> Border.NONE;
      case "internet" -> Border.INTERNET;
      case "edge" -> Border.EDGE;
      default -> throw value.wrong("is not a border", expected);
    };
  }

  /** Returns the entries of the flow table, the source table and the SYN table. */
  private static int[] tables(YamlValue value) throws PolicyException {
    int[] entries = {
      Policies.DEFAULT_FLOW_CAPACITY,
      Policies.DEFAULT_SOURCE_CAPACITY,
      Policies.DEFAULT_SYN_CAPACITY
    };
    if (value != null) {
      Map<String, YamlValue> values =
          value.map(PolicyKeys.TABLES, "table sizes, for example { flows: 512k, sources: 256k }");
      for (int i = 0; i < entries.length; i++) {
        YamlValue size = values.get(PolicyKeys.TABLES.get(i));
        if (size != null) {
          boolean syns = PolicyKeys.TABLES.get(i).equals("syns");
          entries[i] = syns ? Quantity.synEntries(size) : Quantity.tableEntries(size);
        }
      }
    }
    return entries;
  }

  /** Refuses prefixes that do not fit the tables of the packet path, by making those tables. */
  private static void checkTables(YamlValue objects, Policy policy) throws PolicyException {
    try {
      new Objects(policy);
    } catch (IllegalArgumentException e) {
      throw objects.error(e.getMessage() + "; expected fewer or shorter prefixes");
    }
  }

  private static Set<String> names(List<ProtectedObject> objects) {
    return objects.stream().map(ProtectedObject::name).collect(Collectors.toSet());
  }
}
