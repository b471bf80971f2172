package org.scrubber.cli.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scrubber.journal.Fields.Capacity;
import org.scrubber.journal.Fields.Note;
import org.scrubber.journal.Fields.Run;
import org.scrubber.journal.JournalRecord;

/** How full the scrubber was during an incident, whoever filled it. */
final class CapacityTree {
  private static final long SECOND_NS = 1_000_000_000L;

  /** How often the scrubber looks how full it is. */
  private static final long CAPACITY_NS = 10 * SECOND_NS;

  /** As {@code LiveNotes} writes them, and as it did before: without separators and times. */
  private static final Pattern BEGAN =
      Pattern.compile(
          "overload( goes on)?: offered ([0-9,]+) pps, lost ([0-9,]+) pps, shed ([0-9,]+) pps");

  private static final Pattern ENDED =
      Pattern.compile("overload ended(?: after [^:]+)?: lost ([0-9,]+), shed ([0-9,]+)");

  private final JournalFacts facts;
  private final long fromNs;
  private final long toNs;
  private long overloads;
  private long overloadNs;
  private long maxOfferedPps;
  private long queueDrops;
  private long shed;

  CapacityTree(JournalFacts facts, long startNs, long stopNs) {
    this.facts = facts;
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
    for (JournalRecord one : facts.notes) {
      if (one.get(Note.KIND) != Note.OVERLOAD) {
        continue;
      }
      Matcher began = BEGAN.matcher(one.text("text"));
      Matcher ended = ENDED.matcher(one.text("text"));
      if (began.matches()) {
        boolean begins = began.group(1) == null;
        sinceNs = begins ? one.timeNs() : sinceNs;
        boolean own = one.timeNs() >= fromNs && one.timeNs() <= toNs;
        overloads += own && begins ? 1 : 0;
        long offered = number(began.group(2));
        maxOfferedPps = own ? Math.max(maxOfferedPps, offered) : maxOfferedPps;
      } else if (ended.matches() && sinceNs > 0) {
        boolean own = sinceNs >= fromNs && sinceNs <= toNs;
        overloadNs += own ? one.timeNs() - sinceNs : 0;
        queueDrops += own ? number(ended.group(1)) : 0;
        shed += own ? number(ended.group(2)) : 0;
        sinceNs = 0;
      }
    }
  }

  private static long number(String text) {
    return Long.parseLong(text.replace(",", ""));
  }

  /** Writes it; what only a live run measures is said not to be measured in a replay. */
  void write(ObjectNode to) {
    long percent = 0;
    long pressure = 0;
    long least = Long.MAX_VALUE;
    long most = 0;
    int seen = 0;
    for (JournalRecord one : facts.capacity) {
      if (one.timeNs() >= fromNs && one.timeNs() <= toNs) {
        long places = Math.max(1, one.get(Capacity.FLOW_PLACES));
        percent = Math.max(percent, 100 * one.get(Capacity.FLOWS) / places);
        pressure = Math.max(pressure, one.get(Capacity.PRESSURE));
        least = Math.min(least, one.get(Capacity.EVICTED_FLOWS));
        most = Math.max(most, one.get(Capacity.EVICTED_FLOWS));
        seen++;
      }
    }
    to.put("observations", seen)
        .put("flowTablePercent", percent)
        .put("evictedFlows", Math.max(0, most - least))
        .put("maxPressure", pressure)
        .put("overloadMeasured", facts.run != null && facts.run.get(Run.KIND) == 1)
        .put("overloads", overloads)
        .put("overloadSeconds", Math.round((double) overloadNs / SECOND_NS))
        .put("maxOfferedPps", maxOfferedPps)
        .put("queueDrops", queueDrops)
        .put("shedPackets", shed);
  }
}
