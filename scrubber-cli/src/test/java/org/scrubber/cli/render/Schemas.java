package org.scrubber.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;

/** Holds JSON to its documented schema. */
public final class Schemas {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Schemas() {}

  /** Requires that a document has exactly the fields of a schema, of its types. */
  public static void assertConforms(Path schemaFile, JsonNode document) throws IOException {
    JsonNode schema = JSON.readTree(Files.readString(schemaFile));
    assertConforms(schema, schema, document, "$");
  }

  /** Requires that every field of a schema is described, and every object closed. */
  public static void assertDescribed(Path schemaFile) throws IOException {
    JsonNode schema = JSON.readTree(Files.readString(schemaFile));
    assertDescribed(schema, "$");
    for (JsonNode definition : schema.get("$defs")) {
      assertDescribed(definition, "$defs");
    }
  }

  /**
   * Requires the same fields and types, down to the leaves; enough for a schema without choices.
   */
  private static void assertConforms(JsonNode root, JsonNode schema, JsonNode value, String path) {
    JsonNode rule = resolved(root, schema);
    assertTrue(hasType(rule.get("type"), value), path + " is " + value.getNodeType());
    if (rule.has("const")) {
      assertEquals(rule.get("const"), value, path);
    }
    if (rule.has("enum")) {
      boolean found = false;
      for (JsonNode choice : rule.get("enum")) {
        found |= choice.equals(value);
      }
      assertTrue(found, path + " is " + value);
    }
    if (rule.has("pattern") && value.isTextual()) {
      assertTrue(value.asText().matches(rule.get("pattern").asText()), path + " is " + value);
    }
    if (value.isObject()) {
      var names = new TreeSet<String>();
      value.fieldNames().forEachRemaining(names::add);
      var properties = new TreeSet<String>();
      rule.get("properties").fieldNames().forEachRemaining(properties::add);
      var required = new TreeSet<String>();
      rule.get("required").forEach(field -> required.add(field.asText()));
      assertEquals(properties, names, path);
      assertEquals(properties, required, path + " requires all");
      names.forEach(
          name ->
              assertConforms(
                  root, rule.get("properties").get(name), value.get(name), path + "." + name));
    }
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        assertConforms(root, rule.get("items"), value.get(i), path + "[" + i + "]");
      }
    }
  }

  private static JsonNode resolved(JsonNode root, JsonNode schema) {
    JsonNode reference = schema.get("$ref");
    return reference == null ? schema : root.at(reference.asText().substring(1));
  }

  private static boolean hasType(JsonNode type, JsonNode value) {
    if (type.isArray()) {
      for (JsonNode choice : type) {
        if (hasType(choice, value)) {
          return true;
        }
      }
      return false;
    }
    return switch (type.asText()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> fail("unknown type " + type);
    };
  }

  private static void assertDescribed(JsonNode schema, String path) {
    if (schema.has("properties")) {
      assertTrue(!schema.get("additionalProperties").asBoolean(), path + " is closed");
      schema
          .get("properties")
          .properties()
          .forEach(
              field -> {
                String name = path + "." + field.getKey();
                assertTrue(field.getValue().has("description"), name + " has no description");
                assertDescribed(field.getValue(), name);
              });
    }
  }
}
