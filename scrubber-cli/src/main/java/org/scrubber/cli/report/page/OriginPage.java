package org.scrubber.cli.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.scrubber.cli.report.page.form.Cell;
import org.scrubber.cli.report.page.form.Page;

/** Where a report comes from: program, policy, packets, and files that were written of them. */
final class OriginPage {
  private final Shown whole;
  private final boolean redacted;
  private final Words words;
  private final Page page;

  /**
   * Creates it.
   *
   * @param redacted whether what others could be known by is left out
   */
  OriginPage(Shown whole, boolean redacted, Words words, Page page) {
    this.whole = whole;
    this.redacted = redacted;
    this.words = words;
    this.page = page;
  }

  void evidence() {
    page.beginSection(false);
    page.beginFold(2, words.get("evidence"), "evidence");
    List<List<Cell>> rows = new ArrayList<>();
    for (Shown one : whole.each("/evidence")) {
      List<String> vectors = new ArrayList<>();
      one.node().path("vectors").forEach(vector -> vectors.add(vector.asText()));
      boolean empty = isEmpty(one);
      boolean read = one.string("/content").equals("read");
      boolean known = empty || one.value("/fromNs") > 0;
      rows.add(
          List.of(
              Cell.lines(one.code("/file"), one.bytes("/bytes"), one.code("/sha256")),
              Cell.lines(one.word("evidence.", "/content"), Cell.of(String.join(", ", vectors))),
              known || read ? one.number("/packets") : Cell.of(words.get("unknown")),
              empty ? Cell.of("–") : known ? moments(one) : Cell.of(words.get("unknown")),
              empty || read
                  ? one.word("sampling.", "/sampling")
                  : Cell.lines(
                      one.word("sampling.", "/sampling"),
                      Cell.of(known ? cut(one) : words.get("unknown")))));
    }
    boolean written =
        whole.each("/evidence").stream().anyMatch(one -> !one.string("/content").equals("read"));
    if (!written) {
      page.paragraph(words.get(redacted ? "evidence.none.own" : "evidence.none"));
    }
    if (!rows.isEmpty()) {
      page.table(
          List.of(
              words.get("file.hash"),
              words.get("holds"),
              words.get("packets"),
              words.get("evidence.time"),
              words.get("sampling")),
          rows);
    }
    if (whole.value("/evidenceUnlisted") > 0) {
      page.paragraph(
          words.get("evidence.unlisted", words.number(whole.value("/evidenceUnlisted"))));
    }
    page.endFold();
    page.paragraph(words.get("personal"));
    page.endSection();
  }

  /** Tells whether it was counted what a file holds, and that is nothing. */
  private static boolean isEmpty(Shown file) {
    String content = file.string("/content");
    boolean counted = content.equals("passed") || content.equals("stopped");
    return counted && file.value("/fromNs") <= 0 && file.value("/packets") == 0;
  }

  private static Cell moments(Shown file) {
    return Words.areClose(file.value("/fromNs"), file.value("/toNs"))
        ? Cell.lines(file.exactTime("/fromNs"), file.exactTime("/toNs"))
        : Cell.lines(file.time("/fromNs"), file.time("/toNs"));
  }

  private String cut(Shown file) {
    long bytes = file.value("/truncatedAtBytes");
    return bytes == 0 ? words.get("truncated.none") : words.get("truncated", words.number(bytes));
  }

  void origin() {
    page.beginSection(false);
    page.heading(2, words.get("origin"), "origin");
    List<Page.Fact> facts = new ArrayList<>();
    facts.add(
        new Page.Fact(words.get("software"), Cell.of("scrubber " + whole.string("/run/software"))));
    Cell hash = whole.code("/run/policySha256");
    String inputs = words.number(whole.value("/run/inputCount"));
    facts.add(
        new Page.Fact(
            words.get("policy"), redacted ? hash : Cell.lines(whole.text("/run/policy"), hash)));
    facts.add(
        new Page.Fact(
            words.get("inputs"),
            redacted ? Cell.of(words.get("inputs.unnamed", inputs)) : whole.text("/run/inputs")));
    List<String> databases = new ArrayList<>();
    for (JsonNode one : whole.node().path("geo")) {
      String built = one.path("built").asText().substring(0, 10);
      databases.add("%s (%s)".formatted(one.path("type").asText(), built));
    }
    if (!databases.isEmpty()) {
      facts.add(new Page.Fact(words.get("geo"), Cell.of(String.join(", ", databases))));
    }
    facts.add(new Page.Fact(words.get("clock"), Cell.of(words.get("clock.text"))));
    facts.add(new Page.Fact(words.get("journal"), Cell.of(journal())));
    page.facts(facts);
    page.endSection();
  }

  /** How many events there are is of all objects together. */
  private String journal() {
    String lost = words.number(whole.value("/journal/lost"));
    if (redacted) {
      return words.get(
          whole.value("/journal/lost") == 0 ? "journal.complete" : "journal.lost", lost);
    }
    return words.get("journal.text", words.number(whole.value("/journal/events")), lost);
  }
}
