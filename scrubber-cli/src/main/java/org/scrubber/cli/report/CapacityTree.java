package org.scrubber.cli.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.scrubber.journal.Field;
import org.scrubber.journal.Fields.Capacity;
import org.scrubber.journal.JournalRecord;
import org.scrubber.journal.LiveNotes.Subject;

/** How full the scrubber was during an incident, whoever filled it. */
final class CapacityTree {
  private static final long SECOND_NS = 1_000_000_000L;

  /** How often the scrubber looks how full it is. */
  private static final long CAPACITY_NS = 10 * SECOND_NS;

  /** The figures as {@code LiveNotes} writes them, and as it did before: without separators. */
  private static final Pattern OFFERED = Pattern.compile("offered ([0-9,]+) pps, .*");

  private static final Pattern ENDED =
      Pattern.compile("(?: after ([0-9.,]+) s)?: lost ([0-9,]+), shed ([0-9,]+)");

  private final JournalFacts facts;
  private final boolean live;
  private final long startNs;
  private final long fromNs;
  private final long toNs;
  private long overloads;
  private long overloadNs;
  private long maxOfferedPps;
  private long queueDrops;
  private long shed;

  CapacityTree(JournalFacts facts, boolean live, long startNs, long stopNs) {
    this.facts = facts;
    this.live = live;
    this.startNs = startNs;
    fromNs = startNs - CAPACITY_NS;
    toNs = stopNs + CAPACITY_NS;
    overloads();
  }

  /** Tells whether it was asked more than it could carry. */
  boolean wasOverloaded() {
    return overloads > 0;
  }

  private void overloads() {
    long sinceNs = 0;
    long saidNs = 0;
    for (JournalRecord one : facts.notes) {
      Subject subject = Subject.of(one);
      Matcher offered = OFFERED.matcher(subject.rest(one));
      Matcher ended = ENDED.matcher(subject.rest(one));
      switch (subject) {
        case STARTED, STOPPED -> { // An overload does not outlast the process.
          if (sinceNs > 0) {
            overload(sinceNs, saidNs);
          }
          sinceNs = 0;
        }
        case OVERLOAD_BEGAN, OVERLOAD_GOES_ON -> {
          boolean anew = subject == Subject.OVERLOAD_BEGAN || sinceNs == 0;
          sinceNs = anew ? one.timeNs() : sinceNs;
          saidNs = one.timeNs();
          if (isNear(one.timeNs()) && offered.matches()) {
            maxOfferedPps = Math.max(maxOfferedPps, number(offered.group(1)));
          }
        }
        case OVERLOAD_ENDED -> {
          if (sinceNs > 0
              && ended.matches()
              && overload(sinceNs, endNs(sinceNs, ended.group(1), one.timeNs()))) {
            queueDrops += number(ended.group(2));
            shed += number(ended.group(3));
          }
          sinceNs = 0;
        }
        default -> {}
      }
    }
    if (sinceNs > 0) {
      overload(sinceNs, Math.max(saidNs, facts.lastNs));
    }
  }

  /** It is said to have ended some seconds after the last loss, and then how long it lasted. */
  private static long endNs(long sinceNs, @Nullable String seconds, long saidNs) {
    return seconds == null
        ? saidNs
        : sinceNs + Math.round(Double.parseDouble(seconds.replace(",", "")) * SECOND_NS);
  }

  /** Counts what an overload shares with the incident; tells whether that is anything. */
  private boolean overload(long sinceNs, long untilNs) {
    boolean own = sinceNs <= toNs && untilNs >= fromNs;
    overloads += own ? 1 : 0;
    overloadNs += own ? Math.min(untilNs, toNs) - Math.max(sinceNs, fromNs) : 0;
    return own;
  }

  private boolean isNear(long timeNs) {
    return timeNs >= fromNs && timeNs <= toNs;
  }

  private static long number(String text) {
    return Long.parseLong(text.replace(",", ""));
  }

  /** Writes it; what only a live run measures is said not to be measured in a replay. */
  void write(ObjectNode to) {
    long flowsPercent = 0;
    long pressure = 0;
    long busiest = 0;
    long evicted = 0;
    long lostSince = 0;
    long shedSince = 0;
    int seen = 0;
    Map<Integer, JournalRecord> earlier = new HashMap<>();
    for (JournalRecord one : facts.capacity) {
      JournalRecord before = earlier.put(one.worker(), one);
      if (!isNear(one.timeNs())) {
        continue;
      }
      long places = Math.max(1, one.get(Capacity.FLOW_PLACES));
      flowsPercent = Math.max(flowsPercent, 100 * one.get(Capacity.FLOWS) / places);
      pressure = Math.max(pressure, one.get(Capacity.PRESSURE));
      if (one.timeNs() >= startNs) {
        busiest = Math.max(busiest, one.get(Capacity.BUSY_PERCENT));
      }
      evicted += since(before, one, Capacity.EVICTED_FLOWS);
      lostSince += since(before, one, Capacity.LOST_PACKETS);
      shedSince += since(before, one, Capacity.SHED_PACKETS);
      seen++;
    }
    boolean counted = busiest > 0;
    to.put("observations", seen)
        .put("flowTablePercent", flowsPercent)
        .put("evictedFlows", evicted)
        .put("maxPressure", pressure)
        .put("maxUtilisationPercent", busiest)
        .put("overloadMeasured", live)
        .put("overloads", overloads)
        .put("overloadSeconds", Math.round((double) overloadNs / SECOND_NS))
        .put("maxOfferedPps", maxOfferedPps)
        .put("queueDrops", counted ? lostSince : queueDrops)
        .put("shedPackets", counted ? shedSince : shed);
  }

  /** Returns by how much a worker's counter rose; a new process counts from 0. */
  private static long since(@Nullable JournalRecord before, JournalRecord one, Field counter) {
    long now = one.get(counter);
    long then = before == null ? now : before.get(counter);
    return now >= then ? now - then : now;
  }
}
