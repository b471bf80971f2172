package org.scrubber.captures.score.run;

import java.util.List;
import java.util.function.Supplier;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;
import org.scrubber.captures.scenario.Restart;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.scenario.Staging;
import org.scrubber.captures.score.criteria.Criteria;
import org.scrubber.captures.score.criteria.Played;
import org.scrubber.captures.score.gate.EngineGate;
import org.scrubber.captures.score.gate.LabPolicy;
import org.scrubber.captures.score.ledger.SampleLedger;
import org.scrubber.captures.score.ledger.ScoreKeeper;
import org.scrubber.captures.score.ledger.VerdictStream;
import org.scrubber.captures.world.Gate;
import org.scrubber.captures.world.Witness;
import org.scrubber.detect.Mitigations;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Challenge;
import org.scrubber.policy.Policy;
import org.scrubber.policy.ProtectedObject;
import org.scrubber.report.Incidents;

/** Plays a task from beginning to end and scores it. Thread-safe: each run has its own world. */
public final class Run {
  private static final int TOP = 5;

  private final Stage stage;

  /** Creates runs of the scenarios as they are staged. */
  public Run() {
    this(Staging::stage);
  }

  /** Creates runs with traffic of the caller's own. */
  public Run(Stage stage) {
    this.stage = stage;
  }

  /**
   * Scores the engine.
   *
   * @param twice whether it is played a second time, to see that the verdicts are the same
   */
  public Card score(Task task, boolean twice) {
    EngineGate gate = gate(task);
    long stateBytes = gate.worker().stateBytes();
    ScoreKeeper keeper = keeper(task, () -> gate.worker().mitigations());
    VerdictStream stream = new VerdictStream();
    SampleLedger samples = new SampleLedger(gate, keeper.times());
    CountingGate counting = new CountingGate(gate);
    play(task, counting, List.of(keeper, stream, samples));
    keeper.close();
    Worker worker = gate.worker();
    Played.Engine engine =
        new Played.Engine(
            counting.received,
            stream.accounted(),
            stream.unexplained(),
            stream.digest(),
            twice ? digest(task) : null,
            stateBytes,
            worker.stateBytes(),
            gate.allocatedBytes(),
            worker.evictedFlows(),
            gate.restored(),
            Incidents.of(gate.policy(), worker.mitigations()),
            gate.policy().objects().stream().map(ProtectedObject::name).toList(),
            samples.evidence(task.scenario().vectors().size()));
    return card(task, keeper, engine);
  }

  /** Scores something that takes the engine's place. */
  public Card score(Task task, Gate gate) {
    Mitigations none = new Mitigations(List.of());
    ScoreKeeper keeper = keeper(task, () -> none);
    VerdictStream stream = new VerdictStream();
    CountingGate counting = new CountingGate(gate);
    play(task, counting, List.of(keeper, stream));
    keeper.close();
    Played.Engine engine =
        new Played.Engine(
            counting.received,
            stream.accounted(),
            stream.unexplained(),
            stream.digest(),
            null,
            0,
            0,
            0,
            0,
            List.of(),
            List.of(),
            List.of(),
            List.of());
    return card(task, keeper, engine);
  }

  private static ScoreKeeper keeper(Task task, Supplier<Mitigations> mitigations) {
    return new ScoreKeeper(task.scenario(), task.profile().legitPps(), mitigations);
  }

  /** Plays a task to its end. */
  public void play(Task task, Gate gate, List<? extends Witness> witnesses) {
    Setting setting =
        stage.stage(task.scenario(), task.mode(), task.profile(), task.seed(), gate, witnesses);
    setting.world().run(setting.endNs());
  }

  private String digest(Task task) {
    VerdictStream stream = new VerdictStream();
    play(task, gate(task), List.of(stream));
    return stream.digest();
  }

  private static EngineGate gate(Task task) {
    return new EngineGate(policy(task), Restart.of(task.scenario()));
  }

  /** Where one direction is seen, challenges are off unless the scenario turns them on. */
  private static Policy policy(Task task) {
    boolean proxy = task.scenario().limit(task.mode(), "X-proxy", 0) > 0;
    boolean always = task.scenario().limit(task.mode(), "X-challenge", 0) > 0;
    Challenge rule = proxy ? Challenge.PROXY : always ? Challenge.ALWAYS : Challenge.SYMMETRIC;
    boolean strict = task.scenario().limit(task.mode(), "X-strict", 0) > 0;
    return LabPolicy.of(task.profile(), rule, strict);
  }

  private static Card card(Task task, ScoreKeeper keeper, Played.Engine engine) {
    Played played =
        new Played(task.scenario(), task.mode(), task.profile(), task.seed(), keeper, engine);
    return new Card(
        task,
        Criteria.rows(played),
        keeper.timeline(),
        keeper.losses().causes().top(TOP),
        keeper.attacks().passed().top(TOP),
        keeper.attempts().failures().top(TOP),
        keeper.flows().deaths().top(TOP));
  }

  /** Counts what goes in, apart from all who count what comes out. */
  private static final class CountingGate implements Gate {
    private final Gate gate;
    private long received;

    CountingGate(Gate gate) {
      this.gate = gate;
    }

    @Override
    public void judge(PacketBatch batch) {
      received += batch.size;
      gate.judge(batch);
    }

    @Override
    public Replies replies() {
      return gate.replies();
    }
  }
}
