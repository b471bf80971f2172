package org.scrubber.cli.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scrubber.io.CaptureInterface;
import org.scrubber.io.NewDirectory;
import org.scrubber.io.pcap.CaptureFiles;
import org.scrubber.io.pcap.CaptureWriter;
import org.scrubber.journal.Fields.Sample;
import org.scrubber.journal.JournalRecord;
import org.scrubber.report.EvidenceName;
import org.scrubber.wire.LinkType;

/**
 * The sampled packets of a journal as captures: a pcapng for each mitigation, and for each flood
 * that an always-on filter stopped, in a directory that appears whole or not at all. One thread.
 */
final class SampleFiles implements AutoCloseable {
  /** Packets at most, about 100 MiB in memory; what comes later is left out and counted. */
  private static final int MOST = 1 << 18;

  private final NewDirectory directory;
  private final Map<Series, List<JournalRecord>> series = new LinkedHashMap<>();
  private int packets;
  private int leftOut;

  /** Packets that belong together: of a run's worker, mitigation, object and vector. */
  private record Series(int run, int worker, long mitigation, String object, int vector) {}

  /**
   * Looks whether the directory can be used.
   *
   * @throws IOException with one line when it is not new or empty
   */
  SampleFiles(Path wanted) throws IOException {
    directory = new NewDirectory(wanted);
  }

  /**
   * Takes a sample.
   *
   * @param run number of the run in the journal
   * @param object the name of what it was sent to
   */
  void add(JournalRecord sample, int run, String object) {
    if (packets == MOST) {
      leftOut++;
      return;
    }
    Series of =
        new Series(
            run,
            sample.worker(),
            sample.get(Sample.MITIGATION),
            object,
            sample.index(Sample.VECTOR));
    series.computeIfAbsent(of, key -> new ArrayList<>()).add(sample);
    packets++;
  }

  /** Writes all captures and lets the directory appear. */
  void write() throws IOException {
    Path partial = directory.create();
    Map<String, Integer> numbers = new HashMap<>();
    for (Map.Entry<Series, List<JournalRecord>> one : series.entrySet()) {
      Series of = one.getKey();
      int number = numbers.merge(EvidenceName.stem(of.object(), of.vector()), 1, Integer::sum);
      write(partial.resolve(EvidenceName.of(of.object(), of.vector(), number)), one.getValue());
    }
    directory.commit();
  }

  private static void write(Path file, List<JournalRecord> samples) throws IOException {
    List<Integer> linkTypes =
        samples.stream().map(sample -> sample.index(Sample.LINK_TYPE)).distinct().toList();
    List<CaptureInterface> interfaces = new ArrayList<>();
    for (int type : linkTypes) {
      interfaces.add(new CaptureInterface(interfaces.size(), type, 0, name(type)));
    }
    try (CaptureWriter writer = CaptureFiles.writer(file)) {
      writer.interfaces(interfaces);
      for (JournalRecord sample : samples) {
        byte[] frame = sample.frame();
        int from = linkTypes.indexOf(sample.index(Sample.LINK_TYPE));
        writer.write(from, sample.timeNs(), frame, frame.length, sample.index(Sample.WIRE_BYTES));
      }
      writer.commit();
    }
  }

  private static String name(int linkType) {
    return linkType == LinkType.ETHERNET ? "ethernet" : "linktype-" + linkType;
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
