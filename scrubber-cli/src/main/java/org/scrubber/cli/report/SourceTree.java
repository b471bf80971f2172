package org.scrubber.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.scrubber.cli.journal.EventNames;
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

  /** Writes them to an incident; without databases, their networks and countries are unknown. */
  static void write(List<JournalRecord> sources, GeoDatabases geo, ObjectNode to)
      throws GeoException {
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
      rows.addObject()
          .put("source", family == 4 ? text.replace("/32", "") : text)
          .put("packets", packets)
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
