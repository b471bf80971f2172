package org.scrubber.captures.score.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.score.gate.EngineGate;
import org.scrubber.captures.score.gate.LabPolicy;
import org.scrubber.captures.score.gate.OpenGate;
import org.scrubber.captures.score.run.Drill;
import org.scrubber.captures.score.run.Run;
import org.scrubber.captures.score.run.Task;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.World;
import org.scrubber.pipeline.Replay;
import org.scrubber.policy.Policy;
import org.scrubber.policy.load.PolicyLoader;
import org.scrubber.report.Report;

final class RecordingTest {
  @TempDir Path directory;

  private final Run run = new Run(Drill::stage);
  private final Task task = Drill.task("A-02");

  @Test
  void shouldReplayToTheVerdictsOfAnOpenLoop() throws Exception {
    Path capture = directory.resolve("drill.pcapng");
    long packets = Recording.record(run, task, capture, (timeNs, count) -> {});
    Path policyFile = directory.resolve("policy.yaml");
    Files.writeString(policyFile, LabPolicy.text(task.profile()));
    Policy policy = PolicyLoader.load(policyFile).policy();
    Report.Totals totals =
        new Replay(new Replay.Options(policy, List.of(capture.toString()), null, null, 1))
            .run((consumed, total, count) -> {})
            .totals();
    OpenGate open = new OpenGate(new EngineGate(LabPolicy.of(task.profile())));
    run.play(task, open, List.of());
    assertEquals(packets, totals.offered().packets());
    assertEquals(open.packets(Verdict.PASS), totals.passed().packets());
    assertEquals(open.packets(Verdict.DROP), totals.dropped().packets());
    assertEquals(open.packets(Verdict.CHALLENGE), totals.challenged().packets());
    assertTrue(open.packets(Verdict.CHALLENGE) > 10_000, "the flood is met");
  }

  @Test
  void shouldLabelEveryPacket() throws IOException {
    Path capture = directory.resolve("drill.pcap");
    long packets = Recording.record(run, task, capture, (timeNs, count) -> {});
    int floods = 0;
    try (DataInputStream in =
        new DataInputStream(Files.newInputStream(Recording.labels(capture)))) {
      assertEquals(LabelFile.MAGIC, text(in, 8));
      String names = text(in, in.readInt());
      assertTrue(names.contains("vector\t0\tv1\tsyn-flood\n"), names);
      assertTrue(names.contains("tenant\t1\tT02\tvaccines\n"), names);
      for (long k = 0; k < packets; k++) {
        assertEquals(k, in.readLong());
        assertTrue(in.readLong() >= World.EPOCH_NS);
        boolean attack = in.readUnsignedShort() == Truth.Kind.ATTACK.ordinal();
        assertEquals(attack ? 0 : LabelFile.NONE, in.readUnsignedShort());
        in.readUnsignedShort();
        assertEquals(attack, in.readInt() == 0 && attack);
        floods += attack ? 1 : 0;
      }
      assertEquals(-1, in.read());
    }
    assertEquals(16_000, floods);
  }

  private static String text(DataInputStream in, int length) throws IOException {
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  @Test
  void shouldLeaveNothingBehindWhenItIsStopped() throws IOException {
    Path capture = directory.resolve("drill.pcapng");
    assertThrows(
        IllegalStateException.class,
        () ->
            Recording.record(
                run,
                task,
                capture,
                (timeNs, count) -> {
                  throw new IllegalStateException("stop");
                }));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(), files.toList());
    }
  }
}
