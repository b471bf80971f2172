package org.scrubber.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.scrubber.cli.render.Quantity;
import org.scrubber.pipeline.Replay;
import org.scrubber.report.Report;

/** The last lines of a text report: what was written, and what to do next. */
final class Closing {
  private Closing() {}

  /** Returns the lines, the most useful hint last; may be empty. */
  static List<String> lines(Report report, Replay.Options options) {
    long passed = report.totals().passed().packets();
    long lost = report.totals().dropped().packets() + report.totals().challenged().packets();
    List<String> lines = new ArrayList<>();
    if (options.cleanOrNull() != null) {
      lines.add(written(options.cleanOrNull(), passed));
    }
    if (options.droppedOrNull() != null) {
      lines.add(written(options.droppedOrNull(), lost));
    }
    if (options.evidenceOrNull() != null) {
      lines.add("wrote " + options.evidenceOrNull() + ": samples of each vector that was stopped");
    }
    if (lost > 0) {
      lines.add(why(report, options));
    } else if (options.policy().anyTarget() && report.totals().offered().packets() > 0) {
      lines.add("sharper rules: say what is inside with --protect CIDR or --policy FILE");
    }
    return lines;
  }

  private static String written(Path file, long packets) {
    return "wrote " + file + ": " + Quantity.counted(packets, "packet");
  }

  private static String why(Report report, Replay.Options options) {
    if (options.droppedOrNull() == null) {
      return "to see each dropped packet with its reason: --dropped FILE, then open it in"
          + " Wireshark";
    }
    if (options.droppedOrNull().toString().endsWith(".pcap")) {
      return "plain pcap has no room for reasons; a name that ends in .pcapng gets them";
    }
    Optional<String> vector =
        report.vectors().stream()
            .filter(row -> !row.monitored())
            .max(
                Comparator.comparingLong(
                    row -> row.dropped().packets() + row.challenged().packets()))
            .map(Report.VectorRow::vector);
    String filter =
        vector.map(name -> "frame.comment contains \"" + name + "\"").orElse("frame.comment");
    return "why, packet by packet: Wireshark filter " + filter;
  }
}
