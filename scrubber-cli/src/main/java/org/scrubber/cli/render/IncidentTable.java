package org.scrubber.cli.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.scrubber.report.Incident;

/** The table of incidents: a row an object under attack, and beneath it, indented, by what. */
final class IncidentTable {
  private static final int MAX_TARGETS = 3;

  private IncidentTable() {}

  /**
   * Returns the title line and the rows.
   *
   * @param dates whether a start needs its date
   * @param endNs the last packet of all, ns since the epoch
   */
  static List<String> lines(boolean dates, List<Incident> incidents, long endNs) {
    TextTable table =
        new TextTable("  ")
            .left("INCIDENT")
            .left("START")
            .right("FOR")
            .right("PEAK")
            .right("")
            .right("PACKETS")
            .left("SEVERITY");
    for (Incident one : incidents) {
      String start = Quantity.time(one.startNs());
      table.row(
          Names.shortened(one.object()),
          dates ? Quantity.date(one.startNs()) + " " + start : start,
          Quantity.span(one.startNs(), one.stopNs()),
          Quantity.packetRate(one.peakPps()),
          Quantity.bitRate(one.peakBps()),
          Quantity.count(one.packets()),
          one.severity().name().toLowerCase(Locale.ROOT));
      VectorTable.wrap(words(one, incidents, endNs)).forEach(table::detail);
    }
    return table.lines();
  }

  private static List<String> words(Incident one, List<Incident> all, long endNs) {
    List<String> words = new ArrayList<>();
    List<String> names =
        one.vectors().stream()
            .filter(Incident.Vector::significant)
            .map(IncidentTable::name)
            .distinct()
            .toList();
    words.add(String.join(", ", names));
    List<String> targets = one.targets().stream().map(Names::target).toList();
    int hidden = targets.size() - MAX_TARGETS;
    words.add(
        "on "
            + String.join(", ", targets.subList(0, Math.min(targets.size(), MAX_TARGETS)))
            + (hidden > 0 ? " and %d more".formatted(hidden) : ""));
    long together =
        all.stream().filter(other -> other.campaignId().equals(one.campaignId())).count();
    if (together > 1) {
      words.add("one of a campaign of " + together);
    }
    words.addAll(state(one.running(), one.stopNs(), endNs));
    return words;
  }

  /** Returns how an attack stood at the end; nothing where it was over. */
  static List<String> state(boolean mitigated, long stopNs, long endNs) {
    return switch (Incident.State.of(mitigated, stopNs, endNs)) {
      case RUNNING -> List.of("still on at the end");
      case HELD ->
          List.of(
              "quiet for %s at the end, mitigation still held"
                  .formatted(Quantity.span(stopNs, endNs)));
      case OVER -> List.of();
    };
  }

  private static String name(Incident.Vector vector) {
    if (vector.parts().isEmpty()) {
      return vector.vector();
    }
    List<String> parts =
        vector.parts().stream()
            .filter(Incident.Vector::significant)
            .map(Incident.Vector::vector)
            .distinct()
            .toList();
    return vector.vector() + (parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")");
  }
}
