package org.scrubber.cli.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.scrubber.cli.render.Schemas;

final class JsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SCHEMA = Path.of("..", "docs", "top.schema.json");

  @Test
  void shouldPrintExactlyTheFieldsOfTheDocumentedSchema() throws IOException {
    for (int size : new int[] {0, 3}) {
      JsonNode glance = JSON.readTree(Json.line(ScreenTest.glance(size, size, size)));
      Schemas.assertConforms(SCHEMA, glance);
    }
    Schemas.assertDescribed(SCHEMA);
  }

  @Test
  void shouldPrintOneLineForStreamsAndManyForPeople() throws IOException {
    Glance glance = ScreenTest.glance(1, 2, 1);
    assertEquals(1, Json.line(glance).lines().count());
    assertTrue(Json.indented(glance).lines().count() > 100);
    assertEquals(JSON.readTree(Json.line(glance)), JSON.readTree(Json.indented(glance)));
    assertEquals("schema", JSON.readTree(Json.line(glance)).fieldNames().next());
  }
}
