package org.scrubber.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The section of a page that is about one incident. */
final class HtmlIncident {
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
  private static final int SHOWN_SOURCES = 20;

  private final JsonNode one;
  private final String pointer;
  private final Words words;
  private final Html html;

  HtmlIncident(JsonNode one, String pointer, Words words, Html html) {
    this.one = one;
    this.pointer = pointer;
    this.words = words;
    this.html = html;
  }

  void write() {
    html.element("h2", one.path("object").asText());
    html.raw("<p class=\"summary\">" + Html.escape(Summary.incident(one, words)) + "</p>\n");
    html.element("h3", words.get("timeline"));
    html.raw(TimelineSvg.of(one, words));
    totals();
    facts();
    vectors();
    looks();
    actions();
    sources();
    collateral();
  }

  private String number(String path) {
    long value = one.at(path).asLong();
    return Html.data(pointer + path, value, words.number(value));
  }

  private String packetRate(String path) {
    long value = one.at(path).asLong();
    return Html.data(pointer + path, value, words.packetRate(value));
  }

  private String bitRate(String path) {
    long value = one.at(path).asLong();
    return Html.data(pointer + path, value, words.bitRate(value));
  }

  private String bytes(String path) {
    long value = one.at(path).asLong();
    return Html.data(pointer + path, value, words.bytes(value));
  }

  private String duration(String path) {
    long value = one.at(path).asLong();
    return Html.data(pointer + path, value, words.duration(value));
  }

  private String time(String path) {
    long value = one.at(path).asLong();
    return Html.data(pointer + path, value, words.time(value));
  }

  private String text(String path) {
    return Html.escape(one.at(path).asText());
  }

  private void totals() {
    html.element("h3", words.get("totals"));
    String packets = words.get("packets");
    String bytes = words.get("bytes");
    html.table("", packets, bytes);
    for (String kind : List.of("offered", "passed", "dropped", "challenged", "monitored")) {
      String path = "/totals/" + kind;
      boolean seen = one.at(path + "/packets").asLong() > 0 || !kind.equals("monitored");
      if (seen) {
        String head = words.get(kind.equals("passed") ? "passed.head" : kind);
        html.row(
            "",
            Html.escape(head),
            packets,
            number(path + "/packets"),
            bytes,
            bytes(path + "/bytes"));
      }
    }
    html.endTable();
  }

  private void facts() {
    html.element("h3", words.get("facts")).raw("<dl>\n");
    html.fact(words.get("id"), "<code>" + text("/id") + "</code>");
    html.fact(words.get("campaign"), "<code>" + text("/campaignId") + "</code>");
    List<String> targets = new ArrayList<>();
    one.path("targets").forEach(target -> targets.add(target.asText()));
    html.fact(words.get("targets"), Html.escape(String.join(", ", targets)));
    html.fact(
        words.get("severity"), Html.escape(words.get("severity." + one.path("severity").asText())));
    html.fact(words.get("state"), Html.escape(words.get("state." + one.path("state").asText())));
    html.fact(words.get("start"), time("/startNs"));
    html.fact(words.get("detected"), time("/detectedNs"));
    if (!Summary.wasMonitored(one)) {
      html.fact(words.get("mitigated"), time("/mitigatedNs"));
    }
    html.fact(words.get("stop"), time("/stopNs"));
    html.fact(words.get("duration"), duration("/durationNs"));
    html.fact(words.get("ttd"), duration("/timeToDetectNs"));
    if (!Summary.wasMonitored(one)) {
      html.fact(words.get("ttm"), duration("/timeToMitigateNs"));
    }
    html.fact(words.get("peak"), packetRate("/peakPps") + ", " + bitRate("/peakBps"));
    html.fact(
        words.get("percentiles"),
        packetRate("/rates/p50Pps")
            + ", "
            + packetRate("/rates/p95Pps")
            + ", "
            + packetRate("/rates/p99Pps"));
    html.fact(words.get("sources"), number("/sources"));
    html.fact(
        words.get("baseline"),
        one.at("/baseline/observedSeconds").asLong() == 0
            ? Html.escape(words.get("baseline.none"))
            : packetRate("/baseline/normalPps") + ", " + bitRate("/baseline/normalBps"));
    html.raw("</dl>\n");
  }

  private void vectors() {
    html.element("h3", words.get("vectors"));
    String[] heads = new String[9];
    String[] keys = {
      "vector", "class", "targets", "from", "to", "peak", "mean", "packets", "sources"
    };
    for (int k = 0; k < keys.length; k++) {
      heads[k] = words.get(keys[k]);
    }
    html.table(heads);
    for (int k = 0; k < one.path("vectors").size(); k++) {
      String path = "/vectors/" + k;
      JsonNode vector = one.at(path);
      String name = (vector.path("part").asBoolean() ? "↳ " : "") + vector.path("vector").asText();
      html.row(
          heads[0],
          "<b>" + Html.escape(name) + "</b>",
          heads[1],
          Html.escape(words.get("class." + vector.path("class").asText())),
          heads[2],
          text(path + "/target"),
          heads[3],
          clock(path + "/startNs"),
          heads[4],
          clock(path + "/stopNs"),
          heads[5],
          packetRate(path + "/peakPps") + "<br>" + bitRate(path + "/peakBps"),
          heads[6],
          packetRate(path + "/meanPps") + "<br>" + bitRate(path + "/meanBps"),
          heads[7],
          number(path + "/packets") + "<br>" + bytes(path + "/bytes"),
          heads[8],
          number(path + "/sources") + sourceKind(vector));
    }
    html.endTable();
  }

  private String clock(String path) {
    long value = one.at(path).asLong();
    return Html.data(pointer + path, value, words.time(value).substring(11));
  }

  private String sourceKind(JsonNode vector) {
    if (vector.path("spoofed").asBoolean()) {
      return "<br>" + Html.escape(words.get("spoofed"));
    }
    return vector.path("reflectors").asLong() > 0
        ? "<br>" + Html.escape(words.get("reflectors"))
        : "";
  }

  private void looks() {
    html.element("h3", words.get("look"));
    for (int k = 0; k < one.path("vectors").size(); k++) {
      JsonNode vector = one.at("/vectors/" + k);
      if (vector.path("samples").asLong() == 0) {
        continue;
      }
      html.raw("<h4>" + text("/vectors/" + k + "/vector") + "</h4>\n<dl>\n");
      if (!vector.path("signature").asText().isEmpty()) {
        html.fact(words.get("signature"), Html.escape(vector.path("signature").asText()));
      }
      if (!vector.path("toolGuess").asText().isEmpty()) {
        html.fact(
            words.get("tool"), Html.escape(words.get("tool." + vector.path("toolGuess").asText())));
      }
      for (String look : LOOKS) {
        String shares = shares(vector.path(look));
        if (!shares.isEmpty()) {
          html.fact(words.get(look), Html.escape(shares));
        }
      }
      html.raw("</dl>\n");
      long samples = vector.path("samples").asLong();
      html.raw(
          "<p class=\"small\">"
              + Html.escape(words.get("look.samples", words.number(samples)))
              + "</p>\n");
    }
  }

  private static String shares(JsonNode rows) {
    List<String> texts = new ArrayList<>();
    for (JsonNode row : rows) {
      texts.add(row.path("value").asText() + " (" + row.path("percent").asInt() + " %)");
    }
    return String.join(", ", texts);
  }

  private void actions() {
    html.element("h3", words.get("actions"));
    String[] keys = {
      "time", "action", "vector", "targets", "rate", "threshold", "dropped", "challenged"
    };
    String[] heads = new String[keys.length];
    for (int k = 0; k < keys.length; k++) {
      heads[k] = words.get(keys[k]);
    }
    html.table(heads);
    for (int k = 0; k < one.path("actions").size(); k++) {
      String path = "/actions/" + k;
      JsonNode action = one.at(path);
      html.row(
          heads[0],
          (k + 1) + ". " + clock(path + "/timeNs"),
          heads[1],
          Html.escape(words.get("action." + action.path("action").asText())),
          heads[2],
          text(path + "/vector"),
          heads[3],
          text(path + "/target"),
          heads[4],
          packetRate(path + "/ratePps"),
          heads[5],
          packetRate(path + "/thresholdPps"),
          heads[6],
          number(path + "/dropped"),
          heads[7],
          number(path + "/challenged"));
    }
    html.endTable();
  }

  private void sources() {
    JsonNode rows = one.path("topSources");
    if (rows.isEmpty()) {
      return;
    }
    html.element("h3", words.get("topSources"));
    boolean located = !one.path("topCountries").isEmpty();
    String source = words.get("source");
    String packets = words.get("atLeast");
    String network = words.get("network");
    String country = words.get("country");
    if (located) {
      html.table(source, network, country, packets);
    } else {
      html.table(source, packets);
    }
    for (int k = 0; k < Math.min(SHOWN_SOURCES, rows.size()); k++) {
      String path = "/topSources/" + k;
      String count = number(path + "/packets");
      if (located) {
        JsonNode row = rows.get(k);
        html.row(
            source,
            text(path + "/source"),
            network,
            Html.escape(words.network(row)),
            country,
            Html.escape(words.country(row.path("country").asText())),
            packets,
            count);
      } else {
        html.row(source, text(path + "/source"), packets, count);
      }
    }
    more(rows.size());
    if (located) {
      origins("topNetworks", network);
      origins("topCountries", country);
      html.element("p", words.get("located"));
    }
  }

  private void more(int rows) {
    html.endTable();
    if (rows > SHOWN_SOURCES) {
      html.element("p", words.get("more", words.number(rows - SHOWN_SOURCES)));
    }
  }

  /** Shows what the listed sources of each network or country add up to. */
  private void origins(String list, String head) {
    JsonNode rows = one.path(list);
    String sources = words.get("sources");
    String packets = words.get("atLeast");
    html.element("h4", words.get(list)).table(head, sources, packets);
    for (int k = 0; k < Math.min(SHOWN_SOURCES, rows.size()); k++) {
      String path = "/" + list + "/" + k;
      JsonNode row = rows.get(k);
      String name =
          row.has("asn") ? words.network(row) : words.country(row.path("country").asText());
      html.row(
          head,
          Html.escape(name),
          sources,
          number(path + "/sources"),
          packets,
          number(path + "/packets"));
    }
    more(rows.size());
  }

  private void collateral() {
    html.element("h3", words.get("collateral")).raw("<dl>\n");
    html.fact(words.get("spokenForLost"), number("/collateral/spokenForLost"));
    html.fact(
        words.get("challenges"),
        number("/collateral/challengesSent") + ", " + number("/collateral/challengesAnswered"));
    html.fact(
        words.get("handshakes"),
        number("/collateral/handshakesPerMinute")
            + " ("
            + number("/collateral/handshakesPerMinuteBefore")
            + ")");
    html.fact(words.get("resets"), number("/collateral/resets"));
    html.fact(words.get("others"), number("/collateral/otherObjectsUnderAttack"));
    if (one.at("/capacity/observations").asLong() > 0) {
      html.fact(words.get("flowTable"), number("/capacity/flowTablePercent") + " %");
    }
    html.raw("</dl>\n");
  }
}
