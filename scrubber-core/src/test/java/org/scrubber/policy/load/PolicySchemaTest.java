package org.scrubber.policy.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scrubber.policy.Profile;
import org.scrubber.policy.Service;
import org.scrubber.policy.ThresholdKey;
import org.scrubber.policy.load.feed.FeedFormat;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Holds docs/policy.schema.json and docs/policy.md to what the loader knows. JSON is YAML. */
class PolicySchemaTest {
  private Object schema;
  private String manual;

  @BeforeEach
  void readDocuments() throws IOException {
    schema =
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(document("policy.schema.json")));
    manual = Files.readString(document("policy.md"));
  }

  @Test
  void shouldHaveTheKeysOfTheLoader() {
    assertKeys(PolicyKeys.ROOT, schema);
    assertKeys(PolicyKeys.TABLES, at(schema, "properties", "tables"));
    assertKeys(PolicyKeys.DEFAULTS, at(schema, "properties", "defaults"));
    assertKeys(PolicyKeys.OBJECT, at(schema, "$defs", "object"));
    assertKeys(PolicyKeys.THRESHOLDS, at(schema, "$defs", "thresholds"));
    assertKeys(PolicyKeys.SERVICE, at(schema, "$defs", "service"));
    assertKeys(PolicyKeys.RULE, at(schema, "$defs", "rule"));
    assertKeys(PolicyKeys.LIST, at(schema, "$defs", "list"));
  }

  @Test
  void shouldHaveTheWordsAndLimitsOfTheLoader() {
    List<?> profiles = (List<?>) at(schema, "$defs", "profile", "enum");
    assertEquals(Profile.names(), profiles.subList(0, profiles.size() - 1));
    assertEquals(FeedFormat.names(), at(schema, "$defs", "list", "properties", "format", "enum"));
    assertEquals(ListReader.ACTIONS, at(schema, "$defs", "list", "properties", "action", "enum"));
    assertEquals(
        ListReader.DIRECTIONS, at(schema, "$defs", "list", "properties", "direction", "enum"));
    assertEquals(ObjectReader.MAX_OBJECTS, at(schema, "properties", "objects", "maxProperties"));
    assertEquals(ListReader.MAX_LISTS, at(schema, "properties", "lists", "maxItems"));
    assertEquals(RuleReader.MAX_RULES, at(schema, "$defs", "rules", "maxItems"));
    assertEquals(PrefixReader.MAX_PREFIXES, at(schema, "$defs", "prefixes", "maxItems"));
    assertEquals(
        ServiceReader.MAX_SERVICES,
        at(schema, "$defs", "object", "properties", "services", "maxItems"));
  }

  @Test
  void shouldResolveEveryReference() {
    assertTrue(countReferences(schema) > 20);
  }

  @Test
  void shouldExplainEveryKeyInTheManual() {
    for (List<String> keys :
        List.of(
            PolicyKeys.ROOT,
            PolicyKeys.TABLES,
            PolicyKeys.DEFAULTS,
            PolicyKeys.OBJECT,
            PolicyKeys.THRESHOLDS,
            PolicyKeys.SERVICE,
            PolicyKeys.RULE,
            PolicyKeys.LIST)) {
      for (String key : keys) {
        assertTrue(manual.contains("`" + key + "`"), key);
      }
    }
  }

  @Test
  void shouldListTheThresholdsOfEveryProfileInTheManual() {
    for (Profile profile : Profile.values()) {
      StringBuilder row = new StringBuilder("| `" + profile.text() + "` |");
      for (ThresholdKey key : ThresholdKey.values()) {
        row.append(String.format(Locale.ROOT, " %,d |", key.of(profile.thresholds())));
      }
      assertTrue(manual.contains(row), row.toString());
      String replies =
          profile.allowedReflectors().isEmpty()
              ? "–"
              : String.join(", ", profile.allowedReflectors().stream().sorted().toList());
      String services =
          profile.services().isEmpty()
              ? "anything"
              : String.join(", ", profile.services().stream().map(Service::toString).toList());
      String row2 = "| `" + profile.text() + "` | " + services + " | " + replies + " |";
      assertTrue(manual.contains(row2), row2);
    }
  }

  private int countReferences(Object node) {
    int count = 0;
    if (node instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (entry.getKey().equals("$ref")) {
          assertNotNull(at(schema, entry.getValue().toString().substring(2).split("/")));
          count++;
        }
        count += countReferences(entry.getValue());
      }
    } else if (node instanceof List<?> list) {
      for (Object element : list) {
        count += countReferences(element);
      }
    }
    return count;
  }

  private static void assertKeys(List<String> expected, Object object) {
    Map<?, ?> properties = (Map<?, ?>) at(object, "properties");
    assertEquals(expected, List.copyOf(properties.keySet()));
    assertEquals(false, at(object, "additionalProperties"));
  }

  private static Object at(Object node, String... path) {
    Object here = node;
    for (String key : path) {
      here = ((Map<?, ?>) here).get(key);
    }
    return here;
  }

  /** Finds a file of the folder docs at the root of the checkout. */
  private static Path document(String name) {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null && !Files.exists(directory.resolve("docs").resolve(name))) {
      directory = directory.getParent();
    }
    assertNotNull(directory, "no docs/" + name + " above the working directory");
    return directory.resolve("docs").resolve(name);
  }
}
