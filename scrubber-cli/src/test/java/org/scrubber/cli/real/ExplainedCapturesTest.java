package org.scrubber.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.explain.Explainer;
import org.scrubber.explain.Explanation;
import org.scrubber.filter.Reason;
import org.scrubber.filter.Reasons;
import org.scrubber.io.PacketSource;
import org.scrubber.io.pcap.CaptureFiles;
import org.scrubber.parse.Parser;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Policy;
import org.scrubber.policy.load.Policies;
import org.scrubber.policy.load.PolicyLoader;

/** Explanations of random packets must say what a replay of the whole capture decides. */
final class ExplainedCapturesTest {
  private static final long SEED = 20210504;
  private static final int REAL_CAPTURES = 150;
  private static final int PACKETS_EACH = 2;

  @Test
  void shouldDecideAsReplayOnSamples() throws Exception {
    Policy policy = PolicyLoader.load(Path.of("..", "captures", "policy.yaml")).policy();
    Path sample = Path.of("..", "captures", "belnet-afternoon.pcapng");
    Random random = new Random(SEED);
    assertAlike(sample, policy, random, 25);
  }

  @Test
  void shouldDecideAsReplayOnRealCaptures() throws Exception {
    Path folder = RealCapture.folder();
    if (!Files.isDirectory(folder)) {
      System.out.println("skipped: no real captures at " + folder);
    }
    assumeTrue(Files.isDirectory(folder), "no real captures at " + folder);
    Random random = new Random(SEED);
    List<RealCapture> all = new ArrayList<>(RealCapture.all());
    all.removeIf(one -> one.isCompressedOtherwise() || one.packets() == 0);
    for (int k = 0; k < REAL_CAPTURES; k++) {
      RealCapture one = all.get(random.nextInt(all.size()));
      assertAlike(one.file(), Policies.forCapture(), random, PACKETS_EACH);
    }
    for (RealCapture one : all.stream().filter(o -> o.kind().equals("attack")).toList()) {
      assertAlike(one.file(), Policies.forCapture(), random, PACKETS_EACH);
    }
  }

  private static void assertAlike(Path capture, Policy policy, Random random, int packets)
      throws Exception {
    List<String> verdicts = replay(capture, policy);
    for (int k = 0; k < packets && !verdicts.isEmpty(); k++) {
      int frame = 1 + random.nextInt(verdicts.size());
      Explanation one = new Explainer(policy, capture.toString()).explain(frame);
      String said = one.verdict().verdict() + " " + one.verdict().reason();
      assertEquals(verdicts.get(frame - 1), said, capture + " frame " + frame);
      boolean condemns =
          one.filters().stream()
              .anyMatch(
                  view -> view.outcome().equals("drop") || view.outcome().equals("challenge"));
      assertEquals(!said.equals("PASS "), condemns, capture + " frame " + frame);
    }
  }

  private static List<String> replay(Path capture, Policy policy) throws IOException {
    List<String> verdicts = new ArrayList<>();
    Worker worker = new Worker(policy);
    Parser parser = new Parser();
    PacketBatch batch = new PacketBatch();
    try (PacketSource source = CaptureFiles.open(List.of(capture.toString()))) {
      while (source.poll(batch) >= 0) {
        parser.parse(batch);
        worker.process(batch);
        for (int i = 0; i < batch.size; i++) {
          Reason reason = Reasons.get(batch.reason[i]);
          String verdict =
              switch (batch.verdict[i]) {
                case Verdict.DROP_CODE -> "DROP";
                case Verdict.CHALLENGE_CODE -> "CHALLENGE";
                default -> "PASS";
              };
          verdicts.add(verdict + " " + (reason == null ? "" : reason.code()));
        }
      }
    }
    return verdicts;
  }
}
