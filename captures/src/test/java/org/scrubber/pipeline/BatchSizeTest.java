package org.scrubber.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.batch.Verdict;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Scene;

/** A verdict depends on the packets before it, not on how they were cut into batches. */
class BatchSizeTest {
  private static final int PACKETS = 50_000;
  private static final long SEED = 4;
  private static final List<Outcome.Judged> ONE_BY_ONE = judged(SEED, 1);

  private static List<Outcome.Judged> judged(long seed, int batch) {
    Scene scene = MixedStream.of(seed, PACKETS);
    // Small tables, so that flows are displaced and places taken again within a batch.
    Outcome outcome = scene.batchesOf(batch).remembering(1 << 10).run();
    outcome.report();
    return outcome.packets();
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 64, 256, 1_000})
  void shouldJudgeAlikeWhateverTheBatches(int batch) {
    List<Outcome.Judged> judged = judged(SEED, batch);
    for (int k = 0; k < judged.size(); k++) {
      assertEquals(ONE_BY_ONE.get(k), judged.get(k), "packet " + k + " in batches of " + batch);
    }
  }

  @Test
  void shouldJudgeAlikeInEveryRun() {
    assertEquals(judged(5, 256), judged(5, 256));
  }

  @Test
  void shouldJudgeUnderMitigationsOfTheOwnVectorOnly() {
    for (Outcome.Judged one : ONE_BY_ONE) {
      boolean own =
          switch (one.vector()) {
            case "-", "carpet-bombing" -> true;
            case "synack-reflection" -> one.reason().matches("synack-reflection|icmp-backscatter");
            case "udp-flood" -> one.reason().matches("udp-flood-.*|icmp-backscatter");
            case "icmp-flood" -> one.reason().matches("icmp-.*");
            case "syn-flood" -> one.reason().matches("syn-flood-.*|icmp-backscatter");
            default ->
                one.vector().endsWith("-amplification")
                    ? one.reason().equals("amplification-flood")
                    : one.reason().startsWith(one.vector());
          };
      assertTrue(own, one::toString);
    }
  }

  @Test
  void shouldMeetMostReasonsInTheStream() {
    var reasons = ONE_BY_ONE.stream().collect(Collectors.groupingBy(Outcome.Judged::reason));
    assertTrue(reasons.size() >= 17, () -> "only " + reasons.keySet());
    long passed = ONE_BY_ONE.stream().filter(p -> p.verdict() == Verdict.PASS).count();
    assertTrue(passed > PACKETS / 10 && passed < PACKETS * 9L / 10, () -> passed + " passed");
  }
}
