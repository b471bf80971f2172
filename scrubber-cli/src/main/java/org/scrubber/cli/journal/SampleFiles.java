package org.scrubber.cli.journal;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Vectors;
import org.scrubber.io.CaptureInterface;
import org.scrubber.io.NewDirectory;
import org.scrubber.io.pcap.CaptureFiles;
import org.scrubber.io.pcap.CaptureWriter;
import org.scrubber.journal.Fields.Sample;
import org.scrubber.journal.JournalRecord;
import org.scrubber.report.EvidenceName;

/**
 * The sampled packets of a journal as captures: a pcapng for each mitigation, and for each flood
 * that an always-on filter stopped, in a directory that appears whole or not at all. One thread.
 */
final class SampleFiles implements AutoCloseable {
  /** Packets at most, about 100 MiB in memory; what comes later is left out and counted. */
  private static final int MOST = 1 << 18;

  private static final int NO_REASON = -1;
  private static final int LEAST_BYTES = 1_024;

  private final NewDirectory directory;
  private final PacketBatch batch = new PacketBatch(1);
  private final Raisings raisings = new Raisings();
  private final Map<Series, List<JournalRecord>> series = new LinkedHashMap<>();
  private int packets;
  private int leftOut;

  /**
   * Packets that belong together: of a run's worker, mitigation, object and vector, and where they
   * have no vector, stopped for the same reason.
   */
  private record Series(
      int run, boolean replay, int worker, long mitigation, String object, int vector, int reason) {
    String file(int number) {
      return reason == NO_REASON
          ? EvidenceName.of(object, vector, number)
          : EvidenceName.ofReason(object, EventNames.reason(reason), number);
    }
  }

  /**
   * Looks whether the directory can be used.
   *
   * @throws IOException with one line when it is not new or empty
   */
  SampleFiles(Path wanted) throws IOException {
    directory = new NewDirectory(wanted);
  }

  /** Learns from a record, of whatever type. */
  void note(JournalRecord record) {
    raisings.note(record);
  }

  /**
   * Takes a sample.
   *
   * @param names of the run that it is of
   */
  void add(JournalRecord sample, EventNames names) {
    if (packets == MOST) {
      leftOut++;
      return;
    }
    int vector = sample.index(Sample.VECTOR);
    int reason = vector == Vectors.NONE ? sample.index(Sample.REASON) : NO_REASON;
    Series of =
        new Series(
            names.run(),
            names.isReplay(),
            sample.worker(),
            sample.get(Sample.MITIGATION),
            names.object(sample),
            vector,
            reason);
    series.computeIfAbsent(of, key -> new ArrayList<>()).add(sample);
    packets++;
  }

  /** Writes all captures and lets the directory appear. */
  void write() throws IOException {
    Path partial = directory.create();
    Map<String, Integer> numbers = new HashMap<>();
    for (Map.Entry<Series, List<JournalRecord>> one : series.entrySet()) {
      Series of = one.getKey();
      int number = numbers.merge(of.file(0), 1, Integer::sum);
      write(partial.resolve(of.file(number)), one.getValue(), of);
    }
    directory.commit();
  }

  private void write(Path file, List<JournalRecord> samples, Series of) throws IOException {
    List<Integer> linkTypes =
        samples.stream().map(sample -> sample.index(Sample.LINK_TYPE)).distinct().toList();
    List<CaptureInterface> interfaces = new ArrayList<>();
    for (int type : linkTypes) {
      // A sample knows how its interface frames packets, and not what it is called.
      interfaces.add(new CaptureInterface(interfaces.size(), type, 0, ""));
    }
    try (CaptureWriter writer = CaptureFiles.writer(file)) {
      writer.interfaces(interfaces);
      for (JournalRecord sample : samples) {
        batch.interfaceId[0] = linkTypes.indexOf(sample.index(Sample.LINK_TYPE));
        String raised = raisings.of(of.run(), sample);
        write(writer, sample, SampleComment.of(sample, of.object(), of.replay()) + raised);
      }
      writer.commit();
    }
  }

  private void write(CaptureWriter writer, JournalRecord sample, String comment)
      throws IOException {
    byte[] frame = sample.frame();
    byte[] words = comment.getBytes(StandardCharsets.UTF_8);
    MemorySegment memory = batch.frames(Math.max(LEAST_BYTES, frame.length + words.length));
    MemorySegment.copy(frame, 0, memory, ValueLayout.JAVA_BYTE, 0, frame.length);
    MemorySegment.copy(words, 0, memory, ValueLayout.JAVA_BYTE, frame.length, words.length);
    batch.size = 1;
    batch.timestampNs[0] = sample.timeNs();
    batch.frameAddress[0] = memory.address();
    batch.capturedLength[0] = frame.length;
    batch.wireLength[0] = sample.index(Sample.WIRE_BYTES);
    batch.linkType[0] = sample.index(Sample.LINK_TYPE);
    boolean monitored = sample.get(Sample.MONITORED) != 0;
    int verdict = monitored ? CaptureWriter.NO_VERDICT : SampleComment.verdictCode(sample);
    writer.write(batch, 0, memory.address() + frame.length, words.length, verdict);
  }

  /** Returns packets taken. */
  int packets() {
    return packets;
  }

  /** Returns packets that found no room. */
  int leftOut() {
    return leftOut;
  }

  /** Returns how many captures there are. */
  int captures() {
    return series.size();
  }

  /** Deletes what was not written to its end. */
  @Override
  public void close() throws IOException {
    directory.close();
  }
}
