package org.scrubber.cli.live;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.scrubber.classify.Vectors;
import org.scrubber.cli.render.Printable;
import org.scrubber.cli.render.Quantity;
import org.scrubber.cli.render.RaisedBy;
import org.scrubber.journal.Opening;
import org.scrubber.live.event.Attack;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.live.event.Totals;
import org.scrubber.policy.Prefix;
import org.scrubber.upstream.Flood;
import org.scrubber.upstream.FlowRules;
import org.scrubber.upstream.Syntax;

/** Events as lines of text, each behind its time in UTC. */
final class EventLine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final long SECOND_NS = 1_000_000_000L;

  private EventLine() {}

  /** Returns an event's lines. */
  static List<String> of(long timeNs, LiveEvent event) {
    return words(timeNs, event).stream().map(text -> line(timeNs, text)).toList();
  }

  /** Returns a line of text behind a time. */
  static String line(long timeNs, String text) {
    Instant time = Instant.ofEpochSecond(timeNs / SECOND_NS, timeNs % SECOND_NS);
    return TIME.format(time) + " " + Printable.line(text);
  }

  private static List<String> words(long timeNs, LiveEvent event) {
    return switch (event) {
      case LiveEvent.Started e -> started(e);
      case LiveEvent.Raised e -> List.of("mitigation raised: " + raised(e.attack()));
      case LiveEvent.Restored e -> List.of("mitigation restored: " + restored(timeNs, e.attack()));
      case LiveEvent.Changed e -> List.of("mitigation changed: " + attack(e.attack()));
      case LiveEvent.Ended e -> List.of("mitigation ended: " + ended(e));
      case LiveEvent.StateRestored e -> prefixed("state: ", e.lines());
      case LiveEvent.Complaint e -> List.of("warning: " + e.message());
      case LiveEvent.Reloaded e ->
          List.of(
              "policy loaded: %s, %s, in %s; %s"
                  .formatted(
                      e.policy(),
                      Quantity.counted(e.objects(), "object"),
                      Quantity.duration(e.tookNs()),
                      String.join("; ", e.state())));
      case LiveEvent.ReadAgain e ->
          List.of(
              "policy read again, and it is the same: %s, sha256 %s"
                  .formatted(e.policy(), Opening.brief(e.sha256())));
      case LiveEvent.ReloadRefused e ->
          List.of("policy refused, the old one stays: " + e.message());
      case LiveEvent.LineLost e -> List.of("interfaces lost: " + e.message() + "; trying again");
      case LiveEvent.LineBack e -> prefixed("interfaces back: ", e.lines());
      case LiveEvent.LinkChanged e -> List.of("link: " + e.text());
      case LiveEvent.BypassOpened e ->
          List.of(
              "bypass opened: worker %d has not run for %s; packets pass unjudged"
                  .formatted(e.worker(), Quantity.duration(e.awayNs())));
      case LiveEvent.BypassClosed e ->
          List.of("bypass closed after " + Quantity.duration(e.lastedNs()));
      case LiveEvent.StoodStill e ->
          List.of(
              "stood still for %s, as a whole (stopped, frozen, or without a processor): %s went past unjudged, %s waited and came late"
                  .formatted(
                      Quantity.duration(e.lastedNs()),
                      Quantity.counted(e.wentPast(), "packet"),
                      Quantity.count(e.late())));
      case LiveEvent.BypassFailed e -> List.of("bypass could not be turned: " + e.message());
      case LiveEvent.Overloaded e -> overloaded(e);
      case LiveEvent.OverloadEnded e ->
          List.of(
              "overload ended, lasted %s: lost %s, shed %s"
                  .formatted(
                      Quantity.duration(e.lastedNs()),
                      Quantity.count(e.lost()),
                      Quantity.count(e.shed())));
      case LiveEvent.Stopped e ->
          List.of("stopped after %s: %s".formatted(Quantity.duration(e.elapsedNs()), totals(e)));
    };
  }

  private static List<String> started(LiveEvent.Started event) {
    String first =
        "started: policy %s, %s, %s, %s of state%s"
            .formatted(
                event.policy(),
                Quantity.counted(event.objects(), "object"),
                Quantity.counted(event.workers(), "worker"),
                Quantity.bytes(event.stateBytes()),
                warmUp(event.warmUp()));
    List<String> lines = new ArrayList<>(prefixed("interface: ", event.lines()));
    lines.add(first);
    return lines;
  }

  private static String warmUp(LiveEvent.WarmUp event) {
    if (event.tookNs() == 0) {
      return "";
    }
    String words = ", warmed up in " + Quantity.duration(event.tookNs());
    return event.hurried() ? words + " only, as an attack is being treated" : words;
  }

  private static List<String> overloaded(LiveEvent.Overloaded event) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: offered %s, lost %s, shed %s"
            .formatted(
                event.begins() ? "overload" : "overload goes on",
                Quantity.packetRate(event.offeredPps()),
                Quantity.packetRate(event.lostPps()),
                Quantity.packetRate(event.shedPps())));
    for (Flood flood : event.floods()) {
      for (Syntax syntax : Syntax.values()) {
        FlowRules.against(flood)
            .forEach(
                rule ->
                    lines.add("propose upstream (%s): %s".formatted(syntax, syntax.rule(rule))));
      }
    }
    if (!event.floods().isEmpty()) {
      Prefix target = event.floods().getFirst().target();
      for (Syntax syntax : Syntax.values()) {
        String hop = syntax.placeholder(target);
        String note = hop.isEmpty() ? "" : "; put your blackhole's next hop for " + hop;
        lines.add("as a last resort (%s%s): %s".formatted(syntax, note, syntax.blackhole(target)));
      }
    }
    return lines;
  }

  private static List<String> prefixed(String prefix, List<String> lines) {
    return lines.stream().map(line -> prefix + line).toList();
  }

  private static String raised(Attack attack) {
    return attack(attack, RaisedBy.words(attack.ratePps(), attack.thresholdPps(), 0));
  }

  /** What comes now is not known yet: nothing was counted since the start. */
  private static String restored(long timeNs, Attack attack) {
    String ago = Quantity.duration(Math.max(0, timeNs - attack.raisedNs()));
    String threshold = Quantity.packetRate(attack.thresholdPps());
    return attack(attack, "raised " + ago + " ago, threshold " + threshold);
  }

  private static String attack(Attack attack) {
    String rate = Quantity.packetRate(attack.ratePps());
    return attack(attack, rate + ", threshold " + Quantity.packetRate(attack.thresholdPps()));
  }

  private static String attack(Attack attack, String rate) {
    return "%s %s %s, %s, treats %s"
        .formatted(
            attack.object(),
            attack.vector(),
            attack.target(),
            rate,
            attack.treated().stream().map(Vectors::name).collect(Collectors.joining(" ")));
  }

  private static String ended(LiveEvent.Ended event) {
    Attack attack = event.attack();
    return "%s %s %s, after %s, dropped %s, challenged %s since it was raised first"
        .formatted(
            attack.object(),
            attack.vector(),
            attack.target(),
            Quantity.duration(event.lastedNs()),
            Quantity.count(attack.dropped()),
            Quantity.count(attack.challenged()));
  }

  private static String totals(LiveEvent.Stopped event) {
    Totals totals = event.totals();
    return "offered %s, passed %s, dropped %s, challenged %s; lost before %s, after %s"
        .formatted(
            Quantity.count(totals.offered()),
            Quantity.count(totals.passed()),
            Quantity.count(totals.dropped()),
            Quantity.count(totals.challenged()),
            Quantity.count(totals.receiveLost()),
            Quantity.count(totals.sendLost()));
  }
}
