package org.scrubber.cli.render;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.scrubber.policy.Profile;
import org.scrubber.policy.Service;
import org.scrubber.policy.ThresholdKey;

/** The built-in profiles: their thresholds side by side, then what each offers. */
public final class ProfileTable {
  private ProfileTable() {}

  /** Returns the table as lines of text, each ended by a line feed. */
  public static String render(Style style) {
    List<String> lines = new ArrayList<>();
    thresholds(lines, style);
    lines.add("");
    lines.add("Rates are packets/s to one host that nothing speaks for; hold is in seconds.");
    offers(lines, style);
    return String.join("\n", lines) + "\n";
  }

  private static void thresholds(List<String> lines, Style style) {
    TextTable table = new TextTable("  ").left("THRESHOLD");
    for (Profile profile : Profile.values()) {
      table.right(profile.text());
    }
    for (ThresholdKey key : ThresholdKey.values()) {
      List<String> cells = new ArrayList<>();
      cells.add(key.key());
      for (Profile profile : Profile.values()) {
        cells.add(Quantity.count(key.of(profile.thresholds())));
      }
      table.row(cells);
    }
    List<String> rows = table.lines();
    lines.add(style.heading(rows.getFirst()));
    lines.addAll(rows.subList(1, rows.size()));
  }

  private static void offers(List<String> lines, Style style) {
    TextTable table = new TextTable("  ").left("PROFILE").left("SERVICES");
    for (Profile profile : Profile.values()) {
      List<String> words = profile.services().stream().map(Service::toString).toList();
      List<String> wrapped = wrap(words.isEmpty() ? List.of("any") : words);
      table.row(profile.text(), wrapped.getFirst());
      wrapped.subList(1, wrapped.size()).forEach(line -> table.row("", line));
      if (!profile.allowedReflectors().isEmpty()) {
        String replies = String.join(" ", new TreeSet<>(profile.allowedReflectors()));
        table.row("", "replies allowed: " + replies);
      }
    }
    List<String> rows = table.lines();
    lines.add("");
    lines.add(style.heading(rows.getFirst()));
    lines.addAll(rows.subList(1, rows.size()));
  }

  private static List<String> wrap(List<String> words) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : words) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > TextReport.WIDTH - 20) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
