package org.scrubber.captures.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.batch.PacketBatch;
import org.scrubber.io.PacketSource;
import org.scrubber.io.pcap.CaptureFiles;

class SampleGeneratorTest {
  private static final Path COMMITTED = Path.of(System.getProperty("basedir", "."));
  private static final long MOST_BYTES = 10_000_000;
  private static final int LEAST_ATTACK_PPS = 270;

  @TempDir Path directory;

  @TestFactory
  Stream<DynamicTest> shouldGiveTheCommittedBytesAgain() {
    return SampleGenerator.samples().stream()
        .map(sample -> DynamicTest.dynamicTest(sample.name(), () -> assertSameAsCommitted(sample)));
  }

  private void assertSameAsCommitted(Sample sample) throws IOException {
    SampleGenerator.write(
        directory, sample, SampleGenerator.MASTER_SEED, SampleGenerator.SNAP_LENGTH_BYTES);
    for (String extension : List.of(".pcapng", ".labels.tsv")) {
      String name = sample.name() + extension;
      long difference = Files.mismatch(directory.resolve(name), COMMITTED.resolve(name));
      assertEquals(-1, difference, name + " differs: generate the samples again");
    }
  }

  @TestFactory
  Stream<DynamicTest> shouldLabelEveryFrame() {
    return SampleGenerator.samples().stream()
        .map(
            sample ->
                DynamicTest.dynamicTest(
                    sample.name(), () -> assertEquals(frames(sample), labelled(sample))));
  }

  @TestFactory
  Stream<DynamicTest> shouldStateInTheReadmeWhatIsInTheFile() throws IOException {
    String readme = Files.readString(COMMITTED.resolve("README.md"));
    return SampleGenerator.samples().stream()
        .map(
            sample ->
                DynamicTest.dynamicTest(
                    sample.name(),
                    () -> {
                      String row =
                          String.format(
                              Locale.ROOT,
                              "| `%s.pcapng` | %,d | %,d | %d | %s |",
                              sample.name(),
                              labelled(sample),
                              attack(sample),
                              sample.durationSeconds(),
                              sample.shows());
                      assertTrue(readme.contains(row), "expected in README.md: " + row);
                    }));
  }

  @Test
  void shouldStayUnderTenMegabytes() throws IOException {
    long total = 0;
    for (Sample sample : SampleGenerator.samples()) {
      total += Files.size(COMMITTED.resolve(sample.name() + ".pcapng"));
      total += Files.size(COMMITTED.resolve(sample.name() + ".labels.tsv"));
    }
    assertTrue(total < MOST_BYTES, total + " bytes");
  }

  @Test
  void shouldGiveOtherBytesForAnotherSeed() {
    Sample sample = FamilySamples.samples().getFirst();
    List<Recording.Frame> one = SampleGenerator.record(sample, 1, 200).frames();
    List<Recording.Frame> other = SampleGenerator.record(sample, 2, 200).frames();
    assertTrue(one.getFirst().timestampNs() != other.getFirst().timestampNs());
  }

  @Test
  void shouldAttackHardEnoughToBeSeen() {
    for (Sample sample : SampleGenerator.samples()) {
      Map<String, Integer> perSecond = new HashMap<>();
      Map<String, Integer> peak = new HashMap<>();
      Recording recording = SampleGenerator.record(sample, SampleGenerator.MASTER_SEED, 64);
      for (Recording.Frame frame : recording.frames()) {
        if (frame.label().attack()) {
          String vector = frame.label().vector();
          long second = (frame.timestampNs() - recording.startNs()) / 1_000_000_000L;
          int count = perSecond.merge(vector + second, 1, Integer::sum);
          peak.merge(vector, count, Math::max);
        }
      }
      peak.forEach(
          (vector, pps) ->
              assertTrue(pps >= LEAST_ATTACK_PPS, sample.name() + " " + vector + " " + pps));
    }
  }

  private static long frames(Sample sample) throws IOException {
    String name = COMMITTED.resolve(sample.name() + ".pcapng").toString();
    PacketBatch batch = new PacketBatch(PacketBatch.DEFAULT_CAPACITY);
    long frames = 0;
    try (PacketSource source = CaptureFiles.open(List.of(name))) {
      for (int count = source.poll(batch); count >= 0; count = source.poll(batch)) {
        frames += count;
      }
    }
    return frames;
  }

  private static long labelled(Sample sample) throws IOException {
    long next = 1;
    for (String[] run : runs(sample)) {
      assertEquals(next, Long.parseLong(run[0]), "runs follow each other");
      assertTrue(run[2].equals("LEGIT") == run[3].equals("-"), "only attacks have a vector");
      next += Long.parseLong(run[1]);
    }
    return next - 1;
  }

  private static long attack(Sample sample) throws IOException {
    return runs(sample).stream()
        .filter(run -> run[2].equals("ATTACK"))
        .mapToLong(run -> Long.parseLong(run[1]))
        .sum();
  }

  private static List<String[]> runs(Sample sample) throws IOException {
    Path labels = COMMITTED.resolve(sample.name() + ".labels.tsv");
    return Files.readAllLines(labels).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t", -1))
        .toList();
  }
}
