package org.scrubber.io.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.scrubber.io.pcap.CaptureBytes.ETHERNET;
import static org.scrubber.io.pcap.CaptureBytes.RAW;
import static org.scrubber.io.pcap.CaptureBytes.frame;
import static org.scrubber.io.pcap.CaptureBytes.pcap;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.io.CaptureInterface;
import org.scrubber.io.pcap.Reading.Packet;

class PcapDecoderTest {
  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;
  private static final ByteOrder BIG = ByteOrder.BIG_ENDIAN;
  private static final int MICROSECONDS = 0xa1b2c3d4;
  private static final int NANOSECONDS = 0xa1b23c4d;
  private static final int MODIFIED = 0xa1b2cd34;

  @TempDir Path folder;

  @Test
  void shouldReadLittleEndianMicrosecondCapture() throws IOException {
    assertReadsTwoPackets(LITTLE, MICROSECONDS, 1_000);
  }

  @Test
  void shouldReadBigEndianMicrosecondCapture() throws IOException {
    assertReadsTwoPackets(BIG, MICROSECONDS, 1_000);
  }

  @Test
  void shouldReadLittleEndianNanosecondCapture() throws IOException {
    assertReadsTwoPackets(LITTLE, NANOSECONDS, 1);
  }

  @Test
  void shouldReadBigEndianNanosecondCapture() throws IOException {
    assertReadsTwoPackets(BIG, NANOSECONDS, 1);
  }

  private void assertReadsTwoPackets(ByteOrder order, int magic, long unitNs) throws IOException {
    Path file =
        pcap(order, magic, RAW)
            .record(1_700_000_000, 123_456, 90, frame(60, 1))
            .record(1_700_000_001, 0, 5, frame(5, 2))
            .file(folder);
    Reading reading = Reading.of(file);
    assertEquals(
        List.of(
            new Packet(1_700_000_000_000_000_000L + 123_456 * unitNs, 0, RAW, 90, frame(60, 1)),
            new Packet(1_700_000_001_000_000_000L, 0, RAW, 5, frame(5, 2))),
        reading.packets());
    assertEquals(List.of(new CaptureInterface(0, RAW, 65535, "sample.bin")), reading.interfaces());
    assertEquals(List.of(), reading.warnings());
  }

  @Test
  void shouldReadModifiedCaptureInBothByteOrders() throws IOException {
    for (ByteOrder order : List.of(LITTLE, BIG)) {
      Path file =
          pcap(order, MODIFIED, ETHERNET)
              .modifiedRecord(7, 8, 61, frame(61, 1))
              .modifiedRecord(9, 10, 14, frame(14, 2))
              .file(folder);
      assertEquals(
          List.of(
              new Packet(7_000_008_000L, 0, ETHERNET, 61, frame(61, 1)),
              new Packet(9_000_010_000L, 0, ETHERNET, 14, frame(14, 2))),
          Reading.of(file).packets());
    }
  }

  @Test
  void shouldIgnoreFrameCheckSequenceBitsOfTheLinkType() throws IOException {
    Path file = pcap(BIG, MICROSECONDS, 0x5400_0001).record(1, 1, 4, frame(4, 1)).file(folder);
    assertEquals(ETHERNET, Reading.of(file).packets().getFirst().linkType());
  }

  @Test
  void shouldTakeSecondsAsUnsigned() throws IOException {
    Path file = pcap(LITTLE, NANOSECONDS, ETHERNET).record(-1, 999_999_999, 0).file(folder);
    assertEquals(4_294_967_295_999_999_999L, Reading.of(file).packets().getFirst().timestampNs());
  }

  @Test
  void shouldKeepCapturedBytesThatExceedTheWireLength() throws IOException {
    Path file =
        pcap(LITTLE, MICROSECONDS, ETHERNET)
            .record(1, 1, 10, frame(40, 1))
            .record(1, 2, -1, frame(41, 2))
            .file(folder);
    assertEquals(
        List.of(
            new Packet(1_000_001_000L, 0, ETHERNET, 40, frame(40, 1)),
            new Packet(1_000_002_000L, 0, ETHERNET, 41, frame(41, 2))),
        Reading.of(file).packets());
  }

  @Test
  void shouldReadCaptureWithoutPackets() throws IOException {
    Reading reading = Reading.of(pcap(LITTLE, MICROSECONDS, ETHERNET).file(folder));
    assertEquals(List.of(), reading.packets());
    assertEquals(List.of(), reading.warnings());
    assertEquals(1, reading.interfaces().size());
  }

  @Test
  void shouldTakeSnapLengthsBeyondAnIntAsUnlimited() throws IOException {
    CaptureBytes capture = new CaptureBytes(LITTLE).i32(MICROSECONDS).i32(0).i64(0).i32(-1).i32(1);
    assertEquals(0, Reading.of(capture.file(folder)).interfaces().getFirst().snapLengthBytes());
  }

  @Test
  void shouldReadTheLargestFrameAndStopAtALargerOne() throws IOException {
    int largest = 1 << 20;
    Path file =
        pcap(LITTLE, MICROSECONDS, ETHERNET)
            .record(1, 0, largest, frame(largest, 1))
            .record(2, 0, largest + 1, frame(largest + 1, 2))
            .record(3, 0, 9, frame(9, 3))
            .file(folder);
    Reading reading = Reading.of(file);
    assertEquals(
        List.of(new Packet(1_000_000_000L, 0, ETHERNET, largest, frame(largest, 1))),
        reading.packets());
    assertEquals(
        List.of(
            file + ": damaged after packet 1 (a record of 1048577 bytes); the rest was ignored"),
        reading.warnings());
  }

  @Test
  void shouldWarnOfTheCutPacket() throws IOException {
    Path file =
        pcap(BIG, MICROSECONDS, ETHERNET)
            .record(1, 0, 30, frame(30, 1))
            .i32(2)
            .i32(0)
            .i32(30)
            .i32(30)
            .raw(frame(29, 2))
            .file(folder);
    Reading reading = Reading.of(file);
    assertEquals(1, reading.packets().size());
    assertEquals(
        List.of(file + ": cut in the middle of packet 2; the last 45 bytes were ignored"),
        reading.warnings());
  }
}
