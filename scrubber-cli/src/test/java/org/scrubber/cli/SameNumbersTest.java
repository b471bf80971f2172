package org.scrubber.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.cli.render.Quantity;

/** Holds that a vector has the same numbers wherever they are told. */
final class SameNumbersTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> FIELDS =
      List.of("startNs", "stopNs", "peakPps", "peakBps", "meanPps", "meanBps", "sources");

  @TempDir Path folder;

  @Test
  void shouldTellTheSameOfTheSample() throws IOException {
    int vectors =
        compare("../captures/belnet-afternoon.pcapng", "--policy", "../captures/policy.yaml");
    assertEquals(6, vectors);
  }

  @Test
  void shouldTellTheSameOfARealFlood() throws IOException {
    String flood = "../../shared/captures/attack/1337eric__attack2.pcap";
    assumeTrue(Files.exists(Path.of(flood)), flood + " is not there");
    assertTrue(compare(flood) >= 1);
  }

  /** Compares text, JSON, the report beside a replay and that of its journal; returns vectors. */
  private int compare(String capture, String... options) throws IOException {
    Path journal = folder.resolve("journal");
    Path beside = folder.resolve("beside.json");
    List<Object> words = new ArrayList<>(List.of("replay", capture));
    words.addAll(List.of(options));
    final String text = Shell.run(words.toArray()).assertOk().out();
    words.addAll(List.of("--json", "--journal", journal, "--report", beside));
    JsonNode replayed = JSON.readTree(Shell.run(words.toArray()).assertOk().out());
    JsonNode ofReplay = JSON.readTree(Files.readString(beside));
    JsonNode ofJournal = JSON.readTree(Shell.report(journal, folder.resolve("after.json")));
    assertEquals(ofReplay.get("incidents"), ofJournal.get("incidents"));

    Map<String, JsonNode> reported = vectors(ofJournal.get("incidents"));
    Map<String, JsonNode> incidents = vectors(replayed.get("incidents"));
    assertEquals(incidents.keySet(), reported.keySet());
    int compared = 0;
    for (JsonNode row : replayed.get("vectors")) {
      String key = key(row.get("object"), row);
      JsonNode told = reported.get(key);
      if (row.get("raisedBy").asText().isEmpty()) {
        continue; // What always-on filters stop is no incident by itself.
      }
      for (String field : FIELDS) {
        assertEquals(row.get(field), told.get(field), key + " " + field);
        JsonNode ofIncident = incidents.get(key).get(field);
        assertTrue(ofIncident == null || ofIncident.equals(told.get(field)), key + " " + field);
      }
      assertEquals(row.at("/offered/packets"), told.get("packets"), key);
      assertEquals(row.at("/offered/bytes"), told.get("bytes"), key);
      assertEquals(incidents.get(key).get("packets"), told.get("packets"), key);
      long stopped = row.at("/dropped/packets").asLong() + row.at("/challenged/packets").asLong();
      assertTrue(stopped <= told.get("packets").asLong(), key + ": stopped " + stopped);
      String peak = Quantity.packetRate(told.get("peakPps").asLong());
      String packets = Quantity.count(told.get("packets").asLong());
      assertTrue(text.contains(peak) && text.contains(packets), key + " in\n" + text);
      compared++;
    }
    return compared;
  }

  private static Map<String, JsonNode> vectors(JsonNode incidents) {
    Map<String, JsonNode> all = new TreeMap<>();
    for (JsonNode incident : incidents) {
      for (JsonNode vector : incident.get("vectors")) {
        String key = key(incident.get("object"), vector);
        assertFalse(all.containsKey(key), key);
        all.put(key, vector);
      }
    }
    return all;
  }

  private static String key(JsonNode object, JsonNode vector) {
    return object.asText()
        + " "
        + vector.get("vector").asText()
        + " "
        + vector.get("target").asText();
  }
}
