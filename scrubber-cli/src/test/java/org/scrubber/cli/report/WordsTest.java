package org.scrubber.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Locale;
import java.util.ResourceBundle;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WordsTest {
  private static final Pattern PLACE = Pattern.compile("\\{\\d+}");

  private static ResourceBundle bundle(String language) {
    return ResourceBundle.getBundle("org.scrubber.cli.report.words", Locale.of(language));
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
