package org.scrubber.cli.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.scrubber.cli.report.page.form.Cell;
import org.scrubber.cli.report.page.form.Page;

/** The sources that most was stopped of, and the networks and countries that they are of. */
final class SourcesPage {
  private static final int SHOWN = 20;

  private final Shown one;
  private final Words words;
  private final Page page;

  SourcesPage(Shown one, Words words, Page page) {
    this.one = one;
    this.words = words;
    this.page = page;
  }

  void write() {
    List<Shown> sources = one.each("/topSources");
    if (sources.isEmpty()) {
      return;
    }
    if (standsOut(sources.getFirst())) {
      page.beginFold(3, words.get("topSources"));
      sources(sources);
      page.endFold();
    } else {
      page.heading(3, words.get("topSources"));
      page.paragraph(words.get("topSources.none"));
    }
    if (isLocated()) {
      page.beginFold(3, words.get("topNetworks"));
      origins("topNetworks", "network");
      page.heading(4, words.get("topCountries"));
      origins("topCountries", "country");
      page.paragraph(words.get("located"));
      page.endFold();
    }
  }

  private boolean isLocated() {
    return !one.node().path("topCountries").isEmpty();
  }

  /** Tells whether a source sent one in a hundred of what was stopped, or would have been. */
  private boolean standsOut(Shown source) {
    long lost = 0;
    for (String kind : List.of("dropped", "challenged", "monitored")) {
      lost += one.value("/totals/" + kind + "/packets");
    }
    return source.value("/packets") * 100 >= lost;
  }

  private void sources(List<Shown> sources) {
    boolean located = isLocated();
    List<String> heads = new ArrayList<>();
    heads.add(words.get("source"));
    if (located) {
      heads.add(words.get("network"));
      heads.add(words.get("country"));
    }
    heads.add(words.get("atLeast"));
    heads.add(words.get("firstLast"));
    heads.add(words.get("standing"));
    List<List<Cell>> rows = new ArrayList<>();
    for (Shown source : sources.subList(0, Math.min(SHOWN, sources.size()))) {
      List<Cell> row = new ArrayList<>();
      row.add(source.text("/source"));
      if (located) {
        row.add(Cell.of(words.network(source.node())));
        row.add(Cell.of(words.country(source.string("/country"))));
      }
      row.add(source.number("/packets"));
      row.add(times(source));
      row.add(source.word("standing.", "/standing"));
      rows.add(row);
    }
    page.table(heads, rows);
    more(sources.size());
  }

  private Cell times(Shown source) {
    return switch (source.string("/timesOf")) {
      case "packets" ->
          Cell.list(source.clock("/firstNs", "/lastNs"), source.clock("/lastNs", "/firstNs"));
      case "samples" ->
          Cell.lines(
              source.clock("/firstNs", "/lastNs"),
              source.clock("/lastNs", "/firstNs"),
              Cell.of(words.get("ofSamples")));
      default -> Cell.of(words.get("unknown"));
    };
  }

  private void more(int rows) {
    if (rows > SHOWN) {
      page.paragraph(words.get("more", words.number(rows - SHOWN)));
    }
  }

  /** Shows what the listed sources of each network or country add up to. */
  private void origins(String list, String head) {
    List<Shown> origins = one.each("/" + list);
    List<List<Cell>> rows = new ArrayList<>();
    for (Shown origin : origins.subList(0, Math.min(SHOWN, origins.size()))) {
      JsonNode node = origin.node();
      String name =
          node.has("asn") ? words.network(node) : words.country(node.path("country").asText());
      rows.add(List.of(Cell.of(name), origin.number("/sources"), origin.number("/packets")));
    }
    page.table(List.of(words.get(head), words.get("sources"), words.get("atLeast")), rows);
    more(origins.size());
  }
}
