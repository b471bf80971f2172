package org.scrubber.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.scrubber.cli.journal.EventNames;
import org.scrubber.cli.journal.SamplePacket;
import org.scrubber.cli.render.Quantity;
import org.scrubber.cli.report.geo.GeoDatabases;
import org.scrubber.cli.report.geo.GeoException;
import org.scrubber.cli.report.geo.Origin;
import org.scrubber.journal.Fields.Source;
import org.scrubber.journal.JournalRecord;

/** The sources of most stopped packets as JSON, and the networks and countries that they are of. */
final class SourceTree {
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

  private SourceTree() {}

  /**
   * Writes them to an incident; without databases, their networks and countries are unknown.
   *
   * @param samples of packets of the object, for sources whose times are not noted
   */
  static void write(
      List<JournalRecord> sources, List<JournalRecord> samples, GeoDatabases geo, ObjectNode to)
      throws GeoException {
    Map<String, long[]> sampled = sampled(sources, samples);
    Map<Long, Sum> networks = new LinkedHashMap<>();
    Map<String, Sum> countries = new LinkedHashMap<>();
    ArrayNode rows = to.putArray("topSources");
    for (JournalRecord one : sources) {
      int family = one.index(Source.FAMILY);
      long high = one.get(Source.HIGH);
      long low = one.get(Source.LOW);
      long packets = one.get(Source.PACKETS);
      Origin origin = geo.of(family, high, low);
      String text = EventNames.prefix(family, high, low, family == 4 ? 32 : 64);
      ObjectNode row = rows.addObject();
      row.put("source", family == 4 ? text.replace("/32", "") : text).put("packets", packets);
      times(one, sampled.get(text), row);
      row.put("standing", standing(one))
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
  private static void times(JournalRecord one, long @Nullable [] sampled, ObjectNode row) {
    if (one.get(Source.FIRST_NS) > 0) {
      times(one.get(Source.FIRST_NS), one.get(Source.LAST_NS), "packets", row);
    } else if (sampled != null) {
      times(sampled[0], sampled[1], "samples", row);
    } else {
      times(0, 0, "unknown", row);
    }
  }

  private static void times(long firstNs, long lastNs, String of, ObjectNode row) {
    row.put("first", firstNs == 0 ? "" : Quantity.iso(firstNs)).put("firstNs", firstNs);
    row.put("last", lastNs == 0 ? "" : Quantity.iso(lastNs)).put("lastNs", lastNs);
    row.put("timesOf", of);
  }

  private static String standing(JournalRecord one) {
    if (one.get(Source.FIRST_NS) == 0) {
      return "unknown"; // A record of a version that did not note it.
    }
    return switch (one.index(Source.KNOWN)) {
      case 0 -> "stranger";
      case 2 -> "acquainted";
      default -> "proven";
    };
  }

  /** Returns first and last time of the samples of each source whose times are not noted. */
  private static Map<String, long[]> sampled(
      List<JournalRecord> sources, List<JournalRecord> samples) {
    Map<String, long[]> times = new HashMap<>();
    if (sources.stream().allMatch(one -> one.get(Source.FIRST_NS) > 0)) {
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
