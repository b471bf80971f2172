package org.scrubber.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scrubber.report.Contact;
import org.scrubber.report.Report;

/**
 * A report as JSON, for programs; its fields are those of {@code docs/report.schema.json}.
 *
 * <p>The same report gives the same text, byte for byte. What differs from run to run on the same
 * input stands in {@code run} alone. Times stand twice: as ISO 8601 text in UTC and, in the field
 * whose name ends in {@code Ns}, as nanoseconds since the epoch; both are null without packets.
 */
public final class JsonReport {
  /** Name and version of the format; the version rises when a field changes or goes away. */
  public static final String SCHEMA = "scrubber.replay/1";

  private final JsonGenerator json;
  private final JsonIncidents nested;
  private final @Nullable Captured captured;

  private JsonReport(JsonGenerator json, @Nullable Captured captured, long endNs) {
    this.json = json;
    this.captured = captured;
    nested = new JsonIncidents(json, endNs);
  }

  /** Returns {@code report} as indented JSON that ends with a line feed. */
  public static String render(Report report) {
    return render(report, null);
  }

  /** Returns the report of a live capture likewise; null for a replay's. */
  public static String render(Report report, @Nullable Captured captured) {
    return PrettyJson.render(
        json -> new JsonReport(json, captured, report.lastPacketNs()).report(report));
  }

  private void report(Report report) throws IOException {
    json.writeStartObject();
    json.writeStringField("schema", SCHEMA);
    json.writeStringField("policy", report.policy());
    array("captures", report.captures(), this::capture);
    live();
    traffic(report);
    totals(report.totals());
    array("objects", report.objects(), this::object);
    json.writeNumberField("untouchedObjects", report.untouchedObjects());
    array("vectors", report.vectors(), this::vector);
    array("incidents", report.incidents(), nested::incident);
    array("contacts", report.contacts(), this::contact);
    array("reasons", report.reasons(), this::reason);
    array("topSources", report.topSources(), this::top);
    array("topTargets", report.topTargets(), this::top);
    array("topPorts", report.topPorts(), this::top);
    array("warnings", report.warnings(), json::writeString);
    run(report);
    json.writeEndObject();
  }

  private void capture(Report.Capture capture) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", capture.name());
    json.writeNumberField("packets", capture.packets());
    json.writeNumberField("bytes", capture.bytes());
    json.writeEndObject();
  }

  private void live() throws IOException {
    if (captured == null) {
      json.writeNullField("live");
      return;
    }
    json.writeObjectFieldStart("live");
    json.writeStringField("interface", captured.interfaceName());
    json.writeNumberField("linkType", captured.linkType());
    json.writeStringField("filter", captured.filter());
    json.writeNumberField("received", captured.received());
    json.writeNumberField("kernelDropped", captured.kernelDropped());
    json.writeNumberField("interfaceDropped", captured.interfaceDropped());
    json.writeEndObject();
  }

  private void traffic(Report report) throws IOException {
    boolean empty = report.firstPacketNs() < 0;
    json.writeObjectFieldStart("traffic");
    time("firstPacket", report.firstPacketNs(), empty);
    time("lastPacket", report.lastPacketNs(), empty);
    json.writeNumberField("durationNs", empty ? 0 : report.lastPacketNs() - report.firstPacketNs());
    json.writeEndObject();
  }

  private void totals(Report.Totals totals) throws IOException {
    json.writeObjectFieldStart("totals");
    count("offered", totals.offered());
    count("passed", totals.passed());
    count("dropped", totals.dropped());
    count("challenged", totals.challenged());
    count("monitored", totals.monitored());
    count("unjudged", totals.unjudged());
    json.writeEndObject();
  }

  private void object(Report.ObjectRow row) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", row.name());
    json.writeStringField("profile", row.profile());
    json.writeStringField("mode", row.mode());
    json.writeStringField("view", row.view());
    count("offered", row.offered());
    count("passed", row.passed());
    count("dropped", row.dropped());
    count("challenged", row.challenged());
    count("monitored", row.monitored());
    array("baselines", row.baselines(), nested::baseline);
    json.writeEndObject();
  }

  private void vector(Report.VectorRow row) throws IOException {
    json.writeStartObject();
    json.writeStringField("object", row.object());
    json.writeStringField("vector", row.vector());
    json.writeStringField("target", row.target());
    time("start", row.startNs(), false);
    time("stop", row.stopNs(), false);
    json.writeBooleanField("ended", row.ended());
    nested.state(!row.ended(), row.stopNs());
    json.writeNumberField("peakPps", row.peakPps());
    json.writeNumberField("peakBps", row.peakBps());
    json.writeNumberField("meanPps", row.meanPps());
    json.writeNumberField("meanBps", row.meanBps());
    count("offered", row.offered());
    count("dropped", row.dropped());
    count("challenged", row.challenged());
    json.writeNumberField("sources", row.sources());
    json.writeBooleanField("spoofed", row.spoofed());
    json.writeStringField("signature", row.signature());
    json.writeStringField("raisedBy", row.raisedBy());
    json.writeBooleanField("monitored", row.monitored());
    json.writeNumberField("firstFrame", row.firstFrame());
    json.writeObjectFieldStart("challenges");
    json.writeNumberField("sent", row.challenges().sent());
    json.writeNumberField("answered", row.challenges().answered());
    json.writeNumberField("released", row.challenges().released());
    json.writeEndObject();
    json.writeEndObject();
  }

  private void contact(Contact row) throws IOException {
    json.writeStartObject();
    json.writeStringField("object", row.object());
    json.writeStringField("host", row.host());
    json.writeStringField("listed", row.listed());
    json.writeStringField("list", row.feed());
    json.writeStringField("direction", row.direction());
    json.writeStringField("action", row.action());
    json.writeNumberField("packets", row.packets().packets());
    json.writeNumberField("bytes", row.packets().bytes());
    json.writeNumberField("dropped", row.dropped());
    json.writeBooleanField("monitored", row.monitored());
    time("first", row.firstNs(), false);
    time("last", row.lastNs(), false);
    json.writeNumberField("firstFrame", row.firstFrame());
    json.writeEndObject();
  }

  private void reason(Report.ReasonRow row) throws IOException {
    json.writeStartObject();
    json.writeStringField("code", row.code());
    json.writeStringField("text", row.text());
    json.writeNumberField("packets", row.packets().packets());
    json.writeNumberField("bytes", row.packets().bytes());
    json.writeNumberField("firstFrame", row.firstFrame());
    json.writeEndObject();
  }

  private void top(Report.TopRow row) throws IOException {
    json.writeStartObject();
    json.writeStringField("value", row.value());
    json.writeNumberField("packets", row.packets());
    json.writeEndObject();
  }

  private void run(Report report) throws IOException {
    json.writeObjectFieldStart("run");
    json.writeNumberField("elapsedNs", report.elapsedNs());
    json.writeNumberField("packetsPerSecond", packetsPerSecond(report));
    json.writeEndObject();
  }

  private static long packetsPerSecond(Report report) {
    return report.elapsedNs() <= 0
        ? 0
        : Math.round(report.totals().offered().packets() * 1e9 / report.elapsedNs());
  }

  private void count(String name, Report.Count count) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("packets", count.packets());
    json.writeNumberField("bytes", count.bytes());
    json.writeEndObject();
  }

  private void time(String name, long timeNs, boolean absent) throws IOException {
    if (absent) {
      json.writeNullField(name);
      json.writeNullField(name + "Ns");
    } else {
      json.writeStringField(name, Quantity.iso(timeNs));
      json.writeNumberField(name + "Ns", timeNs);
    }
  }

  private <T> void array(String name, List<T> rows, RowWriter<T> writer) throws IOException {
    json.writeArrayFieldStart(name);
    for (T row : rows) {
      writer.write(row);
    }
    json.writeEndArray();
  }

  /** Writes one element of an array. */
  private interface RowWriter<T> {
    void write(T row) throws IOException;
  }
}
