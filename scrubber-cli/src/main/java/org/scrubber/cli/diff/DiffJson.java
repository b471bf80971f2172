package org.scrubber.cli.diff;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import org.scrubber.cli.render.PrettyJson;
import org.scrubber.cli.render.Quantity;
import org.scrubber.diff.Difference;
import org.scrubber.diff.Outcome;

/** Differences as JSON; the fields are those of {@code docs/diff.schema.json}. */
final class DiffJson {
  /** Name and version of the format; the version rises when a field changes or goes away. */
  static final String SCHEMA = "scrubber.diff/1";

  private DiffJson() {}

  static String render(Difference difference) {
    return PrettyJson.render(json -> write(json, difference));
  }

  private static void write(JsonGenerator json, Difference one) throws IOException {
    json.writeStartObject();
    json.writeStringField("schema", SCHEMA);
    json.writeArrayFieldStart("captures");
    for (String capture : one.captures()) {
      json.writeString(capture);
    }
    json.writeEndArray();
    json.writeStringField("before", one.before());
    json.writeStringField("after", one.after());
    json.writeNumberField("packets", one.packets());
    json.writeNumberField("changed", one.changed());
    json.writeNumberField("newlyLost", one.newlyLost());
    json.writeNumberField("newlyPassed", one.newlyPassed());
    json.writeNumberField("spokenForLost", one.spokenForLost());
    json.writeNumberField("spokenForFlows", one.spokenForFlows());
    json.writeArrayFieldStart("groups");
    for (Difference.Group group : one.groups()) {
      group(json, group);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("warnings");
    for (String warning : one.warnings()) {
      json.writeString(warning);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void group(JsonGenerator json, Difference.Group group) throws IOException {
    json.writeStartObject();
    json.writeStringField("object", group.object());
    json.writeStringField("vector", group.vector());
    outcome(json, "from", group.from(), group.fromReason());
    outcome(json, "to", group.to(), group.toReason());
    json.writeNumberField("packets", group.packets());
    json.writeNumberField("bytes", group.bytes());
    json.writeNumberField("spokenFor", group.spokenFor());
    json.writeArrayFieldStart("samples");
    for (Difference.Sample sample : group.samples()) {
      json.writeStartObject();
      json.writeNumberField("frame", sample.frame());
      json.writeStringField("time", Quantity.iso(sample.timeNs()));
      json.writeNumberField("timeNs", sample.timeNs());
      json.writeStringField("source", sample.source());
      json.writeStringField("target", sample.target());
      json.writeStringField("protocol", sample.protocol());
      json.writeNumberField("wireBytes", sample.wireBytes());
      json.writeBooleanField("spokenFor", sample.spokenFor());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void outcome(JsonGenerator json, String name, Outcome outcome, String reason)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("verdict", outcome.name().toLowerCase(Locale.ROOT));
    json.writeStringField("reason", reason);
    json.writeEndObject();
  }
}
