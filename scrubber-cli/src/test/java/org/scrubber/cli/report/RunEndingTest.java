package org.scrubber.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.cli.report.Records.at;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.scrubber.classify.Vectors;
import org.scrubber.cli.report.ReportOptions.Stage;
import org.scrubber.cli.report.geo.GeoDatabases;
import org.scrubber.cli.report.page.ReportPage;

/** That a report says of a run whose end is not in the journal that it is not. */
final class RunEndingTest {
  private static final int FLOOD = Vectors.UDP_FLOOD;

  /** A flood from second 10 on, noted last in second 30, and what was counted until another. */
  private static Records flood(boolean live, double lasting, int until) throws Exception {
    Records records = new Records().run(live).lasting(lasting);
    for (int second = 0; second <= 30; second++) {
      boolean flooded = second >= 10 && second < 10 + lasting;
      records.second(second, FLOOD, flooded ? 915 : 15, flooded ? 900 : 0);
    }
    records.mitigation(10.5, 1, FLOOD, 1, 20).incident(FLOOD, 1, 9, 9_000, true);
    for (int second = 31; second <= until; second++) {
      records.second(second, FLOOD, 15, 0);
    }
    return records;
  }

  private static JsonNode report(Records records) throws Exception {
    return records.report(null, Stage.EARLY_WARNING);
  }

  private static String text(JsonNode report, String language) {
    return ReportPage.markdown(report, Stage.EARLY_WARNING, Locale.of(language));
  }

  @Test
  void shouldSayThatAReplayEndedWithoutAWord() throws Exception {
    JsonNode report = report(flood(false, 19.5, 31));
    assertEquals("open", report.at("/run/ending").asText());
    assertEquals(at(31), report.get("asOfNs").asLong());
    assertEquals("open", report.at("/incidents/0/runEnding").asText());
    assertFalse(report.at("/incidents/0/runEnded").asBoolean());
    String text = text(report, "en");
    String where = "As of 2021-05-04 11:00:31 UTC, where the journal stops: the replay ended";
    assertTrue(text.contains(where + " without a word, or goes on."), text);
    String last = "still under way when it was noted last, at 2021-05-04 11:00:30 UTC; the journal";
    assertTrue(text.contains("The attack was " + last + " lacks the end of the run."), text);
    assertTrue(text.contains("| Still under way | not known, " + last), text);
    assertTrue(text.contains("at least: not seen to end"), text);
    assertFalse(text.contains("so far") || text.contains("the last packet of the capture"), text);
    assertTrue(text(report, "fr").contains("a fini sans un mot, ou continue"));
    assertTrue(text(report, "nl").contains("eindigde zonder bericht, of gaat nog door"));
    String html = ReportPage.html(report, null, Locale.ENGLISH);
    assertTrue(html.contains("where the journal stops"), html);
  }

  @Test
  void shouldKnowThatNoRunGoesOnThatAnotherHasFollowed() throws Exception {
    Records records = flood(true, 19.5, 31);
    JsonNode report = report(records.run(true));
    assertEquals("cut", report.at("/incidents/0/runEnding").asText());
    assertFalse(text(report, "en").contains("so far"), text(report, "en"));
    assertTrue(text(report, "en").contains("not known, still under way when it was noted last"));
    JournalFacts facts = new JournalFacts();
    flood(false, 19.5, 31).records().forEach(facts::note);
    facts.pass(new Records().run(false).records().getFirst()); // Not of what is reported on.
    JsonNode first =
        ReportTree.of(
            facts, new ReportOptions(null, null, null, Locale.ENGLISH, new GeoDatabases()));
    assertEquals("cut", first.at("/run/ending").asText());
    String text = ReportPage.markdown(first, null, Locale.ENGLISH);
    assertTrue(text.contains("where its journal stops: the replay ended without a word."), text);
  }

  @Test
  void shouldSayOfALiveRunAloneThatTheAttackMayGoOn() throws Exception {
    String text = text(report(flood(true, 19.5, 31)), "en");
    assertTrue(text.contains("shop has been under attack since"), text);
    assertTrue(text.contains("for 20 s so far"), text);
    assertTrue(text.contains("the run goes on, or ended without a word."), text);
    assertTrue(text.contains("| Still under way | yes, under way at 2021-05-04 11:00:30 UTC |"));
  }

  @Test
  void shouldNotTakeForUnderWayWhatWasNotNotedForLong() throws Exception {
    JsonNode report = report(flood(true, 19.5, 50));
    assertEquals("held", report.at("/incidents/0/state").asText());
    String text = text(report, "en");
    assertTrue(text.contains("no, quiet for 21 s at 2021-05-04 11:00:50 UTC"), text);
    assertFalse(text.contains("so far"), text);
  }

  @Test
  void shouldKnowTheEndOfARunThatEndedAsItShould() throws Exception {
    JsonNode report = report(flood(true, 19.5, 30).end(30).run(false));
    assertEquals("noted", report.at("/incidents/0/runEnding").asText());
    for (String language : List.of("en", "fr", "nl")) {
      assertFalse(text(report, language).contains("state."), language);
    }
    assertTrue(text(report, "en").contains("still under way when the run ended at"));
  }
}
