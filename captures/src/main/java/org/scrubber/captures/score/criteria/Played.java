package org.scrubber.captures.score.criteria;

import java.util.List;
import org.scrubber.captures.scenario.Mode;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.scenario.Scenario;
import org.scrubber.captures.score.ledger.SampleLedger.Evidence;
import org.scrubber.captures.score.ledger.ScoreKeeper;
import org.scrubber.report.Incident;
import org.scrubber.snapshot.Restored;

/**
 * A run that is over, with all that was booked.
 *
 * @param scenario what was played
 * @param mode what the scrubber saw
 * @param profile how much there was of it
 * @param seed master seed
 * @param keeper the books
 * @param engine what is known of the engine
 */
public record Played(
    Scenario scenario, Mode mode, Profile profile, long seed, ScoreKeeper keeper, Engine engine) {

  /**
   * What a run says about the engine itself.
   *
   * @param received packets that were given to it
   * @param accounted packets with a verdict
   * @param unexplained packets dropped without a reason
   * @param digest SHA-256 of the verdicts
   * @param digestAgain the same of a second run, null when there was none
   * @param stateBytesBefore memory of the tables at the start, bytes
   * @param stateBytesAfter at the end
   * @param allocatedBytes what judging has allocated
   * @param evictedFlows established flows that had to make room for others in its flow table
   * @param restored what it has taken over at each restart
   * @param incidents what it reports
   * @param objects names of the protected objects, by index
   * @param evidence what it has kept of each attack vector; empty when nothing keeps any
   */
  public record Engine(
      long received,
      long accounted,
      long unexplained,
      String digest,
      String digestAgain,
      long stateBytesBefore,
      long stateBytesAfter,
      long allocatedBytes,
      long evictedFlows,
      List<Restored> restored,
      List<Incident> incidents,
      List<String> objects,
      List<Evidence> evidence) {}

  /** Returns the limit of a criterion, the scenario's own or the usual one. */
  double limit(String criterion, double usual) {
    return scenario.limit(mode, criterion, usual);
  }

  /** Tells whether the scenario itself asks for a criterion. */
  boolean asksFor(String criterion) {
    return !Double.isNaN(scenario.limit(mode, criterion, Double.NaN));
  }
}
