package org.scrubber.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scrubber.report.Report;

final class JsonReportTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SCHEMA = Path.of("..", "docs", "report.schema.json");

  static Report[] reports() {
    return new Report[] {
      Reports.afternoon(), Reports.quiet(), Reports.empty(), Reports.monitored(), Reports.crowded()
    };
  }

  @ParameterizedTest
  @MethodSource("reports")
  void shouldEmitExactlyTheFieldsOfTheDocumentedSchema(Report report) throws IOException {
    JsonNode schema = JSON.readTree(Files.readString(SCHEMA));
    JsonNode json = JSON.readTree(JsonReport.render(report));
    assertConforms(schema, schema, json, "$");
  }

  @Test
  void shouldDescribeEveryFieldOfTheSchema() throws IOException {
    JsonNode schema = JSON.readTree(Files.readString(SCHEMA));
    assertDescribed(schema, "$");
    for (JsonNode definition : schema.get("$defs")) {
      assertDescribed(definition, "$defs");
    }
  }

  @Test
  void shouldNameItsVersionFirst() throws IOException {
    JsonNode json = JSON.readTree(JsonReport.render(Reports.empty()));
    assertEquals("schema", json.fieldNames().next());
    assertEquals("scrubber.replay/1", json.get("schema").asText());
  }

  @Test
  void shouldRenderAnAfternoonOfAttacks() throws IOException {
    assertEquals(
        TextReportTest.Golden.read("afternoon.json"), JsonReport.render(Reports.afternoon()));
  }

  @Test
  void shouldHaveNoTimesWithoutPackets() throws IOException {
    JsonNode traffic = JSON.readTree(JsonReport.render(Reports.empty())).get("traffic");
    assertTrue(traffic.get("firstPacket").isNull());
    assertTrue(traffic.get("lastPacketNs").isNull());
    assertEquals(0, traffic.get("durationNs").asLong());
  }

  @Test
  void shouldKeepWhatVariesFromRunToRunInOneField() throws IOException {
    Report report = Reports.afternoon();
    ObjectNode first = (ObjectNode) JSON.readTree(JsonReport.render(report));
    ObjectNode second = (ObjectNode) JSON.readTree(JsonReport.render(Reports.slower(report)));
    assertTrue(!first.equals(second), "the runs took different times");
    first.remove("run");
    second.remove("run");
    assertEquals(first, second);
  }

  @Test
  void shouldEscapeNamesThatWouldBreakTheFormat() throws IOException {
    String name = "a\"b\\c\n\u001b[31m\ud83d\ude00";
    JsonNode json = JSON.readTree(JsonReport.render(Reports.named(name)));
    assertEquals(name, json.get("captures").get(0).get("name").asText());
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
