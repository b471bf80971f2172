package org.scrubber.cli.lab;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.scrubber.captures.score.criteria.Row;
import org.scrubber.captures.score.ledger.Causes.Cause;
import org.scrubber.captures.score.ledger.Timeline;
import org.scrubber.captures.score.mutant.Finding;
import org.scrubber.captures.score.run.Card;

/** Score cards for programs; {@code docs/lab.md} describes the fields. */
public final class ScoreJson {
  /** Name and version of the format; the version rises when a field changes or goes away. */
  public static final String SCHEMA = "scrubber.score/1";

  private static final JsonFactory JSON = new JsonFactory();

  private final JsonGenerator json;

  private ScoreJson(JsonGenerator json) {
    this.json = json;
  }

  /** Returns the cards, and what the mutation check found, as indented JSON. */
  public static String render(List<Card> cards, List<Finding> findings) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
      DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
      printer.indentObjectsWith(indenter);
      json.setPrettyPrinter(printer);
      new ScoreJson(json).score(cards, findings);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // A StringWriter does not fail.
    }
    return text.append('\n').toString();
  }

  private void score(List<Card> cards, List<Finding> findings) throws IOException {
    json.writeStartObject();
    json.writeStringField("schema", SCHEMA);
    json.writeBooleanField("passed", cards.stream().allMatch(Card::passes));
    json.writeArrayFieldStart("runs");
    for (Card card : cards) {
      card(card);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("mutants");
    for (Finding one : findings) {
      json.writeStartObject();
      json.writeStringField("mutant", one.mutant().text());
      json.writeStringField("scenario", one.task().scenario().id());
      json.writeStringField("mode", one.task().mode().name());
      json.writeStringField("criterion", one.criterion());
      json.writeStringField("measured", one.measured());
      json.writeBooleanField("found", one.found());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void card(Card card) throws IOException {
    json.writeStartObject();
    json.writeStringField("scenario", card.task().scenario().id());
    json.writeStringField("title", card.task().scenario().title());
    json.writeStringField("mode", card.task().mode().name());
    json.writeStringField("profile", card.task().profile().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("seed", card.task().seed());
    json.writeBooleanField("passed", card.passes());
    json.writeArrayFieldStart("criteria");
    for (Row row : card.rows()) {
      json.writeStartObject();
      json.writeStringField("criterion", row.criterion());
      json.writeStringField("subject", row.subject());
      json.writeStringField("limit", row.limit());
      json.writeStringField("measured", row.measured());
      json.writeStringField("state", row.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
      json.writeEndObject();
    }
    json.writeEndArray();
    causes("lost", card.losses());
    causes("attackPassed", card.passed());
    causes("failedToConnect", card.failures());
    causes("died", card.deaths());
    timeline(card.timeline());
    json.writeEndObject();
  }

  private void causes(String name, List<Cause> causes) throws IOException {
    json.writeArrayFieldStart(name);
    for (Cause one : causes) {
      json.writeStartObject();
      json.writeStringField("cause", one.text());
      json.writeNumberField("count", one.count());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Counts packets of seconds. */
  private interface Count {
    long of(int from, int to);
  }

  private void timeline(Timeline timeline) throws IOException {
    json.writeObjectFieldStart("bySecond");
    seconds("attack", timeline, timeline::attack);
    seconds("attackPassed", timeline, timeline::attackPassed);
    seconds("legit", timeline, timeline::legit);
    seconds("legitLost", timeline, timeline::legitLost);
    json.writeEndObject();
  }

  private void seconds(String name, Timeline timeline, Count count) throws IOException {
    json.writeArrayFieldStart(name);
    for (int second = 0; second < timeline.seconds(); second++) {
      json.writeNumber(count.of(second, second + 1));
    }
    json.writeEndArray();
  }
}
