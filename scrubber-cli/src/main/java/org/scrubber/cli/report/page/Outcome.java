package org.scrubber.cli.report.page;

import com.fasterxml.jackson.databind.JsonNode;

/** How what became of packets is told: as what was done, or as what would have been. */
enum Outcome {
  /** Packets were dropped and challenged. */
  DONE("", false),
  /** They were judged in a replay, which sends no challenges. */
  REPLAYED(".replay", true),
  /** They all passed, as the object is in monitor mode. */
  MONITORED(".monitored", false),
  /** They passed so in a replay. */
  MONITORED_REPLAY(".monitored", true);

  private final String suffix;
  private final boolean replay;

  Outcome(String suffix, boolean replay) {
    this.suffix = suffix;
    this.replay = replay;
  }

  /** Returns how an incident is told. */
  static Outcome of(JsonNode incident) {
    boolean replayed = incident.path("runKind").asText().equals("replay");
    if (wasMonitored(incident)) {
      return replayed ? MONITORED_REPLAY : MONITORED;
    }
    return replayed ? REPLAYED : DONE;
  }

  /** Tells whether packets are of captures. */
  boolean isReplay() {
    return replay;
  }

  /** Tells whether they all passed, as the object is in monitor mode. */
  boolean isMonitored() {
    return this == MONITORED || this == MONITORED_REPLAY;
  }

  /** Tells whether everything passed since the object is in monitor mode. */
  static boolean wasMonitored(JsonNode incident) {
    JsonNode totals = incident.path("totals");
    return totals.at("/monitored/packets").asLong() > 0
        && totals.at("/dropped/packets").asLong() + totals.at("/challenged/packets").asLong() == 0;
  }

  /** Returns the key of the words that tell it so. */
  String key(String key) {
    return key + suffix;
  }
}
