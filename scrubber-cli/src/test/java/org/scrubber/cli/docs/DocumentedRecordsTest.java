package org.scrubber.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.scrubber.journal.EventType;
import org.scrubber.journal.Field;

/** Holds the table of records to what is written; {@code scrubber.update-docs} writes it anew. */
final class DocumentedRecordsTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "journal.md");
  private static final String HEAD = "| type | id | bytes | numbers | texts |";

  @Test
  void shouldDocumentEveryNumberAndText() throws IOException {
    List<String> lines = Files.readAllLines(DOCUMENT);
    int from = lines.indexOf(HEAD);
    if (Boolean.getBoolean("scrubber.update-docs")) {
      List<String> updated = new ArrayList<>(lines.subList(0, from));
      updated.addAll(table());
      Files.write(DOCUMENT, updated);
      lines = updated;
    }
    assertEquals(table(), lines.subList(from, lines.size()));
  }

  private static List<String> table() {
    List<String> rows = new ArrayList<>(List.of(HEAD, "|---|---:|---:|---|---|"));
    for (EventType type : EventType.values()) {
      List<String> numbers = new ArrayList<>();
      for (Field field : type.fields()) {
        numbers.add("`%s` %s".formatted(field.jsonName(), field.meaning()));
      }
      List<String> texts = new ArrayList<>();
      for (EventType.Text text : type.texts()) {
        texts.add("`%s` (%d) %s".formatted(text.name(), text.bytes(), text.meaning()));
      }
      rows.add(
          "| `%s` | %d | %d | %s | %s |"
              .formatted(
                  type.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                  type.id(),
                  type.bytes(),
                  String.join("; ", numbers),
                  String.join("; ", texts)));
    }
    return rows;
  }
}
