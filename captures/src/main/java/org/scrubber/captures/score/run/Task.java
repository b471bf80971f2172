package org.scrubber.captures.score.run;

import org.scrubber.captures.scenario.Mode;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.scenario.Scenario;

/**
 * One run that is asked for.
 *
 * @param scenario what to play
 * @param mode what the scrubber sees
 * @param profile how much there is
 * @param seed master seed of all random streams
 */
public record Task(Scenario scenario, Mode mode, Profile profile, long seed) {
  /** Master seed unless told otherwise. */
  public static final long DEFAULT_SEED = 20_210_504L;

  /** Returns scenario and mode. */
  public String name() {
    return scenario.id() + " " + mode;
  }

  /** Returns about how many packets it has, to begin with the longest. */
  long weight() {
    double attack =
        scenario.vectors().stream().mapToDouble(one -> one.rate() * one.lengthS()).sum();
    double legit = 2 * scenario.totalS() * scenario.legit().base();
    return (long) (profile.legitPps() * (attack + legit));
  }
}
