package org.scrubber.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.scene.Packets.udp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.parse.Parser;
import org.scrubber.policy.Policy;
import org.scrubber.report.Incident;
import org.scrubber.report.Incidents;
import org.scrubber.report.Tally;
import org.scrubber.scene.Scene;
import org.scrubber.snapshot.HandOver;
import org.scrubber.snapshot.Restored;
import org.scrubber.snapshot.Saver;
import org.scrubber.snapshot.Slices;
import org.scrubber.snapshot.Snapshot;
import org.scrubber.snapshot.SnapshotException;
import org.scrubber.snapshot.SnapshotFile;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Memory;

/** What a worker knows outlives it: the next one goes on as it would have. */
class OutliveTest {
  private static final int PACKETS = 40_000;
  private static final int BATCH = 61;

  /** Hand-overs come this many batches apart: some in quiet times, most in the middle of floods. */
  private static final int BATCHES = 37;

  private static final Scene SCENE = MixedStream.of(8, PACKETS);
  private static final Policy POLICY = SCENE.policy();

  private interface Succession {
    Worker next(Worker old, long timeNs) throws SnapshotException;
  }

  @Test
  void shouldJudgeOnAsIfNothingHadHappenedWhenHandedOver() throws Exception {
    assertSameVerdicts(
        (old, timeNs) -> {
          Worker next = new Worker(POLICY);
          Restored restored = HandOver.between(old, next);
          assertEquals(List.of(), restored.cold());
          return next;
        });
  }

  @Test
  void shouldJudgeOnAsIfNothingHadHappenedWhenRestoredFromAFile(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("state");
    assertSameVerdicts(
        (old, timeNs) -> {
          try (SnapshotFile to = SnapshotFile.open(file, old)) {
            new Saver(old, new Slices()).saveAll(to, timeNs);
          }
          Worker next = new Worker(POLICY);
          Restored restored = Snapshot.read(file).restore(next, timeNs);
          assertEquals(0, restored.ageNs());
          return next;
        });
  }

  @Test
  void shouldJudgeOnUnderAPolicyWithItsObjectsInAnotherOrder() throws Exception {
    Policy reversed = POLICY.withObjects(POLICY.objects().reversed());
    assertSameVerdicts(
        (old, timeNs) -> {
          Worker next = new Worker(old.policy() == POLICY ? reversed : POLICY);
          assertEquals("what was known of 2 objects goes on", HandOver.between(old, next).line());
          return next;
        });
  }

  @Test
  void shouldDropTheStateOfAnObjectThatIsGoneAndKeepTheOthers() throws Exception {
    Line line = new Line(new Worker(POLICY));
    playAll(line, SCENE);
    Policy without = POLICY.withObjects(POLICY.objects().subList(0, 1));
    Worker next = new Worker(without);
    Restored restored = HandOver.between(line.worker, next);
    assertEquals("what was known of 1 object goes on, 1 gone", restored.line());
    List<Incident> before = Incidents.of(POLICY, line.worker.mitigations());
    String kept = without.objects().getFirst().name();
    List<String> own =
        before.stream().filter(one -> one.object().equals(kept)).map(Incident::id).toList();
    assertTrue(own.size() < before.size() && !own.isEmpty(), () -> own + " of " + before);
    assertEquals(
        own, Incidents.of(without, next.mitigations()).stream().map(Incident::id).toList());
    line.follow(next);
    playAll(line, SCENE); // Nothing of the other object is stumbled over.
  }

  @Test
  void shouldAimAFloodAtTheHostThatIsTheObjectsAfterItsPrefixHasChanged() throws Exception {
    Scene before = bogons("198.18.0.0/24", "198.18.0.7", 0);
    Scene after = bogons("198.18.1.0/24", "198.18.1.7", 1_500);
    Line line = new Line(new Worker(before.policy()));
    playAll(line, before);
    assertEquals(List.of("bogon-source 198.18.0.7/32 1500"), rows(before.policy(), line.worker));
    Worker next = new Worker(after.policy());
    assertEquals("what was known of 1 object goes on", HandOver.between(line.worker, next).line());
    line.follow(next);
    playAll(line, after);
    assertEquals(
        List.of("bogon-source 198.18.0.7/32 1500", "bogon-source 198.18.1.7/32 1500"),
        rows(after.policy(), next));
  }

  private static List<String> rows(Policy policy, Worker worker) {
    return Incidents.of(policy, worker.mitigations()).stream()
        .flatMap(incident -> incident.vectors().stream())
        .map(vector -> vector.vector() + " " + vector.target() + " " + vector.packets())
        .toList();
  }

  private static Scene bogons(String prefix, String target, long fromMs) {
    return Scene.protecting(prefix)
        .atInternetBorder()
        .at(fromMs)
        .every(1_000)
        .send(1_500, "attack", n -> udp("10.1.2.3", 1_000 + n, target, 999, new byte[40]));
  }

  private static void playAll(Line line, Scene scene) {
    List<byte[]> frames = scene.frames();
    for (int from = 0; from < frames.size(); from += BATCH) {
      try (Arena arena = Arena.ofConfined()) {
        int to = Math.min(frames.size(), from + BATCH);
        line.judge(frames.subList(from, to), scene.timesNs(), from, arena);
      }
    }
  }

  private static void assertSameVerdicts(Succession succession) throws Exception {
    Line without = new Line(new Worker(POLICY));
    Line with = new Line(new Worker(POLICY));
    List<byte[]> frames = SCENE.frames();
    long[] timesNs = SCENE.timesNs();
    int judged = 0;
    int batches = 0;
    for (int from = 0; from < frames.size(); from += BATCH) {
      int to = Math.min(frames.size(), from + BATCH);
      try (Arena arena = Arena.ofConfined()) {
        PacketBatch expected = without.judge(frames.subList(from, to), timesNs, from, arena);
        PacketBatch actual = with.judge(frames.subList(from, to), timesNs, from, arena);
        for (int i = 0; i < expected.size; i++) {
          String where = "packet " + (from + i);
          assertEquals(row(expected, i), row(actual, i), where);
          judged += expected.verdict[i] == Verdict.PASS_CODE ? 0 : 1;
        }
      }
      if (++batches % BATCHES == 0) {
        with.follow(succession.next(with.worker, timesNs[to - 1]));
      }
    }
    assertTrue(judged > PACKETS / 10, judged + " judged");
    assertEquals(
        Incidents.of(POLICY, without.worker.mitigations()),
        Incidents.of(with.worker.policy(), with.worker.mitigations()));
  }

  private static String row(PacketBatch batch, int i) {
    return "verdict %d reason %d vector %d mitigation %d knowledge %x rate %d of %d slot %d age %d"
        .formatted(
            batch.verdict[i],
            batch.reason[i],
            batch.vector[i],
            batch.mitigation[i],
            batch.knowledge[i],
            batch.counter[i],
            batch.threshold[i],
            batch.flowSlot[i],
            batch.flowAgeNs[i]);
  }

  /** A worker and what stands around it. */
  private static final class Line {
    private final Parser parser = new Parser();
    private final PacketBatch batch = new PacketBatch(BATCH);
    private Worker worker;
    private Tally tally;

    Line(Worker worker) {
      follow(worker);
    }

    void follow(Worker next) {
      worker = next;
      tally = new Tally(POLICY.objects().size(), 1, next.mitigations());
    }

    PacketBatch judge(List<byte[]> frames, long[] timesNs, int from, Arena arena) {
      for (int i = 0; i < frames.size(); i++) {
        byte[] frame = frames.get(i);
        MemorySegment memory = arena.allocate(frame.length);
        Memory.copy(frame, 0, memory.address(), frame.length);
        batch.frameAddress[i] = memory.address();
        batch.capturedLength[i] = frame.length;
        batch.wireLength[i] = frame.length;
        batch.timestampNs[i] = timesNs[from + i];
        batch.linkType[i] = LinkType.ETHERNET;
      }
      batch.size = frames.size();
      parser.parse(batch);
      worker.process(batch);
      tally.update(batch, 0);
      return batch;
    }
  }
}
