package org.scrubber.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.large.LargeCapture;
import org.scrubber.io.PacketSource;
import org.scrubber.io.pcap.CaptureFiles;
import org.scrubber.report.Report;

class ReplayTest {
  private static final int PACKETS = 60_000;

  @TempDir static Path shared;
  private static Path capture;
  private static Path clean;
  private static Path dropped;
  private static Report report;

  @BeforeAll
  static void replayOnOneThread() throws IOException {
    capture = shared.resolve("in.pcap");
    LargeCapture.write(capture, PACKETS, 9);
    clean = shared.resolve("clean.pcapng");
    dropped = shared.resolve("dropped.pcapng");
    report = ReplayProbe.run(1, clean, dropped, List.of(capture.toString()));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void shouldWriteTheSameBytesWhateverTheWorkers(int workers, @TempDir Path folder)
      throws IOException {
    Path otherClean = folder.resolve("clean.pcapng");
    Path otherDropped = folder.resolve("dropped.pcapng");
    ReplayProbe.run(workers, otherClean, otherDropped, List.of(capture.toString()));
    assertArrayEquals(Files.readAllBytes(clean), Files.readAllBytes(otherClean));
    assertArrayEquals(Files.readAllBytes(dropped), Files.readAllBytes(otherDropped));
  }

  @Test
  void shouldWriteEveryPacketToExactlyOneOutput() throws IOException {
    Report.Totals totals = report.totals();
    assertEquals(PACKETS, totals.offered().packets());
    assertEquals(totals.passed().packets(), packets(clean));
    assertEquals(totals.dropped().packets() + totals.challenged().packets(), packets(dropped));
    assertTrue(packets(dropped) > PACKETS / 5, "the capture is three tenths attack");
    assertEquals(PACKETS, packets(clean) + packets(dropped));
  }

  private static long packets(Path path) throws IOException {
    PacketBatch batch = new PacketBatch();
    long packets = 0;
    try (PacketSource source = CaptureFiles.open(List.of(path.toString()))) {
      for (int count = source.poll(batch); count >= 0; count = source.poll(batch)) {
        packets += count;
      }
    }
    return packets;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void shouldLeaveNothingBehindWhenASecondCaptureIsNone(int workers, @TempDir Path folder)
      throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.pcap"), "this is no capture, is it?");
    Path outputs = Files.createDirectory(folder.resolve("outputs"));
    List<String> inputs = List.of(capture.toString(), broken.toString());
    assertThrows(
        IOException.class,
        () ->
            ReplayProbe.run(
                workers, outputs.resolve("clean.pcap"), outputs.resolve("dropped.pcap"), inputs));
    try (Stream<Path> left = Files.list(outputs)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void shouldLeaveNothingBehindWhenAnOutputCannotBeOpened(@TempDir Path folder) throws IOException {
    Path clean = folder.resolve("clean.pcap");
    Path nowhere = folder.resolve("missing/dropped.pcapng");
    assertThrows(
        IOException.class, () -> ReplayProbe.run(1, clean, nowhere, List.of(capture.toString())));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void shouldReportTheSameTwice(@TempDir Path folder) throws IOException {
    Report again =
        ReplayProbe.run(
            2, folder.resolve("c.pcap"), folder.resolve("d.pcap"), List.of(capture.toString()));
    assertEquals(report.totals(), again.totals());
    assertEquals(report.vectors(), again.vectors());
    assertEquals(report.reasons(), again.reasons());
    assertEquals(report.topSources(), again.topSources());
  }

  @Test
  void shouldKeepTheSameEvidenceWhateverTheWorkers(@TempDir Path folder) throws IOException {
    List<String> inputs = List.of(capture.toString());
    Path one = folder.resolve("one");
    Path other = Files.createDirectory(folder.resolve("other"));
    ReplayProbe.run(1, null, null, one, inputs);
    ReplayProbe.run(3, null, null, other, inputs);
    List<Path> files = list(one);
    assertTrue(files.size() >= 2, files::toString);
    for (Path file : files) {
      assertTrue(file.toString().endsWith("-1.pcapng"), file::toString);
      assertTrue(packets(file) >= 50 && packets(file) <= 960, file + ": " + packets(file));
      assertArrayEquals(
          Files.readAllBytes(file), Files.readAllBytes(other.resolve(file.getFileName())));
    }
    assertEquals(files.size(), list(other).size());
    assertEquals(2, list(folder).size(), "nothing with a temporary name is left");
  }

  @Test
  void shouldKeepNoEvidenceWhereSomethingIs(@TempDir Path folder) throws IOException {
    Path full = Files.createDirectory(folder.resolve("full"));
    Path own = Files.writeString(full.resolve("own"), "mine");
    List<String> inputs = List.of(capture.toString());
    for (Path wrong : List.of(full, own, folder.resolve("missing/evidence"))) {
      assertThrows(IOException.class, () -> ReplayProbe.run(1, null, null, wrong, inputs));
    }
    assertEquals(List.of(own), list(full));
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
