package org.scrubber.io.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.io.pcap.CaptureBytes.ETHERNET;
import static org.scrubber.io.pcap.CaptureBytes.frame;
import static org.scrubber.io.pcap.CaptureBytes.gzip;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.batch.PacketBatch;
import org.scrubber.io.PacketSource;

class StreamedInputTest {
  @TempDir Path folder;

  /** Frames of 0 to 90,000 bytes, so that windows and batches end at odd places. */
  private static byte[] capture(long seed, int packets) {
    SplittableRandom random = new SplittableRandom(seed);
    CaptureBytes capture = CaptureBytes.pcap(ByteOrder.LITTLE_ENDIAN, 0xa1b2c3d4, ETHERNET);
    for (int i = 0; i < packets; i++) {
      int length = random.nextInt(10) == 0 ? random.nextInt(90_000) : random.nextInt(200);
      capture.record(i, 0, length + 4, frame(length, i));
    }
    return capture.toBytes();
  }

  @Test
  void shouldReadStandardInputAsTheFile() throws IOException {
    byte[] content = capture(1, 2_000);
    Reading mapped = Reading.of(CaptureBytes.file(folder, "x", content));
    Reading streamed = Reading.ofStream(content);
    assertEquals(2_000, streamed.packets().size());
    assertEquals(mapped.packets(), streamed.packets());
    assertEquals(List.of(), streamed.warnings());
    assertEquals("-", streamed.interfaces().getFirst().name());
  }

  @Test
  void shouldReadCompressedFilesAndStreams() throws IOException {
    byte[] content = capture(2, 500);
    Reading plain = Reading.of(CaptureBytes.file(folder, "plain.gz", content));
    assertEquals(500, plain.packets().size());
    Path compressed = CaptureBytes.file(folder, "compressed.pcap", gzip(content));
    assertEquals(plain.packets(), Reading.of(compressed).packets());
    assertEquals(plain.packets(), Reading.ofStream(gzip(content)).packets());
  }

  @Test
  void shouldReadMembersOfConcatenatedCompressedStreams() throws IOException {
    byte[] content = capture(3, 100);
    int cut = content.length / 3;
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(gzip(Arrays.copyOf(content, cut)));
    both.writeBytes(gzip(Arrays.copyOfRange(content, cut, content.length)));
    assertEquals(100, Reading.ofStream(both.toByteArray()).packets().size());
    assertEquals(100, Reading.of(trickle(both.toByteArray(), 1), List.of("-")).packets().size());
  }

  @Test
  void shouldCutTheSameBatchesHoweverTheBytesArrive() throws IOException {
    byte[] content = capture(4, 2_000);
    Reading atOnce = Reading.ofStream(content);
    Reading trickled = Reading.of(trickle(content, 777), List.of("-"));
    assertEquals(atOnce.packets(), trickled.packets());
    assertEquals(atOnce.batchSizes(), trickled.batchSizes());
  }

  @Test
  void shouldEndBatchesThatWouldTakeTooMuchMemory() throws IOException {
    CaptureBytes capture = CaptureBytes.pcap(ByteOrder.BIG_ENDIAN, 0xa1b2c3d4, ETHERNET);
    for (int i = 0; i < 20; i++) {
      capture.record(i, 0, 500_000, frame(500_000, i));
    }
    Reading reading = Reading.ofStream(capture.toBytes());
    assertEquals(20, reading.packets().size());
    assertEquals(List.of(3, 3, 3, 3, 3, 3, 2), reading.batchSizes());
  }

  @Test
  void shouldSkipBlocksLargerThanTheWindow() throws IOException {
    CaptureBytes capture = CaptureBytes.pcapng(ByteOrder.LITTLE_ENDIAN);
    capture.interfaceBlock(ETHERNET, 0).enhanced(0, 1, 60, frame(60, 1));
    capture.block(0x0bad, new byte[20_000_000]).enhanced(0, 2, 60, frame(60, 2));
    capture.block(0x0bad, new byte[20_000_000]).enhanced(0, 3, 60, frame(60, 3));
    Path file = capture.file(folder);
    Reading streamed = Reading.ofStream(capture.toBytes());
    assertEquals(3, streamed.packets().size());
    assertEquals(Reading.of(file).packets(), streamed.packets());
    assertEquals(List.of(), streamed.warnings());
  }

  @Test
  void shouldKeepFramesOfEarlierBatches() throws IOException {
    byte[] content = capture(5, 300);
    List<Reading.Packet> expected = Reading.ofStream(content).packets();
    PacketBatch first = new PacketBatch(100);
    PacketBatch second = new PacketBatch(100);
    try (PacketSource source = CaptureFiles.open(List.of("-"), new ByteArrayInputStream(content))) {
      assertEquals(100, source.poll(first));
      assertTrue(source.poll(second) > 0);
      for (int i = 0; i < 100; i++) {
        assertEquals(expected.get(i), Reading.packet(first, i));
      }
      assertEquals(expected.get(100), Reading.packet(second, 0));
    }
  }

  @Test
  void shouldReadWhatIsThereOfCutCompressedData() throws IOException {
    byte[] compressed = gzip(capture(6, 300));
    int before = 0;
    for (int cut = 2_000; cut < compressed.length; cut += 997) {
      Reading reading = Reading.ofStream(Arrays.copyOf(compressed, cut));
      assertTrue(reading.packets().size() >= before);
      assertEquals(1, reading.warnings().size());
      before = reading.packets().size();
    }
    assertTrue(before > 100);
  }

  @Test
  void shouldTellThatCompressedDataEndsBeforeItBegins() {
    byte[] compressed = gzip(capture(6, 300));
    for (int cut = 2; cut < 12; cut++) {
      byte[] start = Arrays.copyOf(compressed, cut);
      CaptureException e = assertThrows(CaptureException.class, () -> Reading.ofStream(start));
      assertEquals("standard input: its compressed data is cut", e.getMessage());
      Path file = CaptureBytes.file(folder, "x", start);
      e = assertThrows(CaptureException.class, () -> Reading.of(file));
      assertEquals(file + ": its compressed data is cut", e.getMessage());
    }
  }

  @Test
  void shouldWarnOfInvalidCompressedData() throws IOException {
    byte[] compressed = gzip(capture(7, 300));
    Arrays.fill(compressed, compressed.length / 2, compressed.length, (byte) 0xff);
    Path file = CaptureBytes.file(folder, "bad.gz", compressed);
    Reading reading = Reading.of(file, CaptureBytes.file(folder, "good", capture(8, 5)));
    assertEquals(1, reading.warnings().size());
    assertTrue(reading.warnings().getFirst().startsWith(file + ": "));
    assertTrue(reading.packets().size() > 5);
  }

  @Test
  void shouldReportAFailingMediumInOneLine() {
    byte[] content = capture(9, 200);
    InputStream broken =
        new InputStream() {
          private int next;

          @Override
          public int read() throws IOException {
            if (next == 1_000) {
              throw new IOException("Connection reset");
            }
            return content[next++] & 0xff;
          }
        };
    CaptureException e =
        assertThrows(CaptureException.class, () -> Reading.of(broken, List.of("-")));
    assertEquals("standard input: Connection reset", e.getMessage());
  }

  @Test
  void shouldTellProgressInBytesOfTheMedium() throws IOException {
    byte[] content = gzip(capture(10, 1_000));
    Path file = CaptureBytes.file(folder, "x.gz", content);
    PacketBatch batch = new PacketBatch(16);
    try (PacketSource source = CaptureFiles.open(List.of(file.toString(), file.toString()))) {
      assertEquals(2L * content.length, source.totalBytes());
      long before = 0;
      while (source.poll(batch) >= 0) {
        assertTrue(source.consumedBytes() >= before);
        before = source.consumedBytes();
      }
      assertEquals(source.totalBytes(), source.consumedBytes());
    }
  }

  /** Gives at most {@code most} bytes a read and never knows whether more is to come. */
  private static InputStream trickle(byte[] content, int most) {
    return new InputStream() {
      private int position;

      @Override
      public int read() {
        return position < content.length ? content[position++] & 0xff : -1;
      }

      @Override
      public int read(byte[] to, int offset, int length) {
        int count = Math.min(Math.min(most, length), content.length - position);
        if (count <= 0) {
          return length == 0 ? 0 : -1;
        }
        System.arraycopy(content, position, to, offset, count);
        position += count;
        return count;
      }
    };
  }
}
