package org.scrubber.scene;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;
import org.scrubber.batch.Verdict;
import org.scrubber.classify.Vectors;
import org.scrubber.detect.Mitigation;
import org.scrubber.filter.Reason;
import org.scrubber.filter.Reasons;
import org.scrubber.parse.Parser;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.report.Tally;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Memory;

/** Plays cues through the real parser and worker, batch by batch. */
final class Stage {
  private final Policy policy;
  private final int batchCapacity;
  private final Worker worker;
  private final Tally tally;
  private final Parser parser = new Parser();
  private final PacketBatch single = new PacketBatch(1);

  Stage(Policy policy, int batchCapacity) {
    this.policy = policy;
    this.batchCapacity = batchCapacity;
    worker = new Worker(policy);
    tally = new Tally(policy.objects().size(), 1, worker.mitigations());
  }

  /**
   * Judges one packet alone.
   *
   * @param sent takes the frames that the scrubber sends because of it
   */
  Outcome.Judged one(Scene.Cue cue, BiConsumer<byte[], Boolean> sent) {
    PacketBatch batch = single;
    try (Arena arena = Arena.ofConfined()) {
      fill(batch, List.of(cue), arena);
      parser.parse(batch);
      worker.process(batch);
      tally.update(batch, 0);
      Replies replies = worker.replies();
      for (int k = 0; k < replies.count; k++) {
        byte[] frame = new byte[replies.lengthBytes[k]];
        Memory.copy(replies.frameAddress[k], frame, 0, frame.length);
        sent.accept(frame, replies.toOutside[k]);
      }
      return judged(cue, batch, 0);
    }
  }

  /** Returns the outcome of packets judged one by one. */
  Outcome outcome(List<Outcome.Judged> judged) {
    return new Outcome(policy, judged, worker, tally);
  }

  Outcome play(List<Scene.Cue> cues) {
    List<Outcome.Judged> judged = new ArrayList<>();
    PacketBatch batch = new PacketBatch(batchCapacity);
    for (int from = 0; from < cues.size(); ) {
      List<Scene.Cue> some = cues.subList(from, end(cues, from));
      from += some.size();
      try (Arena arena = Arena.ofConfined()) {
        fill(batch, some, arena);
        parser.parse(batch);
        worker.process(batch);
        tally.update(batch, 0);
        for (int i = 0; i < batch.size; i++) {
          judged.add(judged(some.get(i), batch, i));
        }
      }
    }
    return new Outcome(policy, judged, worker, tally);
  }

  /** Returns where a batch ends: its packets meet the same pressure. */
  private int end(List<Scene.Cue> cues, int from) {
    int end = from + 1;
    while (end < cues.size()
        && end < from + batchCapacity
        && cues.get(end).pressure() == cues.get(from).pressure()) {
      end++;
    }
    return end;
  }

  private static void fill(PacketBatch batch, List<Scene.Cue> cues, Arena arena) {
    batch.size = cues.size();
    batch.pressure = cues.getFirst().pressure();
    for (int i = 0; i < cues.size(); i++) {
      Scene.Cue cue = cues.get(i);
      // No byte more than the frame: what reads beyond it would read another allocation.
      MemorySegment memory = arena.allocate(Math.max(1, cue.frame().length));
      Memory.copy(cue.frame(), 0, memory.address(), cue.frame().length);
      batch.frameAddress[i] = memory.address();
      batch.capturedLength[i] = cue.frame().length;
      batch.wireLength[i] = cue.wireLength();
      batch.timestampNs[i] = Scene.START_NS + cue.timeNs();
      batch.interfaceId[i] = 0;
      batch.linkType[i] = LinkType.ETHERNET;
    }
  }

  private Outcome.Judged judged(Scene.Cue cue, PacketBatch batch, int i) {
    Reason reason = Reasons.get(batch.reason[i]);
    String vector = "-";
    String target = "-";
    if (batch.mitigation[i] >= 0 && batch.verdict[i] != Verdict.PASS_CODE) {
      Mitigation one = worker.mitigations().get(batch.mitigation[i]);
      vector = Vectors.name(one.vector);
      target = new Prefix(one.family, one.targetHigh, one.targetLow, one.targetLength).toString();
    }
    return new Outcome.Judged(
        cue.label(),
        cue.timeNs() / 1_000_000,
        Verdict.ofCode(batch.verdict[i]),
        reason == null ? "-" : reason.code(),
        vector,
        target,
        batch.monitored[i],
        batch.counter[i],
        batch.threshold[i]);
  }
}
