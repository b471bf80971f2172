package org.scrubber.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scrubber.report.Report;

final class JsonReportTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SCHEMA = Path.of("..", "docs", "report.schema.json");

  static Report[] reports() {
    return new Report[] {
      Reports.afternoon(),
      Reports.quiet(),
      Reports.empty(),
      Reports.monitored(),
      Reports.crowded(),
      Reports.called()
    };
  }

  @ParameterizedTest
  @MethodSource("reports")
  void shouldEmitExactlyTheFieldsOfTheDocumentedSchema(Report report) throws IOException {
    JsonNode json = JSON.readTree(JsonReport.render(report));
    Schemas.assertConforms(SCHEMA, json);
  }

  @Test
  void shouldDescribeEveryFieldOfTheSchema() throws IOException {
    Schemas.assertDescribed(SCHEMA);
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
}
