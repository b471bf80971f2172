package org.scrubber.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.cli.report.Records.at;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.scrubber.classify.Vectors;
import org.scrubber.cli.report.page.ReportPage;
import org.scrubber.journal.LiveNotes;
import org.scrubber.live.event.LiveEvent;

/** How loaded the scrubber was in an incident from second 10 to 20. */
final class CapacityTest {
  private static final int OTHER = 0;

  private final Records records = new Records().run(true);
  private final LiveNotes notes = new LiveNotes(records.list(), (timeNs, event) -> {});

  private JsonNode report(@Nullable String object) throws Exception {
    records.incident(Vectors.UDP_FLOOD, 1, 9, 9_000);
    return records.report(object, null);
  }

  private JsonNode capacity() throws Exception {
    return report(null).at("/incidents/0/capacity");
  }

  private void overload(double second, boolean begins) {
    notes.hear(
        at(second), new LiveEvent.Overloaded(begins, 90_000, 4_000, 700, java.util.List.of()));
  }

  @Test
  void shouldSayHowBusyTheBusiestWorkerWasAndWhatAllLost() throws Exception {
    records.capacity(-20, 0, 99, 5, 0).capacity(5, 0, 98, 6, 1).capacity(5, 1, 30, 100, 0);
    records.capacity(15, 0, 61, 16, 1).capacity(15, 1, 87, 100, 40).capacity(25, 0, 20, 20, 1);
    records.capacity(99, 0, 100, 900, 900);
    JsonNode report = report(null);
    JsonNode capacity = report.at("/incidents/0/capacity");
    assertEquals(87, capacity.get("maxUtilisationPercent").asLong());
    assertEquals(1 + 10 + 4, capacity.get("queueDrops").asLong());
    assertEquals(1 + 40, capacity.get("shedPackets").asLong());
    String text = ReportPage.markdown(report, null, Locale.ENGLISH);
    assertTrue(text.contains("CPU of the busiest worker, highest second: 87\u00a0%"), text);
    String own = ReportPage.markdown(report("shop"), null, Locale.ENGLISH);
    assertFalse(own.contains("87"), "that of all objects");
  }

  @Test
  void shouldCountFromZeroWhereAProcessBeganAnew() throws Exception {
    records.capacity(5, 0, 40, 5_000, 0).capacity(15, 0, 40, 3, 0);
    assertEquals(3, capacity().get("queueDrops").asLong());
  }

  @Test
  void shouldTakeWhatNotesSayWhereNothingElseIsThere() throws Exception {
    records.capacity(15, 0, 0, 0, 0);
    overload(12, true);
    notes.hear(at(22), new LiveEvent.OverloadEnded(5_000_000_000L, 20_000, 3_500));
    JsonNode capacity = capacity();
    assertEquals(0, capacity.get("maxUtilisationPercent").asLong());
    assertEquals(20_000, capacity.get("queueDrops").asLong());
    assertEquals(5, capacity.get("overloadSeconds").asLong(), "till the last loss");
  }

  @Test
  void shouldCountTheSecondsOfAnOverloadThatIsNotOver() throws Exception {
    overload(12, true);
    overload(17, false);
    records.second(40, Vectors.UDP_FLOOD, 9, 0);
    assertEquals(18, capacity().get("overloadSeconds").asLong(), "till ten seconds after");
  }

  @Test
  void shouldNotHaveAnOverloadOutlastItsProcess() throws Exception {
    overload(12, true);
    overload(17, false);
    records.note(29, OTHER, "started: policy shop.yaml");
    assertEquals(5, capacity().get("overloadSeconds").asLong());
    assertEquals(1, capacity().get("overloads").asLong());
  }

  @Test
  void shouldCountOfALongOverloadWhatIsOfTheIncident() throws Exception {
    overload(-100, true);
    notes.hear(at(16), new LiveEvent.OverloadEnded(111_000_000_000L, 20_000, 3_500));
    assertEquals(11, capacity().get("overloadSeconds").asLong());
  }
}
