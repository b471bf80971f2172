package org.scrubber.cli.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.scrubber.captures.bench.Latency;
import org.scrubber.captures.bench.Machine;
import org.scrubber.captures.bench.Stops;
import org.scrubber.cli.render.PrettyJson;
import org.scrubber.cli.render.Style;
import org.scrubber.cli.render.TextTable;

/** How long batches took, for a person and for programs; {@code docs/bench.md} lists the fields. */
final class LatencyReport {
  /** Name and version of the JSON; the version rises when a field changes or goes away. */
  static final String SCHEMA = "scrubber.bench.latency/1";

  private static final double NS_A_MICROSECOND = 1_000;
  private static final double NS_A_SECOND = 1e9;
  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 100};

  private LatencyReport() {}

  /** Returns tables. */
  static String text(Machine machine, List<Latency> measured, Style style) {
    TextTable times = new TextTable();
    times.left("traffic").right("batches").right("every");
    for (double percent : PERCENTILES) {
      times.right(name(percent));
    }
    TextTable stops = new TextTable();
    stops.left("traffic").right("for").right("safepoints").right("longest to reach");
    stops.right("longest stop").right("collections").right("longest pause");
    for (Latency one : measured) {
      String[] cells = new String[3 + PERCENTILES.length];
      cells[0] = BenchText.name(one.setting());
      cells[1] = String.format(Locale.ROOT, "%,d", one.batches());
      cells[2] = micros(one.intervalNs());
      for (int k = 0; k < PERCENTILES.length; k++) {
        cells[3 + k] = micros(one.percentileNs(PERCENTILES[k]));
      }
      times.row(cells);
      Stops had = one.stops();
      stops.row(
          cells[0],
          String.format(Locale.ROOT, "%.1f s", one.took().toNanos() / NS_A_SECOND),
          Long.toString(had.safepoints()),
          micros(had.longestToReachNs()),
          micros(had.longestStopNs()),
          Long.toString(had.collections()),
          micros(had.longestPauseNs()));
    }
    Latency first = measured.getFirst();
    StringBuilder text = new StringBuilder();
    BenchText.machine(machine).forEach(line -> text.append(line).append('\n'));
    text.append('\n')
        .append(style.heading("From a batch's last packet to its last verdict, microseconds"));
    text.append('\n');
    times.lines().forEach(line -> text.append(line).append('\n'));
    text.append(
        String.format(
            Locale.ROOT,
            "%n%d packets a batch, at %.0f %% of what the worker can do; a batch that comes while"
                + " another is judged waits.%n",
            first.setting().batchPackets(),
            first.load() * 100));
    text.append('\n')
        .append(style.heading("What stopped all threads of the virtual machine, microseconds"));
    text.append('\n');
    stops.lines().forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private static String name(double percent) {
    return percent == 100 ? "max" : "p" + String.valueOf(percent).replaceFirst("\\.0$", "");
  }

  private static String micros(long ns) {
    double micros = ns / NS_A_MICROSECOND;
    return String.format(Locale.ROOT, micros < 1_000 ? "%.1f" : "%,.0f", micros);
  }

  /** Returns the same for programs. */
  static String json(Machine machine, List<Latency> measured) {
    return PrettyJson.render(
        json -> {
          json.writeStartObject();
          json.writeStringField("schema", SCHEMA);
          BenchJson.machine(json, machine);
          json.writeArrayFieldStart("measurements");
          for (Latency one : measured) {
            measurement(json, one);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void measurement(JsonGenerator json, Latency one) throws IOException {
    json.writeStartObject();
    json.writeStringField("traffic", one.setting().kind().text());
    json.writeNumberField("flows", one.setting().flows());
    json.writeNumberField("batch", one.setting().batchPackets());
    json.writeNumberField("load", one.load());
    json.writeNumberField("tookNs", one.took().toNanos());
    json.writeNumberField("intervalNs", one.intervalNs());
    json.writeNumberField("batches", one.batches());
    json.writeObjectFieldStart("timesNs");
    for (double percent : PERCENTILES) {
      json.writeNumberField(name(percent), one.percentileNs(percent));
    }
    json.writeEndObject();
    json.writeNumberField("safepoints", one.stops().safepoints());
    json.writeNumberField("longestToReachNs", one.stops().longestToReachNs());
    json.writeNumberField("longestStopNs", one.stops().longestStopNs());
    json.writeNumberField("collections", one.stops().collections());
    json.writeNumberField("longestPauseNs", one.stops().longestPauseNs());
    json.writeEndObject();
  }
}
