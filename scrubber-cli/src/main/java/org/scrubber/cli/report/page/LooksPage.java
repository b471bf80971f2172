package org.scrubber.cli.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.scrubber.cli.report.page.form.Cell;
import org.scrubber.cli.report.page.form.Page;

/** What the packets of an incident look like, by their samples. */
final class LooksPage {
  private static final List<String> LOOKS =
      List.of(
          "protocols",
          "sourcePorts",
          "targetPorts",
          "lengths",
          "timesToLive",
          "tcpFlags",
          "tcpFingerprints",
          "topTargets",
          "payloadPrefixes");
  private static final long[] LENGTHS = {0, 64, 128, 256, 512, 1_024, 1_501};
  private static final long[] TIMES = {0, 32, 64, 96, 128, 192};
  private static final int SHOWN_SERVICES = 10;
  private static final int SHOWN_PERCENT = 2;
  private static final int LEAST_PERCENT = 1;

  private final Shown one;
  private final Words words;
  private final Page page;

  LooksPage(Shown one, Words words, Page page) {
    this.one = one;
    this.words = words;
    this.page = page;
  }

  void write() {
    page.beginFold(3, words.get("look"));
    one.each("/vectors").forEach(this::vector);
    page.endFold();
    services();
  }

  private void vector(Shown vector) {
    if (vector.value("/samples") == 0) {
      return;
    }
    page.heading(4, vector.string("/vector"));
    List<Page.Fact> facts = new ArrayList<>();
    if (!vector.string("/signature").isEmpty()) {
      String common = words.signature(vector.string("/signature"));
      facts.add(new Page.Fact(words.get("signature"), Cell.of(common)));
    }
    if (!vector.string("/toolGuess").isEmpty()) {
      facts.add(new Page.Fact(words.get("tool"), vector.word("tool.", "/toolGuess")));
    }
    for (String look : LOOKS) {
      String shares = shares(vector.node().path(look));
      if (!shares.isEmpty()) {
        facts.add(new Page.Fact(words.get(look), Cell.of(shares)));
      }
    }
    facts.add(histogram(vector, "lengthHistogram", LENGTHS));
    facts.add(histogram(vector, "timeToLiveHistogram", TIMES));
    page.facts(facts);
    page.small(words.get("look.samples", words.number(vector.value("/samples"))));
  }

  /** What is a hundredth or less says nothing by itself, and is added up. */
  private String shares(JsonNode rows) {
    List<String> texts = new ArrayList<>();
    int rest = 100;
    for (JsonNode row : rows) {
      int percent = row.path("percent").asInt();
      if (percent > LEAST_PERCENT) {
        texts.add(words.bytesOf(row.path("value").asText()) + " (" + percent + "\u00a0%)");
        rest -= percent;
      }
    }
    if (texts.isEmpty()) {
      return rows.isEmpty() ? "" : words.get("shares.none");
    }
    if (texts.size() < rows.size() && rest > 0) {
      texts.add(words.get("shares.others") + " (" + rest + "\u00a0%)");
    }
    return String.join(", ", texts);
  }

  /** Adds the values up between the bounds; the JSON has each. */
  private Page.Fact histogram(Shown vector, String field, long[] bounds) {
    long[] sums = new long[bounds.length];
    for (JsonNode bar : vector.node().path(field)) {
      int slot = bounds.length - 1;
      while (slot > 0 && bar.path("value").asLong() < bounds[slot]) {
        slot--;
      }
      sums[slot] += bar.path("samples").asLong();
    }
    List<String> texts = new ArrayList<>();
    for (int k = 0; k < bounds.length; k++) {
      if (sums[k] > 0) {
        String range =
            k == bounds.length - 1 ? "≥ " + bounds[k] : bounds[k] + "–" + (bounds[k + 1] - 1);
        texts.add("%s (%s)".formatted(range, words.number(sums[k])));
      }
    }
    return new Page.Fact(words.get(field), Cell.of(String.join(", ", texts)));
  }

  private void services() {
    List<Shown> services = one.each("/targetServices");
    if (services.isEmpty()) {
      return;
    }
    page.beginFold(3, words.get("targetServices"));
    List<List<Cell>> rows = new ArrayList<>();
    List<Shown> main =
        services.stream().filter(one -> one.value("/percent") >= SHOWN_PERCENT).toList();
    List<Shown> shown = main.isEmpty() ? services : main;
    shown = shown.subList(0, Math.min(SHOWN_SERVICES, shown.size()));
    for (Shown row : shown) {
      rows.add(
          List.of(
              row.text("/target"),
              row.text("/protocol"),
              row.value("/port") < 0 ? Cell.of("–") : new Cell.Figure(row.string("/port")),
              Cell.list(row.number("/samples"), row.percent("/percent"))));
    }
    page.table(
        List.of(
            words.get("target"),
            words.get("protocols"),
            words.get("port"),
            words.get("sampledPackets")),
        rows);
    if (services.size() > shown.size()) {
      page.paragraph(words.get("more", words.number(services.size() - shown.size())));
    }
    page.endFold();
  }
}
