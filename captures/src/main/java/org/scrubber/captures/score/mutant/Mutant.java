package org.scrubber.captures.score.mutant;

import java.util.List;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.scenario.Scenario;
import org.scrubber.captures.score.gate.PassAll;
import org.scrubber.captures.world.Gate;

/** A scrubber that somebody might build, and the criterion that must find it out. */
public enum Mutant {
  /** No scrubber. */
  PASS_ALL("pass everything", "G1", List.of()),
  /** A cut cable. */
  DROP_ALL("drop everything", "G3", List.of()),
  /** The best known rule of all, which hits shared addresses and misses many small sources. */
  BLOCK_LOUD_SOURCES(
      "block sources above 1,000 pps", "", List.of("A-02", "A-03", "A-07", "A-19", "B-05")),
  /** What stops most amplification, and all name look-ups. */
  DROP_REPLY_PORTS("drop UDP from ports 53 and 123", "G3", List.of("B-03", "B-04")),
  /** An old trick: real clients come again, a second later. */
  DROP_FIRST_SYN("drop the first SYN of a flow", "G5", List.of("A-02", "A-05", "B-02"));

  private final String text;
  private final String criterion;
  private final List<String> scenarios;

  Mutant(String text, String criterion, List<String> scenarios) {
    this.text = text;
    this.criterion = criterion;
    this.scenarios = scenarios;
  }

  /** Returns what it does. */
  public String text() {
    return text;
  }

  /** Tells whether it must be found out in a scenario. */
  public boolean mustFail(Scenario scenario) {
    boolean attack = scenario.id().startsWith("A-");
    return switch (this) {
      case PASS_ALL -> attack;
      case DROP_ALL -> true;
      case BLOCK_LOUD_SOURCES, DROP_REPLY_PORTS, DROP_FIRST_SYN ->
          scenarios.contains(scenario.id());
    };
  }

  /** Returns the criterion that must find it out, in a scenario. */
  public String criterion(Scenario scenario) {
    return criterion.isEmpty() ? scenario.isBenign() ? "G3" : "G1" : criterion;
  }

  /** Returns a new gate; rates are those of a profile. */
  public Gate gate(Profile profile) {
    return switch (this) {
      case PASS_ALL -> new PassAll();
      case DROP_ALL -> new DropAll();
      case BLOCK_LOUD_SOURCES -> new BlockLoudSources((int) (1_000 * profile.scale()));
      case DROP_REPLY_PORTS -> new DropReplyPorts();
      case DROP_FIRST_SYN -> new DropFirstSyn();
    };
  }
}
