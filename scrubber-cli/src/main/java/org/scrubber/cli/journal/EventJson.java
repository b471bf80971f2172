package org.scrubber.cli.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.scrubber.cli.render.Quantity;
import org.scrubber.journal.EventType;
import org.scrubber.journal.Field;
import org.scrubber.journal.Fields.Sample;
import org.scrubber.journal.Fields.Source;
import org.scrubber.journal.JournalRecord;
import org.scrubber.journal.VectorIds;

/**
 * Events as JSON, an object a line: the record's numbers and texts by name, with names in place of
 * indices. Documented in {@code docs/journal.md}.
 */
final class EventJson {
  /** Name and version of the format; the version rises when a field changes or goes away. */
  static final String SCHEMA = "scrubber.event/1";

  /** The names of types of events, for the help, the completion and the check of an option. */
  static final class Types implements Iterable<String> {
    /** All of them, in the order of their ids. */
    static final List<String> NAMES =
        Arrays.stream(EventType.values()).map(EventJson::type).toList();

    @Override
    public Iterator<String> iterator() {
      return NAMES.iterator();
    }
  }

  private static final JsonFactory JSON = new JsonFactory();

  private final EventNames names;
  private final SamplePacket.Reader packets = new SamplePacket.Reader();

  EventJson(EventNames names) {
    this.names = names;
  }

  /** Returns an event as one line. */
  String line(JournalRecord record) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("schema", SCHEMA);
      json.writeStringField("type", type(record.type()));
      json.writeStringField("time", Quantity.iso(record.timeNs()));
      json.writeNumberField("timeNs", record.timeNs());
      json.writeNumberField("worker", record.worker());
      for (Field field : record.type().fields()) {
        number(json, record, field);
      }
      for (EventType.Text one : record.type().texts()) {
        json.writeStringField(one.name(), record.text(one.name()));
      }
      switch (record.type()) {
        case MITIGATION -> json.writeStringField("target", EventObject.target(record));
        case SAMPLE -> sample(json, record);
        case CONTACT -> {
          json.writeStringField("host", EventObject.host(record));
          json.writeStringField("listed", EventObject.listed(record));
        }
        case SOURCE -> json.writeStringField("source", source(record));
        case INCIDENT -> json.writeStringField("stateName", EventText.state(record).code());
        case INCIDENT_VECTOR -> {
          json.writeStringField("stateName", EventText.state(record).code());
          json.writeStringField("object", names.object(record));
          json.writeStringField("incident", names.incident(record));
        }
        default -> {}
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // A StringWriter does not fail.
    }
    return text.append('\n').toString();
  }

  /** Returns the name of a type in JSON. */
  static String type(EventType type) {
    return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void number(JsonGenerator json, JournalRecord record, Field field) throws IOException {
    long value = record.get(field);
    switch (field.name()) {
      case "OBJECT" -> json.writeStringField("object", names.object(value));
      case "VECTOR" -> json.writeStringField("vector", VectorIds.name(value));
      case "REASON" -> json.writeStringField("reason", EventNames.reason(value));
      default -> {
        json.writeNumberField(field.jsonName(), value);
        String word = EventWords.of(field, value);
        if (!word.isEmpty()) {
          json.writeStringField(field.jsonName() + "Name", word);
        }
      }
    }
  }

  private void sample(JsonGenerator json, JournalRecord record) throws IOException {
    SamplePacket packet = packets.read(record);
    json.writeStringField("source", packet.source());
    json.writeStringField("target", packet.target());
    json.writeNumberField("protocol", packet.protocol());
    json.writeNumberField("sourcePort", packet.sourcePort());
    json.writeNumberField("targetPort", packet.targetPort());
    json.writeStringField("verdictName", record.get(Sample.VERDICT) == 3 ? "CHALLENGE" : "DROP");
    json.writeBinaryField("frame", record.frame());
  }

  private static String source(JournalRecord r) {
    long family = r.get(Source.FAMILY);
    return EventNames.prefix(family, r.get(Source.HIGH), r.get(Source.LOW), family == 4 ? 32 : 64);
  }
}
