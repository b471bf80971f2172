package org.scrubber.cli.top;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.UncheckedIOException;

/** A glance as JSON, for programs; its fields are those of {@code docs/top.schema.json}. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** Returns a glance on one line, which ends with a line feed. */
  static String line(Glance glance) {
    return render(MAPPER.writer(), glance);
  }

  /** Returns a glance with a line for each field. */
  static String indented(Glance glance) {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    return render(MAPPER.writer(printer), glance);
  }

  private static String render(ObjectWriter writer, Glance glance) {
    try {
      return writer.writeValueAsString(glance) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
