package org.scrubber.captures.score.ledger;

import java.util.Arrays;
import java.util.function.Supplier;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.scenario.Scenario;
import org.scrubber.captures.world.Attempt;
import org.scrubber.captures.world.Crossing;
import org.scrubber.captures.world.Reply;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.Witness;
import org.scrubber.detect.Mitigations;
import org.scrubber.filter.Reason;
import org.scrubber.filter.Reasons;

/** Books everything that happens in a run with the truth about it. Use once; one thread. */
public final class ScoreKeeper implements Witness {
  private static final long LOOK_NS = 100_000_000L;

  private final Times times;
  private final AttackLedger attacks;
  private final LossLedger losses = new LossLedger(Plan.standard().tenants().size() + 1);
  private final ClassLedger classes = new ClassLedger();
  private final AttemptLedger attempts;
  private final FlowLedger flows;
  private final ReplyLedger replies = new ReplyLedger();
  private final GapLedger gaps;
  private final OutageLedger outage = new OutageLedger();
  private final MitigationLog log;
  private final Timeline timeline;
  private final long[] attackDrops = new long[Reasons.COUNT];
  private final long[] drops = new long[Reasons.COUNT];
  private long nextLookNs;

  /**
   * Creates a keeper.
   *
   * @param legitPps rate of all legitimate traffic: an attack as large must be noticed
   * @param mitigations the list that the engine has now
   */
  public ScoreKeeper(Scenario scenario, double legitPps, Supplier<Mitigations> mitigations) {
    times = Times.of(scenario);
    attacks =
        new AttackLedger(scenario.vectors().size(), (long) (legitPps * scenario.legit().base()));
    attempts = attempts(scenario, times);
    flows = new FlowLedger(times, scenario.isBenign());
    gaps = new GapLedger(times);
    log = new MitigationLog(mitigations);
    timeline = new Timeline(times);
  }

  /** What goes past the scrubber, before a diversion and after it, says nothing of it. */
  private static AttemptLedger attempts(Scenario scenario, Times times) {
    return scenario.divertEndS() <= scenario.divertAtS()
        ? new AttemptLedger(times)
        : new AttemptLedger(
            times,
            times.attackNs() + (long) (scenario.divertAtS() * 1e9),
            times.attackNs() + (long) (scenario.divertEndS() * 1e9));
  }

  @Override
  public void packet(PacketBatch batch, int i, Crossing crossing) {
    long timeNs = crossing.timeNs;
    if (i == 0) {
      replies.nextBatch();
      if (timeNs >= nextLookNs) {
        log.look(timeNs);
        nextLookNs = timeNs - timeNs % LOOK_NS + LOOK_NS;
      }
    }
    Truth truth = crossing.truth;
    boolean passed = batch.verdict[i] == Verdict.PASS_CODE;
    if (timeNs >= times.startNs() && !passed) {
      drops[batch.reason[i]]++;
    }
    switch (truth.kind()) {
      case LEGIT, LEGIT_HARD -> legitimate(batch, i, crossing, passed);
      case ATTACK -> attack(batch, i, crossing, passed);
      case NOISE, AMBIGUOUS, CHALLENGE -> {}
    }
  }

  private void attack(PacketBatch batch, int i, Crossing crossing, boolean passed) {
    if (crossing.timeNs >= times.startNs()) {
      attacks.count(batch, i, crossing.truth, crossing.timeNs, passed);
      timeline.attack(crossing.timeNs, passed);
      attackDrops[batch.reason[i]] += passed ? 0 : 1;
    }
  }

  private void legitimate(PacketBatch batch, int i, Crossing crossing, boolean passed) {
    long timeNs = crossing.timeNs;
    Phase phase = times.phase(timeNs);
    Truth truth = crossing.truth;
    int tenant = truth.tenant() < 0 ? Plan.standard().tenants().size() : truth.tenant();
    if (crossing.inbound) {
      losses.offer(phase, tenant);
      if (phase != Phase.WARM_UP) {
        timeline.legit(timeNs);
      }
    }
    if (phase != Phase.WARM_UP) {
      classes.count(truth, crossing.inbound, batch.verdict[i] == Verdict.DROP_CODE);
    }
    if (passed) {
      return;
    }
    Reason reason = Reasons.get(batch.reason[i]);
    String cause = truth.traffic() + " × " + (reason == null ? "no reason" : reason.code());
    if (batch.verdict[i] == Verdict.CHALLENGE_CODE) {
      losses.challenge(crossing.flow, phase, tenant, timeNs, cause);
    } else {
      losses.lose(phase, tenant, timeNs, cause);
    }
  }

  @Override
  public void bypassed(long timeNs, Crossing crossing) {
    outage.count(timeNs, crossing);
  }

  @Override
  public void reply(PacketBatch batch, int cause, Crossing crossing, boolean outside, Reply reply) {
    replies.count(batch, cause, outside, reply);
    if (!outside && crossing.flow != 0) {
      losses.release(crossing.flow);
    }
  }

  @Override
  public void attempt(Attempt attempt) {
    attempts.count(attempt);
  }

  @Override
  public void flowBegan(long timeNs, int flow, Truth truth) {
    flows.began(timeNs, flow);
  }

  @Override
  public void flowEnded(long timeNs, int flow) {
    flows.ended(timeNs, flow);
  }

  @Override
  public void flowDied(long timeNs, int flow, String cause) {
    flows.died(timeNs, flow, cause);
  }

  @Override
  public void gap(long timeNs, int flow, Truth truth, long gapNs) {
    gaps.count(timeNs, truth, gapNs);
  }

  /** Ends the books; after the run, once. */
  public void close() {
    flows.look(times.endNs());
    losses.close();
    timeline.lost(losses.lossTimesNs());
    log.close(times.endNs());
  }

  /** Returns when the parts of the run began. */
  public Times times() {
    return times;
  }

  /** Returns what became of the attack. */
  public AttackLedger attacks() {
    return attacks;
  }

  /** Returns what became of legitimate packets. */
  public LossLedger losses() {
    return losses;
  }

  /** Returns what became of them by class of traffic. */
  public ClassLedger classes() {
    return classes;
  }

  /** Returns how attempts to be served went. */
  public AttemptLedger attempts() {
    return attempts;
  }

  /** Returns which flows survived. */
  public FlowLedger flows() {
    return flows;
  }

  /** Returns what the scrubber sent itself. */
  public ReplyLedger replies() {
    return replies;
  }

  /** Returns where media and heartbeats stopped. */
  public GapLedger gaps() {
    return gaps;
  }

  /** Returns what went past the scrubber. */
  public OutageLedger outage() {
    return outage;
  }

  /** Returns which mitigations there were. */
  public MitigationLog mitigations() {
    return log;
  }

  /** Returns the packets by second. */
  public Timeline timeline() {
    return timeline;
  }

  /** Returns attack packets that were dropped or challenged since the warm-up, by reason id. */
  public long[] attackDrops() {
    return Arrays.copyOf(attackDrops, attackDrops.length);
  }

  /** Returns all that was dropped or challenged since the warm-up, by reason id. */
  public long[] drops() {
    return Arrays.copyOf(drops, drops.length);
  }
}
