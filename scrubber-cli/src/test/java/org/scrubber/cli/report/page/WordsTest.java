package org.scrubber.cli.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.cli.report.page.form.Html;

final class WordsTest {
  private static final Pattern PLACE = Pattern.compile("\\{\\d+}");

  private static final Pattern ASKED = Pattern.compile("\\bget\\(\\s*\"([a-zA-Z.0-9-]+[a-zA-Z])\"");
  private static final Path SOURCES =
      Path.of("src", "main", "java", "org", "scrubber", "cli", "report", "page");
  private static final Path SCHEMA = Path.of("..", "docs", "incident.schema.json");

  private static ResourceBundle bundle(String language) {
    return ResourceBundle.getBundle("org.scrubber.cli.report.page.words", Locale.of(language));
  }

  private static java.util.List<String> places(String text) {
    return PLACE.matcher(text).results().map(MatchResult::group).sorted().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fr", "nl"})
  void shouldSayEverythingInEveryLanguageWithTheSamePlaces(String language) {
    ResourceBundle english = bundle("en");
    ResourceBundle other = bundle(language);
    assertEquals(language, other.getLocale().getLanguage());
    assertEquals(english.keySet(), other.keySet());
    for (String key : english.keySet()) {
      assertFalse(other.getString(key).isBlank(), key);
      assertEquals(places(english.getString(key)), places(other.getString(key)), key);
    }
  }

  @Test
  void shouldHaveTheWordsThatPagesAskFor() throws IOException {
    ResourceBundle english = bundle("en");
    int asked = 0;
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
        for (MatchResult key : ASKED.matcher(Files.readString(file)).results().toList()) {
          assertTrue(english.containsKey(key.group(1)), file + " asks for " + key.group(1));
          asked++;
        }
      }
    }
    assertTrue(asked > 50, "keys found: " + asked);
  }

  /** What a code in the JSON is called: each value that the schema allows has words. */
  @Test
  void shouldHaveWordsForEveryCodeOfTheSchema() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(SCHEMA.toFile());
    JsonNode incident = schema.at("/$defs/incident/properties");
    Map<String, JsonNode> codes = new LinkedHashMap<>();
    codes.put("severity.", incident.at("/severity/enum"));
    codes.put("state.", incident.at("/state/enum"));
    codes.put("why.", schema.at("/$defs/confidence/properties/why/items/enum"));
    codes.put("level.", schema.at("/$defs/confidence/properties/level/enum"));
    codes.put("class.", schema.at("/$defs/vector/properties/class/enum"));
    codes.put("action.", schema.at("/$defs/action/properties/action/enum"));
    codes.put("actor.", schema.at("/$defs/action/properties/actorKind/enum"));
    codes.put("reason.", schema.at("/$defs/action/properties/reason/enum"));
    codes.put("advice.", incident.at("/recommendations/items/properties/code/enum"));
    codes.put("question.", incident.at("/openQuestions/items/enum"));
    codes.put("upstream.", incident.at("/upstreamActions/items/properties/kind/enum"));
    codes.put("standing.", incident.at("/topSources/items/properties/standing/enum"));
    JsonNode evidence = schema.at("/properties/evidence/items/properties");
    codes.put("evidence.", evidence.at("/content/enum"));
    codes.put("sampling.", evidence.at("/sampling/enum"));
    JsonNode nis2 = schema.at("/properties/nis2/items/properties");
    JsonNode threshold = nis2.at("/thresholds/items/properties");
    codes.put("nis2.dns.", nis2.at("/dnsService/enum"));
    codes.put("nis2.threshold.", threshold.at("/code/enum"));
    codes.put("nis2.met.", threshold.at("/met/enum"));
    codes.put("nis2.add.", threshold.at("/toAdd/items/enum"));
    ResourceBundle english = bundle("en");
    codes.forEach(
        (prefix, values) -> {
          assertTrue(values.size() > 0, prefix);
          for (JsonNode value : values) {
            String code = value.asText();
            assertTrue(code.isEmpty() || english.containsKey(prefix + code), prefix + code);
          }
        });
  }

  @Test
  void shouldHaveWordsForEachWayOfTellingWhatBecameOfPackets() {
    ResourceBundle english = bundle("en");
    for (Outcome outcome : Outcome.values()) {
      for (String key :
          java.util.List.of(
              "summary.outcome",
              "timeline.label",
              "passed",
              "passed.head",
              "dropped",
              "challenged",
              "effect",
              "rates.passed",
              "rates.stopped",
              "rates.dropped",
              "rates.challenged",
              "nis2.measures.text")) {
        assertTrue(english.containsKey(outcome.key(key)), outcome.key(key));
      }
      String ofAll = outcome.key("summary.outcome") + ".all";
      assertTrue(english.containsKey(ofAll), ofAll);
    }
  }

  @Test
  void shouldSayWhatPacketsHaveInCommonInEveryLanguage() {
    String english =
        "length 512, source port 53, port 80, ttl 64, payload 00ff00ff00ff00ff, window 512,"
            + " 12 B of options, no options, acknowledgement number without ACK";
    assertEquals(english.replace("ttl", "TTL"), new Words(Locale.ENGLISH).signature(english));
    assertEquals(
        "longueur 512, port source 53, port 80, TTL 64, contenu 00ff00ff00ff00ff, fenêtre 512,"
            + " 12\u00a0o d'options, sans options, numéro d'acquittement sans ACK",
        new Words(Locale.FRENCH).signature(english));
    assertEquals(
        "lengte 512, bronpoort 53, poort 80, TTL 64, inhoud 00ff00ff00ff00ff, venster 512,"
            + " 12 B opties, zonder opties, bevestigingsnummer zonder ACK",
        new Words(Locale.of("nl")).signature(english));
    assertEquals("whatever 7 is", new Words(Locale.FRENCH).signature("whatever 7 is"));
  }

  @Test
  void shouldTellASpanAsTheDifferenceOfTheMomentsThatAreShown() {
    Words words = new Words(Locale.ENGLISH);
    long fromNs = 1_620_126_010_000_900_000L;
    long toNs = 1_620_126_010_067_100_000L;
    assertEquals("2021-05-04 11:00:10.000", words.exactTime(fromNs));
    assertEquals("2021-05-04 11:00:10.067", words.exactTime(toNs));
    assertEquals("67 ms", words.span(fromNs, toNs));
    assertEquals("200 µs", words.span(toNs, toNs + 200_000));
    assertEquals("0 s", words.span(toNs, fromNs));
  }

  @Test
  void shouldCountBytesInOctetsInFrench() {
    assertEquals("19,4 Mo", new Words(Locale.FRENCH).bytes(19_400_000));
    assertEquals("1514 o", new Words(Locale.FRENCH).bytesOf("1514 B"));
    assertEquals("19.4 MB", new Words(Locale.ENGLISH).bytes(19_400_000));
  }

  @Test
  void shouldKeepApostrophesOfAdvice() {
    String text = new Words(Locale.FRENCH).get("advice.enforce", "", "");
    assertTrue(text.startsWith("L'objet ne fait que surveiller"), text);
  }

  @Test
  void shouldWriteNumbersAsReadersExpectThem() {
    assertEquals("1,234,567", new Words(Locale.ENGLISH).number(1_234_567));
    assertEquals("1.234.567", new Words(Locale.of("nl")).number(1_234_567));
    assertEquals("12,5 kpps", new Words(Locale.FRENCH).packetRate(12_500));
  }

  @Test
  void shouldKeepApostrophesWhereTextsHavePlaces() {
    String text = new Words(Locale.FRENCH).get("summary.harmed", "3");
    assertEquals(
        "3 paquets de connexions établies, ou qui avaient été demandés, ont été perdus.", text);
    assertFalse(new Words(Locale.FRENCH).get("title").contains("''"));
  }

  @Test
  void shouldEscapeWhatIsText() {
    assertEquals("&lt;a b=&quot;&amp;&#39;&quot;&gt;", Html.escape("<a b=\"&'\">"));
  }
}
