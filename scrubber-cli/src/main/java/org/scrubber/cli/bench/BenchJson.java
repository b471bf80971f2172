package org.scrubber.cli.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.scrubber.captures.bench.Kind;
import org.scrubber.captures.bench.LineRate;
import org.scrubber.captures.bench.Machine;
import org.scrubber.captures.bench.Measurement;
import org.scrubber.captures.bench.Shares;
import org.scrubber.cli.render.PrettyJson;

/** Figures of the command {@code bench} for programs; {@code docs/bench.md} lists the fields. */
final class BenchJson {
  /** Name and version of the format; the version rises when a field changes or goes away. */
  static final String SCHEMA = "scrubber.bench/1";

  private static final int TEN_GIGABITS = 10;

  private final JsonGenerator json;

  private BenchJson(JsonGenerator json) {
    this.json = json;
  }

  /** Returns everything that was measured. */
  static String render(Machine machine, List<Measurement> measured, List<Shares> shares) {
    return PrettyJson.render(json -> new BenchJson(json).bench(machine, measured, shares));
  }

  private void bench(Machine machine, List<Measurement> measured, List<Shares> shares)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("schema", SCHEMA);
    machine(json, machine);
    json.writeArrayFieldStart("measurements");
    for (int k = 0; k < measured.size(); k++) {
      json.writeStartObject();
      measurement(measured.get(k));
      if (!shares.isEmpty()) {
        shares(shares.get(k));
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** Writes what it was measured on. */
  static void machine(JsonGenerator json, Machine machine) throws IOException {
    json.writeObjectFieldStart("machine");
    json.writeStringField("processor", machine.processor());
    json.writeNumberField("cores", machine.cores());
    json.writeStringField("kernel", machine.kernel());
    json.writeStringField("java", machine.java());
    json.writeNumberField("load", machine.load());
    json.writeEndObject();
  }

  private void measurement(Measurement one) throws IOException {
    Kind kind = one.setting().kind();
    json.writeStringField("traffic", kind.text());
    json.writeNumberField("flows", one.setting().flows());
    json.writeNumberField("sources", one.setting().sources());
    json.writeNumberField("batch", one.setting().batchPackets());
    json.writeStringField("layout", one.setting().layout().text());
    json.writeNumberField("workers", one.setting().workers());
    json.writeNumberField("p5Ns", one.p5Ns());
    json.writeNumberField("p25Ns", one.p25Ns());
    json.writeNumberField("mpps", one.mpps());
    json.writeNumberField("rounds", one.rounds());
    json.writeNumberField("allocatedBytes", one.allocatedBytes());
    if (one.setting().workers() > 1) {
      json.writeNumberField("scaling", one.scaling());
    }
    json.writeNumberField("requiredNs", kind.requiredNs());
    json.writeNumberField("aimNs", kind.aimNs());
    json.writeObjectFieldStart("lineRate10G");
    for (LineRate rate : LineRate.values()) {
      json.writeNumberField(rate.text(), rate.share(one.mpps(), TEN_GIGABITS));
    }
    json.writeEndObject();
    json.writeNumberField("attackPassed", one.outcome().attackPassed());
    json.writeNumberField("attackDropped", one.outcome().attackDropped());
    json.writeNumberField("attackChallenged", one.outcome().attackChallenged());
    json.writeNumberField("benignLost", one.outcome().benignLost());
    json.writeBooleanField("right", one.outcome().isRight(kind));
  }

  private void shares(Shares shares) throws IOException {
    json.writeNumberField("samples", shares.samples());
    shares("stages", shares.stages());
    shares("classes", shares.classes());
  }

  private void shares(String name, List<Shares.Share> shares) throws IOException {
    json.writeObjectFieldStart(name);
    for (Shares.Share one : shares) {
      json.writeNumberField(one.name(), one.share());
    }
    json.writeEndObject();
  }
}
