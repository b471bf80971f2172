package org.scrubber.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.scrubber.explain.Explanation;

/** An explanation as JSON; its fields are those of {@code docs/explain.schema.json}. */
public final class ExplanationJson {
  /** Name and version of the format; the version rises when a field changes or goes away. */
  public static final String SCHEMA = "scrubber.explain/1";

  private ExplanationJson() {}

  /** Returns an explanation as indented JSON. */
  public static String render(Explanation one) {
    return PrettyJson.render(json -> write(json, one));
  }

  private static void write(JsonGenerator json, Explanation one) throws IOException {
    json.writeStartObject();
    json.writeStringField("schema", SCHEMA);
    json.writeStringField("capture", one.capture());
    json.writeNumberField("frame", one.frame());
    json.writeStringField("time", Quantity.iso(one.timeNs()));
    json.writeNumberField("timeNs", one.timeNs());
    json.writeNumberField("wireBytes", one.wireBytes());
    json.writeNumberField("capturedBytes", one.capturedBytes());
    json.writeStringField("interface", one.interfaceName());
    json.writeStringField("direction", one.direction());
    json.writeArrayFieldStart("layers");
    for (Explanation.Layer layer : one.layers()) {
      strings(json, "protocol", layer.protocol(), "fields", layer.fields());
    }
    json.writeEndArray();
    object(json, one.object());
    json.writeStringField("vector", one.vector());
    json.writeArrayFieldStart("knowledge");
    for (Explanation.Known known : one.knowledge()) {
      strings(json, "code", known.code(), "text", known.text());
    }
    json.writeEndArray();
    meters(json, one);
    mitigation(json, one.mitigation());
    json.writeArrayFieldStart("filters");
    for (Explanation.FilterView view : one.filters()) {
      filter(json, view);
    }
    json.writeEndArray();
    verdict(json, one.verdict());
    json.writeEndObject();
  }

  /** Writes an object of names and values, alternating. */
  private static void strings(JsonGenerator json, String... namesAndValues) throws IOException {
    json.writeStartObject();
    for (int k = 0; k < namesAndValues.length; k += 2) {
      json.writeStringField(namesAndValues[k], namesAndValues[k + 1]);
    }
    json.writeEndObject();
  }

  private static void object(
      JsonGenerator json, Explanation.@org.jspecify.annotations.Nullable Target object)
      throws IOException {
    if (object == null) {
      json.writeNullField("object");
      return;
    }
    json.writeObjectFieldStart("object");
    json.writeStringField("name", object.name());
    json.writeStringField("prefix", object.prefix());
    json.writeStringField("profile", object.profile());
    json.writeStringField("mode", object.mode());
    json.writeStringField("view", object.view());
    json.writeNumberField("sinceFirstNs", object.sinceFirstNs());
    json.writeEndObject();
  }

  private static void meters(JsonGenerator json, Explanation one) throws IOException {
    json.writeArrayFieldStart("meters");
    for (Explanation.Meter meter : one.meters()) {
      json.writeStartObject();
      json.writeStringField("level", meter.level());
      json.writeStringField("counted", meter.counted());
      json.writeNumberField("packets", meter.packets());
      json.writeNumberField("burst", meter.burst());
      json.writeNumberField("thresholdPps", meter.thresholdPps());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void mitigation(
      JsonGenerator json, Explanation.@org.jspecify.annotations.Nullable Treatment treatment)
      throws IOException {
    if (treatment == null) {
      json.writeNullField("mitigation");
      return;
    }
    json.writeObjectFieldStart("mitigation");
    json.writeStringField("vector", treatment.vector());
    json.writeStringField("target", treatment.target());
    json.writeNumberField("raisedAgoNs", treatment.raisedAgoNs());
    json.writeNumberField("ratePps", treatment.ratePps());
    json.writeNumberField("thresholdPps", treatment.thresholdPps());
    json.writeNumberField("pulses", treatment.pulses());
    json.writeStringField("signature", treatment.signature());
    json.writeEndObject();
  }

  private static void filter(JsonGenerator json, Explanation.FilterView view) throws IOException {
    json.writeStartObject();
    json.writeStringField("filter", view.filter());
    json.writeStringField("outcome", view.outcome());
    json.writeStringField("why", view.why());
    Explanation.Counter counter = view.counter();
    if (counter == null) {
      json.writeNullField("counter");
    } else {
      json.writeObjectFieldStart("counter");
      json.writeStringField("counted", counter.counted());
      json.writeNumberField("value", counter.value());
      json.writeNumberField("threshold", counter.threshold());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void verdict(JsonGenerator json, Explanation.Outcome verdict) throws IOException {
    json.writeObjectFieldStart("verdict");
    json.writeStringField("verdict", verdict.verdict());
    json.writeStringField("reason", verdict.reason());
    json.writeStringField("text", verdict.text());
    json.writeNumberField("counterPps", verdict.counterPps());
    json.writeNumberField("thresholdPps", verdict.thresholdPps());
    json.writeBooleanField("monitored", verdict.monitored());
    json.writeEndObject();
  }
}
