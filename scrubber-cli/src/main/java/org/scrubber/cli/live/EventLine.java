package org.scrubber.cli.live;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.scrubber.cli.render.Printable;
import org.scrubber.cli.render.Quantity;
import org.scrubber.live.event.Attack;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.live.event.Totals;

/** Events as lines of text, each behind its time in UTC. */
final class EventLine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final long SECOND_NS = 1_000_000_000L;

  private EventLine() {}

  /** Returns an event's lines. */
  static List<String> of(long timeNs, LiveEvent event) {
    return words(event).stream().map(text -> line(timeNs, text)).toList();
  }

  /** Returns a line of text behind a time. */
  static String line(long timeNs, String text) {
    Instant time = Instant.ofEpochSecond(timeNs / SECOND_NS, timeNs % SECOND_NS);
    return TIME.format(time) + " " + Printable.line(text);
  }

  private static List<String> words(LiveEvent event) {
    return switch (event) {
      case LiveEvent.Started e -> started(e);
      case LiveEvent.Raised e -> List.of("mitigation raised: " + attack(e.attack()));
      case LiveEvent.Changed e -> List.of("mitigation changed: " + attack(e.attack()));
      case LiveEvent.Ended e -> List.of("mitigation ended: " + ended(e));
      case LiveEvent.Reloaded e ->
          List.of(
              "policy loaded: %s, %s, in %s"
                  .formatted(
                      e.policy(),
                      Quantity.counted(e.objects(), "object"),
                      Quantity.duration(e.tookNs())));
      case LiveEvent.ReloadRefused e -> List.of("policy refused, the old one stays: " + e.message());
      case LiveEvent.LineLost e -> List.of("interfaces lost: " + e.message() + "; trying again");
      case LiveEvent.LineBack e -> prefixed("interfaces back: ", e.lines());
      case LiveEvent.Stopped e ->
          List.of("stopped after %s: %s".formatted(Quantity.duration(e.elapsedNs()), totals(e)));
    };
  }

  private static List<String> started(LiveEvent.Started event) {
    String warm =
        event.warmUpNs() == 0 ? "" : ", warmed up in " + Quantity.duration(event.warmUpNs());
    String first =
        "started: policy %s, %s, %s, %s of state%s"
            .formatted(
                event.policy(),
                Quantity.counted(event.objects(), "object"),
                Quantity.counted(event.workers(), "worker"),
                Quantity.bytes(event.stateBytes()),
                warm);
    return java.util.stream.Stream.concat(
            event.lines().stream().map(line -> "interface: " + line), java.util.stream.Stream.of(first))
        .toList();
  }

  private static List<String> prefixed(String prefix, List<String> lines) {
    return lines.stream().map(line -> prefix + line).toList();
  }

  private static String attack(Attack attack) {
    return "%s %s %s, %s over %s, treats %s"
        .formatted(
            attack.object(),
            attack.vector(),
            attack.target(),
            Quantity.packetRate(attack.ratePps()),
            Quantity.packetRate(attack.thresholdPps()),
            String.join(" ", attack.treated()));
  }

  private static String ended(LiveEvent.Ended event) {
    Attack attack = event.attack();
    return "%s %s %s, after %s, dropped %s, challenged %s"
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
