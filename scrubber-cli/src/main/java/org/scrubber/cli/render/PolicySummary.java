package org.scrubber.cli.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.scrubber.classify.Objects;
import org.scrubber.policy.AddressList;
import org.scrubber.policy.Challenge;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.ProtectedObject;
import org.scrubber.table.FlowTable;
import org.scrubber.table.ProxyTable;
import org.scrubber.table.SourceTable;
import org.scrubber.table.SynTable;

/** What a policy protects and what it costs, on one screen. */
public final class PolicySummary {
  /** Rows of objects shown at most. */
  public static final int MAX_OBJECTS = 30;

  private static final int SAMPLE = 1 << 10;
  private static final int MAX_LISTS = 10;
  private static final int MAX_PREFIXES = 2;

  private PolicySummary() {}

  /**
   * Returns the summary as lines of text, each ended by a line feed.
   *
   * @param warnings what the operator should know, a line each
   */
  public static String render(Policy policy, List<String> warnings, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add(headline(policy));
    objects(policy, lines, style);
    lists(policy, lines, style);
    memory(policy, lines, style);
    if (!warnings.isEmpty()) {
      lines.add("");
      warnings.forEach(
          warning -> lines.add(style.attention("warning: " + Printable.line(warning))));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String headline(Policy policy) {
    List<String> parts = new ArrayList<>();
    parts.add(Printable.line(policy.name()));
    long prefixes = policy.objects().stream().mapToLong(object -> object.prefixes().size()).sum();
    parts.add(Quantity.counted(policy.objects().size(), "object"));
    parts.add(prefixes == 1 ? "1 prefix" : Quantity.count(prefixes) + " prefixes");
    parts.add(Quantity.counted(policy.rules().size(), "rule"));
    parts.add(Quantity.counted(policy.lists().size(), "list"));
    parts.add("border " + policy.border().name().toLowerCase(Locale.ROOT));
    return String.join("   ", parts);
  }

  private static void objects(Policy policy, List<String> lines, Style style) {
    if (policy.objects().isEmpty()) {
      return;
    }
    TextTable table =
        new TextTable("  ")
            .left("OBJECT")
            .left("PROFILE")
            .left("MODE")
            .right("SERVICES")
            .right("SYN-PPS")
            .right("UDP-PPS");
    List<ProtectedObject> objects = policy.objects();
    // Most policies leave it alone: a column of equal words would only push the prefixes away.
    boolean challenges = objects.stream().anyMatch(one -> one.challenge() != Challenge.SYMMETRIC);
    if (challenges) {
      table.left("CHALLENGE");
    }
    table.left("PREFIXES");
    for (ProtectedObject object : objects.subList(0, Math.min(objects.size(), MAX_OBJECTS))) {
      List<String> cells = new ArrayList<>();
      cells.add(Names.shortened(object.name()));
      cells.add(object.profile());
      cells.add(object.mode().name().toLowerCase(Locale.ROOT));
      cells.add(object.services().isEmpty() ? "any" : Quantity.count(object.services().size()));
      cells.add(Quantity.count(object.thresholds().synPps()));
      cells.add(Quantity.count(object.thresholds().udpPps()));
      if (challenges) {
        cells.add(object.challenge().name().toLowerCase(Locale.ROOT));
      }
      cells.add(prefixes(object.prefixes()));
      table.row(cells.toArray(String[]::new));
    }
    section(table, lines, style);
    if (objects.size() > MAX_OBJECTS) {
      lines.add("    " + Quantity.counted(objects.size() - MAX_OBJECTS, "object") + " more");
    }
  }

  private static String prefixes(List<Prefix> prefixes) {
    List<String> shown = prefixes.stream().limit(MAX_PREFIXES).map(Prefix::toString).toList();
    int hidden = prefixes.size() - shown.size();
    return String.join(" ", shown) + (hidden > 0 ? " and " + Quantity.count(hidden) + " more" : "");
  }

  private static void lists(Policy policy, List<String> lines, Style style) {
    if (policy.lists().isEmpty()) {
      return;
    }
    TextTable table =
        new TextTable("  ")
            .left("LIST")
            .left("ACTION")
            .left("DIRECTION")
            .left("OBJECT")
            .left("UNTIL")
            .right("ENTRIES")
            .right("MEMORY");
    List<AddressList> lists = policy.lists();
    for (AddressList list : lists.subList(0, Math.min(lists.size(), MAX_LISTS))) {
      table.row(
          Printable.line(list.name()),
          list.action().name().toLowerCase(Locale.ROOT),
          list.direction().name().toLowerCase(Locale.ROOT),
          list.object() == null ? "all" : Names.shortened(list.object()),
          until(list),
          Quantity.count(list.entries()),
          Quantity.bytes(list.set().sizeBytes()));
    }
    section(table, lines, style);
    if (lists.size() > MAX_LISTS) {
      lines.add("    " + Quantity.counted(lists.size() - MAX_LISTS, "list") + " more");
    }
  }

  private static String until(AddressList list) {
    String entries = list.set().hasDeadlines() ? "by entry" : "";
    return list.untilNs() == Long.MAX_VALUE
        ? entries
        : Quantity.iso(list.untilNs()) + (entries.isEmpty() ? "" : ", " + entries);
  }

  private static void memory(Policy policy, List<String> lines, Style style) {
    long prefixes = new Objects(policy).sizeBytes();
    long lists = policy.lists().stream().mapToLong(list -> list.set().sizeBytes()).sum();
    // Small tables tell what an entry costs, without taking what is being asked about.
    long flows = new FlowTable(SAMPLE).sizeBytes() / SAMPLE * policy.flowCapacity();
    long sources = new SourceTable(SAMPLE).sizeBytes() / SAMPLE * policy.sourceCapacity();
    long syns = new SynTable(SAMPLE).sizeBytes() / SAMPLE * policy.synCapacity();
    TextTable table = new TextTable("  ").left("TABLE").right("ENTRIES").right("MEMORY");
    table.row("flows", Quantity.count(policy.flowCapacity()), Quantity.bytes(flows));
    table.row("sources", Quantity.count(policy.sourceCapacity()), Quantity.bytes(sources));
    table.row("syns", Quantity.count(policy.synCapacity()), Quantity.bytes(syns));
    long proxied = policy.proxies() ? ProxyTable.bytes(ProxyTable.CAPACITY) : 0;
    if (proxied > 0) {
      table.row("proxied", Quantity.count(ProxyTable.CAPACITY), Quantity.bytes(proxied));
    }
    table.row("prefixes", "", Quantity.bytes(prefixes));
    if (lists > 0) {
      table.row("lists", "", Quantity.bytes(lists));
    }
    long entries = flows + sources + syns + proxied;
    table.row("together", "", Quantity.bytes(entries + prefixes + lists));
    section(table, lines, style);
  }

  private static void section(TextTable table, List<String> lines, Style style) {
    List<String> rows = table.lines();
    lines.add("");
    lines.add(style.heading(rows.getFirst()));
    lines.addAll(rows.subList(1, rows.size()));
  }
}
