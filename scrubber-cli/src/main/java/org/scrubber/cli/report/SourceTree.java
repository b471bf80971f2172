package org.scrubber.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.scrubber.cli.journal.EventNames;
import org.scrubber.cli.journal.SamplePacket;
import org.scrubber.cli.report.geo.GeoDatabases;
import org.scrubber.cli.report.geo.GeoException;
import org.scrubber.cli.report.geo.Origin;
import org.scrubber.journal.Fields.Source;
import org.scrubber.journal.JournalRecord;

/** The sources of most stopped packets as JSON, and the networks and countries that they are of. */
final class SourceTree {
  private static final int MOST = 100;

  /** What the sources of one network or country add up to. */
  private static final class Sum {
    private final String organization;
    private long sources;
    private long packets;

    private Sum(String organization) {
      this.organization = organization;
    }

    private void add(long more) {
      sources++;
      packets += more;
    }
  }

  /** A source, over all runs that have noted it. */
  private static final class Seen {
    private final int family;
    private final long high;
    private final long low;
    private long packets;
    private long firstNs = Long.MAX_VALUE;
    private long lastNs;
    private long known;

    private Seen(JournalRecord one) {
      family = one.index(Source.FAMILY);
      high = one.get(Source.HIGH);
      low = one.get(Source.LOW);
    }

    private void add(JournalRecord one) {
      packets += one.get(Source.PACKETS);
      known |= one.get(Source.KNOWN);
      if (one.get(Source.FIRST_NS) > 0) { // Older versions did not note it.
        firstNs = Math.min(firstNs, one.get(Source.FIRST_NS));
        lastNs = Math.max(lastNs, one.get(Source.LAST_NS));
      }
    }

    private boolean isTimed() {
      return lastNs > 0;
    }

    /** Tells whether it may have sent then. */
    private boolean isOf(long fromNs, long toNs) {
      return !isTimed() || firstNs <= toNs && lastNs >= fromNs;
    }

    private String standing() {
      if (!isTimed()) {
        return "unknown";
      }
      return known == 0 ? "stranger" : known == 2 ? "acquainted" : "proven";
    }
  }

  private SourceTree() {}

  /**
   * Writes those that were seen during an incident; without databases, their networks and countries
   * are unknown.
   *
   * @param samples of packets of the object, for sources whose times are not noted
   */
  static void write(
      List<JournalRecord> sources,
      List<JournalRecord> samples,
      long fromNs,
      long toNs,
      GeoDatabases geo,
      ObjectNode to)
      throws GeoException {
    Map<String, Seen> seen = new LinkedHashMap<>();
    for (JournalRecord one : sources) {
      seen.computeIfAbsent(text(one), any -> new Seen(one)).add(one);
    }
    seen.values().removeIf(one -> !one.isOf(fromNs, toNs));
    Map<String, long[]> sampled = sampled(seen.values(), samples);
    Map<Long, Sum> networks = new LinkedHashMap<>();
    Map<String, Sum> countries = new LinkedHashMap<>();
    ArrayNode rows = to.putArray("topSources");
    List<Map.Entry<String, Seen>> sorted =
        seen.entrySet().stream()
            .sorted(Comparator.comparingLong(one -> -one.getValue().packets))
            .limit(MOST)
            .toList();
    for (Map.Entry<String, Seen> entry : sorted) {
      Seen one = entry.getValue();
      String text = entry.getKey();
      int family = one.family;
      long high = one.high;
      long low = one.low;
      long packets = one.packets;
      Origin origin = geo.of(family, high, low);
      ObjectNode row = rows.addObject();
      row.put("source", family == 4 ? text.replace("/32", "") : text).put("packets", packets);
      times(one, sampled.get(text), row);
      row.put("standing", one.standing())
          .put("asn", origin.asn())
          .put("organization", origin.organization())
          .put("country", origin.country());
      if (!geo.isEmpty()) {
        networks.computeIfAbsent(origin.asn(), any -> new Sum(origin.organization())).add(packets);
        countries.computeIfAbsent(origin.country(), any -> new Sum("")).add(packets);
      }
    }
    write(
        networks,
        to.putArray("topNetworks"),
        (row, one) ->
            row.put("asn", one.getKey()).put("organization", one.getValue().organization));
    write(countries, to.putArray("topCountries"), (row, one) -> row.put("country", one.getKey()));
  }

  /** Writes when a source was seen: of its counted packets, or else of those that were sampled. */
  private static void times(Seen one, long @Nullable [] sampled, ObjectNode row) {
    if (one.isTimed()) {
      times(one.firstNs, one.lastNs, "packets", row);
    } else if (sampled != null) {
      times(sampled[0], sampled[1], "samples", row);
    } else {
      times(0, 0, "unknown", row);
    }
  }

  private static void times(long firstNs, long lastNs, String of, ObjectNode row) {
    Times.put(row, "first", firstNs);
    Times.put(row, "last", lastNs);
    row.put("timesOf", of);
  }

  private static String text(JournalRecord one) {
    boolean four = one.get(Source.FAMILY) == 4;
    return EventNames.prefix(
        one.get(Source.FAMILY), one.get(Source.HIGH), one.get(Source.LOW), four ? 32 : 64);
  }

  /** Returns first and last time of the samples of each source whose times are not noted. */
  private static Map<String, long[]> sampled(
      Collection<Seen> sources, List<JournalRecord> samples) {
    Map<String, long[]> times = new HashMap<>();
    if (sources.stream().allMatch(Seen::isTimed)) {
      return times;
    }
    SamplePacket.Reader reader = new SamplePacket.Reader();
    for (JournalRecord sample : samples) {
      SamplePacket packet = reader.read(sample);
      if (packet.family() != 0) {
        boolean four = packet.family() == 4;
        String source =
            EventNames.prefix(
                packet.family(),
                packet.sourceHigh(),
                four ? packet.sourceLow() : 0,
                four ? 32 : 64);
        long[] span = times.computeIfAbsent(source, any -> new long[] {Long.MAX_VALUE, 0});
        span[0] = Math.min(span[0], sample.timeNs());
        span[1] = Math.max(span[1], sample.timeNs());
      }
    }
    return times;
  }

  /** Writes sums, most packets first; what is equal stays in the order of the sources. */
  private static <K> void write(
      Map<K, Sum> sums, ArrayNode to, BiConsumer<ObjectNode, Map.Entry<K, Sum>> name) {
    sums.entrySet().stream()
        .sorted(Comparator.comparingLong(one -> -one.getValue().packets))
        .forEach(
            one -> {
              ObjectNode row = to.addObject();
              name.accept(row, one);
              row.put("sources", one.getValue().sources).put("packets", one.getValue().packets);
            });
  }
}
