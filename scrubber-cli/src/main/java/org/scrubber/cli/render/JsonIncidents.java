package org.scrubber.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.scrubber.report.Incident;
import org.scrubber.report.Report;

/** The parts of a JSON report that nest: incidents with their vectors, and baselines. */
final class JsonIncidents {
  private final JsonGenerator json;
  private final long endNs;

  /**
   * Creates it.
   *
   * @param endNs the last packet of all, ns since the epoch
   */
  JsonIncidents(JsonGenerator json, long endNs) {
    this.json = json;
    this.endNs = endNs;
  }

  /** Writes one incident. */
  void incident(Incident incident) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", incident.id());
    json.writeStringField("campaignId", incident.campaignId());
    json.writeStringField("object", incident.object());
    json.writeArrayFieldStart("targets");
    for (String target : incident.targets()) {
      json.writeString(target);
    }
    json.writeEndArray();
    time("start", incident.startNs());
    time("stop", incident.stopNs());
    json.writeBooleanField("running", incident.running());
    state(incident.running(), incident.stopNs());
    json.writeStringField("severity", incident.severity().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("peakPps", incident.peakPps());
    json.writeNumberField("peakBps", incident.peakBps());
    json.writeNumberField("packets", incident.packets());
    json.writeNumberField("bytes", incident.bytes());
    json.writeNumberField("sources", incident.sources());
    vectors("vectors", incident.vectors());
    json.writeEndObject();
  }

  private void vectors(String name, List<Incident.Vector> vectors) throws IOException {
    json.writeArrayFieldStart(name);
    for (Incident.Vector vector : vectors) {
      vector(vector);
    }
    json.writeEndArray();
  }

  private void vector(Incident.Vector vector) throws IOException {
    json.writeStartObject();
    json.writeStringField("vector", vector.vector());
    json.writeStringField("target", vector.target());
    time("start", vector.startNs());
    time("stop", vector.stopNs());
    json.writeBooleanField("running", vector.running());
    state(vector.running(), vector.stopNs());
    json.writeNumberField("peakPps", vector.peakPps());
    json.writeNumberField("peakBps", vector.peakBps());
    json.writeNumberField("meanPps", vector.meanPps());
    json.writeNumberField("packets", vector.packets());
    json.writeNumberField("bytes", vector.bytes());
    json.writeNumberField("sources", vector.sources());
    json.writeNumberField("pulses", vector.pulses());
    json.writeNumberField("sharePercent", vector.sharePercent());
    json.writeBooleanField("significant", vector.significant());
    vectors("parts", vector.parts());
    json.writeEndObject();
  }

  /** Writes what was learned of one vector. */
  void baseline(Report.BaselineRow row) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", row.name());
    json.writeNumberField("hostPps", row.hostPps());
    json.writeNumberField("objectPps", row.objectPps());
    json.writeBooleanField("usable", row.usable());
    json.writeNumberField("thresholdPps", row.thresholdPps());
    json.writeNumberField("effectivePps", row.effectivePps());
    json.writeEndObject();
  }

  /** Writes how an attack stood at the end. */
  void state(boolean mitigated, long stopNs) throws IOException {
    json.writeStringField("state", Incident.State.of(mitigated, stopNs, endNs).code());
  }

  private void time(String name, long timeNs) throws IOException {
    json.writeStringField(name, Quantity.iso(timeNs));
    json.writeNumberField(name + "Ns", timeNs);
  }
}
