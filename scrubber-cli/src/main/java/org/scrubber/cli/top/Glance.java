package org.scrubber.cli.top;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * An instance as of one moment, with rates since another: all that is shown, and, field by field,
 * what {@code top --json} prints ({@code docs/top.schema.json}). Times stand twice: as text in UTC,
 * and in ns since the epoch.
 *
 * @param schema name and version of the format
 * @param words whether all is well, for people
 * @param well whether it is
 * @param time the moment
 * @param timeNs the same
 * @param intervalNs what rates are taken over; 0 when there is nothing to compare with
 * @param instance who it is
 * @param totals by verdict
 * @param mitigationsActive how many are active; the list is shorter when there are too many
 * @param mitigations the active ones, the highest rate first
 * @param objects attacked ones first, then by rate
 * @param reasons that packets were judged for, by rate and number
 * @param challenges of SYN floods
 * @param listed packets to and from addresses that feeds report
 * @param sides of the line
 * @param workers threads
 * @param conductor the thread beside them, and what it looks after
 */
record Glance(
    String schema,
    String words,
    boolean well,
    String time,
    long timeNs,
    long intervalNs,
    Identity instance,
    Totals totals,
    long mitigationsActive,
    List<MitigationRow> mitigations,
    List<ObjectRow> objects,
    List<ReasonRow> reasons,
    Challenges challenges,
    Listed listed,
    List<Side> sides,
    List<WorkerRow> workers,
    Conductor conductor) {
  /** Name and version of the JSON; the version rises when a field changes meaning or goes away. */
  static final String SCHEMA = "scrubber.top/1";

  /** Who an instance is. */
  record Identity(
      String life,
      long pid,
      String version,
      String policy,
      String policyHash,
      String started,
      long startedNs,
      long upNs,
      long silentNs) {}

  /** Counts since the start, and rates over the interval. */
  record Rate(long packets, long bytes, double packetsPerSecond, double bitsPerSecond) {
    @JsonIgnore
    boolean isQuiet() {
      return packetsPerSecond == 0;
    }
  }

  /** Packets only, as the kernel counts them. */
  record Packets(long packets, double packetsPerSecond) {}

  /** By verdict: offered is passed + dropped + challenged; the rest is part of passed. */
  record Totals(
      Rate offered, Rate passed, Rate dropped, Rate challenged, Rate monitored, Rate unjudged) {}

  /** An active mitigation; counts since it was raised first. */
  record MitigationRow(
      String object,
      String vector,
      String target,
      int worker,
      long number,
      String raised,
      long raisedNs,
      long ageNs,
      long pulses,
      long packetsPerSecond,
      long thresholdPacketsPerSecond,
      long droppedPackets,
      long droppedBytes,
      long challengedPackets,
      long challengedBytes,
      long challengesSent,
      long challengesAnswered,
      long synsReleased,
      long peakPacketsPerSecond,
      long peakBitsPerSecond) {}

  /** A protected object; counts of packets to it. */
  record ObjectRow(
      String name,
      String profile,
      String mode,
      @JsonProperty("underAttack") boolean underAttack,
      Rate offered,
      Rate passed,
      Rate dropped,
      Rate challenged,
      Rate monitored) {}

  /** A reason. */
  record ReasonRow(
      String code,
      String text,
      long packets,
      long bytes,
      double packetsPerSecond,
      double bitsPerSecond) {}

  /** Challenges since the start. */
  record Challenges(long sent, long answered, long synsReleased) {}

  /**
   * Packets since the start of protected hosts to listed addresses, and from such to protected
   * hosts.
   */
  record Listed(long out, long in) {}

  /** A side of the line. */
  record Side(
      String side,
      String name,
      String mode,
      boolean down,
      Packets received,
      Packets sent,
      Packets receiveLost,
      Packets sendLost,
      Packets checksumFinished,
      Packets offloadPassed,
      Packets offloadDropped,
      Packets late,
      Packets wentPast,
      long wentPastNs) {}

  /** How full a table is. */
  record Table(String name, long entries, long capacity, long refused) {
    double fill() {
      return capacity == 0 ? 0 : (double) entries / capacity;
    }
  }

  /**
   * A worker.
   *
   * @param headroom share of its time in which it found nothing to do, 0 to 1; null when unknown
   * @param silentNs how long ago it began its last turn
   */
  record WorkerRow(
      int worker,
      Double headroom,
      long silentNs,
      long awaySecondNs,
      long awayMinuteNs,
      long awayLongestNs,
      List<Table> tables) {}

  /** What the conductor sees to. */
  record Conductor(
      long policyReloads,
      long policyReloadsRefused,
      boolean bypassOpen,
      long bypassOpened,
      long bypassNs,
      boolean bypassLost,
      long gcCount,
      long gcTimeNs,
      long gcLongestNs,
      long heapUsedBytes,
      long snapshotNs) {}
}
