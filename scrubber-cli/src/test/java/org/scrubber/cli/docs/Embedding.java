package org.scrubber.cli.docs;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.filter.Reasons;
import org.scrubber.io.PacketSource;
import org.scrubber.io.pcap.CaptureFiles;
import org.scrubber.parse.Parser;
import org.scrubber.pipeline.Replay;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.load.Policies;
import org.scrubber.policy.load.PolicyException;
import org.scrubber.policy.load.PolicyLoader;
import org.scrubber.report.Report;
import org.scrubber.report.ReportBuilder;
import org.scrubber.report.Tally;
import org.scrubber.wire.LinkType;

/** The code of docs/embedding.md, which a test holds to be the same. */
final class Embedding {
  private Embedding() {}

  static Report replay(Path policyFile, String capture, Path clean, Path dropped)
      throws IOException, PolicyException {
    Policy policy = PolicyLoader.load(policyFile).policy();
    List<String> captures = List.of(capture);
    Replay.Options options = new Replay.Options(policy, captures, clean, dropped, 3);
    return new Replay(options).run((consumedBytes, totalBytes, packets) -> {});
  }

  static Report judge(String protectedPrefix, List<String> captures, Appendable log)
      throws IOException {
    Policy policy = Policies.protecting(List.of(Prefix.parse(protectedPrefix)));
    Worker worker = new Worker(policy);
    Tally tally = new Tally(policy.objects().size(), captures.size(), worker.mitigations());
    Parser parser = new Parser();
    PacketBatch batch = new PacketBatch();
    long frame = 0;
    try (PacketSource source = CaptureFiles.open(captures)) {
      while (source.poll(batch) >= 0) {
        parser.parse(batch);
        worker.process(batch);
        tally.update(batch, source.capture());
        for (int i = 0; i < batch.size; i++) {
          frame++;
          if (batch.verdict[i] != Verdict.PASS_CODE && !batch.monitored[i]) {
            log.append(frame + " " + Reasons.get(batch.reason[i]).code() + "\n");
          }
        }
      }
      return new ReportBuilder(
              policy, tally, worker.mitigations(), worker.view(), worker.contacts())
          .build(captures, source.warnings(), 0);
    }
  }

  static Verdict judgeOne(Parser parser, Worker worker, byte[] bytes, long timestampNs) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment frame = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      PacketBatch batch = new PacketBatch(1);
      batch.frameAddress[0] = frame.address();
      batch.capturedLength[0] = bytes.length;
      batch.wireLength[0] = bytes.length;
      batch.timestampNs[0] = timestampNs;
      batch.linkType[0] = LinkType.ETHERNET;
      batch.size = 1;
      parser.parse(batch);
      worker.process(batch);
      return Verdict.ofCode(batch.verdict[0]);
    }
  }
}
