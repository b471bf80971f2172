package org.scrubber.cli.capture;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.scrubber.cli.render.PrettyJson;
import org.scrubber.cli.render.Printable;
import org.scrubber.cli.render.Quantity;
import org.scrubber.cli.render.Style;
import org.scrubber.cli.render.TextTable;

/** The list of interfaces as text for a reader, or as JSON for a program. */
final class InterfaceTable {
  /** Name and version of the JSON; fields may be added within a version. */
  static final String SCHEMA = "scrubber.interfaces/1";

  private static final String NOTHING = "-";

  private InterfaceTable() {}

  /** Returns a line for each interface; further addresses stand below the first. */
  static String text(List<InterfaceRow> rows, Style style) {
    TextTable table =
        new TextTable("  ")
            .left("INTERFACE")
            .left("STATE")
            .left("DRIVER")
            .right("MTU")
            .left("CAPTURE")
            .left("ADDRESSES");
    for (InterfaceRow row : rows) {
      List<String> addresses = row.addresses();
      table.row(
          Printable.line(row.name()),
          orNothing(row.state()),
          orNothing(row.driver()),
          row.mtuBytes() == 0 ? NOTHING : Quantity.count(row.mtuBytes()),
          row.obstacle().isEmpty() ? "yes" : "no",
          addresses.isEmpty() ? NOTHING : addresses.getFirst());
      for (int k = 1; k < addresses.size(); k++) {
        table.row("", "", "", "", "", addresses.get(k));
      }
    }
    List<String> lines = new ArrayList<>(table.lines());
    lines.set(0, style.heading(lines.getFirst()));
    lines.addAll(obstacles(rows));
    return String.join("\n", lines) + "\n";
  }

  /** Says once what keeps how many from being captured from. */
  private static List<String> obstacles(List<InterfaceRow> rows) {
    List<String> lines = new ArrayList<>();
    rows.stream()
        .map(InterfaceRow::obstacle)
        .filter(obstacle -> !obstacle.isEmpty())
        .distinct()
        .forEach(
            obstacle -> {
              List<String> names =
                  rows.stream()
                      .filter(row -> row.obstacle().equals(obstacle))
                      .map(InterfaceRow::name)
                      .toList();
              String who = names.size() == rows.size() ? "any" : String.join(", ", names);
              String why = names.size() == 1 ? obstacle : ofSeveral(obstacle);
              lines.add("no capture from " + Printable.line(who) + ": " + why);
            });
    if (!lines.isEmpty()) {
      lines.addFirst("");
    }
    return lines;
  }

  private static String ofSeveral(String obstacle) {
    return obstacle.replaceFirst("^it is ", "they are ").replaceFirst(" know it$", " know them");
  }

  private static String orNothing(String text) {
    return text.isEmpty() ? NOTHING : Printable.line(text);
  }

  /** Returns the same as JSON. */
  static String json(List<InterfaceRow> rows) {
    return PrettyJson.render(
        json -> {
          json.writeStartObject();
          json.writeStringField("schema", SCHEMA);
          json.writeArrayFieldStart("interfaces");
          for (InterfaceRow row : rows) {
            write(json, row);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, InterfaceRow row) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", row.name());
    json.writeStringField("state", row.state());
    json.writeStringField("driver", row.driver());
    json.writeNumberField("mtuBytes", row.mtuBytes());
    json.writeArrayFieldStart("addresses");
    for (String address : row.addresses()) {
      json.writeString(address);
    }
    json.writeEndArray();
    json.writeBooleanField("capture", row.obstacle().isEmpty());
    json.writeStringField("obstacle", row.obstacle());
    json.writeEndObject();
  }
}
