package org.scrubber.io.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.io.pcap.CaptureBytes.ETHERNET;
import static org.scrubber.io.pcap.CaptureBytes.frame;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cuts and flips: whatever the bytes, whole records are read, and nothing else happens. */
class DamagedCaptureTest {
  @TempDir Path folder;

  /** A small capture, and where each packet's record ends. */
  private record Sample(String name, byte[] content, List<Integer> packetEnds, int headerBytes) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      samples.add(classic(order, 0xa1b2c3d4));
      samples.add(classic(order, 0xa1b23c4d));
      samples.add(classic(order, 0xa1b2cd34));
      samples.add(pcapng(order));
    }
    return samples.stream();
  }

  private static Sample classic(ByteOrder order, int magic) {
    CaptureBytes capture = CaptureBytes.pcap(order, magic, ETHERNET);
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      byte[] frame = frame(7 * i, i);
      if (magic == 0xa1b2cd34) {
        capture.modifiedRecord(i, i, 30, frame);
      } else {
        capture.record(i, i, 30, frame);
      }
      ends.add(capture.size());
    }
    return new Sample("%s %x".formatted(order, magic), capture.toBytes(), ends, 24);
  }

  private static Sample pcapng(ByteOrder order) {
    CaptureBytes capture = CaptureBytes.pcapng(order);
    List<Integer> ends = new ArrayList<>();
    capture.interfaceBlock(ETHERNET, 0, capture.option(9, (byte) 9));
    capture.enhanced(0, 1, 30, frame(17, 1));
    ends.add(capture.size());
    capture.block(5, frame(20, 1)).simple(30, frame(30, 2));
    ends.add(capture.size());
    capture.obsolete(0, 2, 30, frame(3, 3));
    ends.add(capture.size());
    capture.section(order).interfaceBlock(ETHERNET, 0).enhanced(0, 3, 30, frame(0, 4));
    ends.add(capture.size());
    capture.block(0x0bad);
    return new Sample(order + " pcapng", capture.toBytes(), ends, 12);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shouldReadTheWholeRecordsOfACaptureCutAnywhere(Sample sample) throws IOException {
    List<Reading.Packet> all = Reading.ofStream(sample.content).packets();
    assertEquals(4, all.size());
    for (int length = 0; length < sample.content.length; length++) {
      byte[] cut = Arrays.copyOf(sample.content, length);
      Path file = CaptureBytes.file(folder, "cut", cut);
      if (length < sample.headerBytes) {
        assertThrows(CaptureException.class, () -> Reading.of(file));
        assertThrows(CaptureException.class, () -> Reading.ofStream(cut));
        continue;
      }
      int end = length;
      int whole = (int) sample.packetEnds.stream().filter(e -> e <= end).count();
      Reading mapped = Reading.of(file);
      Reading streamed = Reading.ofStream(cut);
      assertEquals(all.subList(0, whole), mapped.packets());
      assertEquals(all.subList(0, whole), streamed.packets());
      assertEquals(
          mapped.warnings(),
          streamed.warnings().stream()
              .map(w -> w.replace("standard input", file.toString()))
              .toList());
      for (String warning : mapped.warnings()) {
        assertTrue(warning.contains("cut in the middle of packet " + (whole + 1)), warning);
      }
      assertEquals(isBoundary(sample, length) ? 0 : 1, mapped.warnings().size());
    }
  }

  /** Walks the blocks of the sample on its own: a cut between two of them cannot be seen. */
  private static boolean isBoundary(Sample sample, int length) {
    if (sample.content[0] != 0x0a) {
      return length == sample.headerBytes || sample.packetEnds.contains(length);
    }
    boolean bigEndian = sample.content[8] == 0x1a;
    ByteBuffer bytes =
        ByteBuffer.wrap(sample.content)
            .order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    while (at < length) {
      at += bytes.getInt(at + 4);
    }
    return at == length;
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shouldSurviveAnyFlippedBytes(Sample sample) throws IOException {
    SplittableRandom random = new SplittableRandom(sample.name.hashCode());
    for (int round = 0; round < 300; round++) {
      byte[] flipped = sample.content.clone();
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        flipped[random.nextInt(flipped.length)] =
            (byte) (random.nextInt(3) == 0 ? 0xff : random.nextInt(256));
      }
      Reading streamed;
      try {
        streamed = Reading.ofStream(flipped);
      } catch (CaptureException e) {
        assertTrue(e.getMessage().startsWith("standard input: "), e.getMessage());
        continue;
      }
      assertTrue(streamed.packets().size() <= flipped.length / 12);
      if (round % 10 == 0) {
        Reading mapped = Reading.of(CaptureBytes.file(folder, "flipped", flipped));
        assertEquals(mapped.packets(), streamed.packets());
        assertEquals(mapped.warnings().size(), streamed.warnings().size());
      }
      for (Reading.Packet packet : streamed.packets()) {
        assertTrue(packet.timestampNs() >= 0);
        assertTrue(packet.wireLength() >= packet.frame().size());
        assertTrue(packet.interfaceId() < streamed.interfaces().size());
      }
    }
  }

  @Test
  void shouldGoOnWithTheNextFileAfterADamagedOne() throws IOException {
    Sample sample = classic(ByteOrder.LITTLE_ENDIAN, 0xa1b2c3d4);
    byte[] damaged = sample.content.clone();
    Arrays.fill(damaged, 24 + 16 + 8, 24 + 16 + 12, (byte) 0xee);
    Path first = CaptureBytes.file(folder, "first", damaged);
    Path second = CaptureBytes.file(folder, "second", sample.content);
    Reading reading = Reading.of(first, second);
    assertEquals(1 + 4, reading.packets().size());
    assertEquals(1, reading.packets().getLast().interfaceId());
    assertEquals(1, reading.warnings().size());
  }
}
