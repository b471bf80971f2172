package org.scrubber.io.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.scrubber.io.pcap.CaptureBytes.ETHERNET;
import static org.scrubber.io.pcap.CaptureBytes.RAW;
import static org.scrubber.io.pcap.CaptureBytes.frame;
import static org.scrubber.io.pcap.CaptureBytes.pcapng;
import static org.scrubber.io.pcap.CaptureBytes.text;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.io.CaptureInterface;
import org.scrubber.io.pcap.Reading.Packet;

class PcapngDecoderTest {
  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;
  private static final ByteOrder BIG = ByteOrder.BIG_ENDIAN;
  private static final int IF_NAME = 2;
  private static final int IF_TSRESOL = 9;
  private static final int IF_TSOFFSET = 14;

  @TempDir Path folder;

  private static ByteOrder order(boolean bigEndian) {
    return bigEndian ? BIG : LITTLE;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldReadEveryPacketBlockInBothByteOrders(boolean bigEndian) throws IOException {
    CaptureBytes capture = pcapng(order(bigEndian));
    Path file =
        capture
            .interfaceBlock(RAW, 0)
            .enhanced(0, 1_700_000_000_123_456L, 77, frame(21, 1))
            .simple(22, frame(22, 2))
            .obsolete(0, 1_700_000_000_123_457L, 23, frame(23, 3))
            .file(folder);
    Reading reading = Reading.of(file);
    assertEquals(
        List.of(
            new Packet(1_700_000_000_123_456_000L, 0, RAW, 77, frame(21, 1)),
            new Packet(1_700_000_000_123_456_000L, 0, RAW, 22, frame(22, 2)),
            new Packet(1_700_000_000_123_457_000L, 0, RAW, 23, frame(23, 3))),
        reading.packets());
    assertEquals(List.of(), reading.warnings());
    assertEquals(List.of(new CaptureInterface(0, RAW, 0, "sample.bin")), reading.interfaces());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldApplyResolutionOffsetAndNameOfEachInterface(boolean bigEndian) throws IOException {
    CaptureBytes capture = pcapng(order(bigEndian));
    byte[] nanoseconds = capture.option(IF_TSRESOL, (byte) 9);
    byte[] binary = capture.option(IF_TSRESOL, (byte) (0x80 | 20));
    byte[] offset = capture.option64(IF_TSOFFSET, 1_000_000L);
    byte[] name = capture.option(IF_NAME, text("eth\u001b0"));
    byte[] unknown = capture.option(777, text("whatever"));
    Path file =
        capture
            .interfaceBlock(ETHERNET, 96, join(unknown, name, nanoseconds))
            .interfaceBlock(RAW, 0, binary)
            .interfaceBlock(RAW, 0, offset)
            .enhanced(0, 5_000_000_001L, 4, frame(4, 1))
            .enhanced(1, 3 << 19, 4, frame(4, 2))
            .enhanced(2, 7, 4, frame(4, 3))
            .file(folder);
    Reading reading = Reading.of(file);
    assertEquals(
        List.of(
            new Packet(5_000_000_001L, 0, ETHERNET, 4, frame(4, 1)),
            new Packet(1_500_000_000L, 1, RAW, 4, frame(4, 2)),
            new Packet(1_000_000_000_007_000L, 2, RAW, 4, frame(4, 3))),
        reading.packets());
    assertEquals(new CaptureInterface(0, ETHERNET, 96, "eth?0"), reading.interfaces().getFirst());
  }

  @Test
  void shouldReadSectionsOfDifferentByteOrderWithTheirOwnInterfaces() throws IOException {
    Path file =
        pcapng(LITTLE)
            .interfaceBlock(ETHERNET, 0)
            .enhanced(0, 1, 4, frame(4, 1))
            .section(BIG)
            .interfaceBlock(RAW, 0)
            .interfaceBlock(ETHERNET, 0)
            .enhanced(1, 2, 4, frame(4, 2))
            .enhanced(0, 3, 4, frame(4, 3))
            .section(LITTLE)
            .interfaceBlock(RAW, 0)
            .simple(4, frame(4, 4))
            .file(folder);
    Reading reading = Reading.of(file);
    assertEquals(
        List.of(
            new Packet(1_000, 0, ETHERNET, 4, frame(4, 1)),
            new Packet(2_000, 2, ETHERNET, 4, frame(4, 2)),
            new Packet(3_000, 1, RAW, 4, frame(4, 3)),
            new Packet(3_000, 3, RAW, 4, frame(4, 4))),
        reading.packets());
    assertEquals(4, reading.interfaces().size());
    assertEquals(List.of(), reading.warnings());
  }

  @Test
  void shouldReadManyInterfaces() throws IOException {
    CaptureBytes capture = pcapng(LITTLE);
    for (int i = 0; i < 100; i++) {
      capture.interfaceBlock(i, 0);
    }
    for (int i = 0; i < 100; i++) {
      capture.enhanced(99 - i, i, 4, frame(4, i));
    }
    List<Packet> packets = Reading.of(capture.file(folder)).packets();
    for (int i = 0; i < 100; i++) {
      assertEquals(99 - i, packets.get(i).interfaceId());
      assertEquals(99 - i, packets.get(i).linkType());
    }
  }

  @Test
  void shouldBoundTheInterfacesOfARun() throws IOException {
    CaptureBytes capture = pcapng(LITTLE);
    for (int i = 0; i <= CaptureCatalog.MAX_INTERFACES; i++) {
      capture.interfaceBlock(1, 0);
    }
    Path file = capture.enhanced(0, 1, 4, frame(4, 1)).file(folder);
    Reading reading = Reading.of(file);
    assertEquals(CaptureCatalog.MAX_INTERFACES, reading.interfaces().size());
    assertEquals(
        List.of(
            file + ": damaged after packet 0 (more than 262144 interfaces); the rest was ignored"),
        reading.warnings());
  }

  @Test
  void shouldLimitSimplePacketsToTheSnapLength() throws IOException {
    Path file = pcapng(BIG).interfaceBlock(RAW, 6).simple(1_000, frame(6, 1)).file(folder);
    assertEquals(List.of(new Packet(0, 0, RAW, 1_000, frame(6, 1))), Reading.of(file).packets());
  }

  @Test
  void shouldSkipBlocksItDoesNotKnow() throws IOException {
    Path file =
        pcapng(LITTLE)
            .block(0xbad, frame(9, 1))
            .interfaceBlock(ETHERNET, 0)
            .block(4, frame(3_000_000, 1))
            .enhanced(0, 1, 4, frame(4, 1))
            .block(5)
            .file(folder);
    Reading reading = Reading.of(file);
    assertEquals(1, reading.packets().size());
    assertEquals(List.of(), reading.warnings());
  }

  @Test
  void shouldStopAtAPacketOfAnUndeclaredInterface() throws IOException {
    Path file =
        pcapng(LITTLE)
            .interfaceBlock(ETHERNET, 0)
            .enhanced(0, 1, 4, frame(4, 1))
            .enhanced(1, 1, 4, frame(4, 1))
            .enhanced(0, 1, 4, frame(4, 1))
            .file(folder);
    Reading reading = Reading.of(file);
    assertEquals(1, reading.packets().size());
    assertEquals(
        List.of(
            file
                + ": damaged after packet 1 (a packet of an undeclared interface); the rest was"
                + " ignored"),
        reading.warnings());
  }

  @Test
  void shouldStopAtAPacketLongerThanItsBlock() throws IOException {
    Path file =
        pcapng(LITTLE)
            .interfaceBlock(ETHERNET, 0)
            .i32(6)
            .i32(36)
            .i32(0)
            .i64(0)
            .i32(5)
            .i32(5)
            .i32(0)
            .i32(36)
            .file(folder);
    Reading reading = Reading.of(file);
    assertEquals(List.of(), reading.packets());
    assertEquals(
        List.of(
            file
                + ": damaged after packet 0 (a packet longer than its block); the rest was"
                + " ignored"),
        reading.warnings());
  }

  @Test
  void shouldStopAtABlockOfImpossibleLength() throws IOException {
    for (int length : new int[] {0, 4, 11, 13, 28, -3}) {
      Path file =
          pcapng(BIG).interfaceBlock(ETHERNET, 0).i32(6).i32(length).i64(0).i64(0).file(folder);
      Reading reading = Reading.of(file);
      assertEquals(
          List.of(
              "%s: damaged after packet 0 (a block of %s bytes); the rest was ignored"
                  .formatted(file, Integer.toUnsignedString(length))),
          reading.warnings());
    }
  }

  @Test
  void shouldWarnOfACutInASkippedBlock() throws IOException {
    Path file =
        pcapng(LITTLE).interfaceBlock(ETHERNET, 0).i32(99).i32(50_000_000).i64(0).file(folder);
    assertEquals(
        List.of(file + ": cut in the middle of packet 1; the last 16 bytes were ignored"),
        Reading.of(file).warnings());
  }

  private static byte[] join(byte[]... parts) {
    CaptureBytes joined = new CaptureBytes(LITTLE);
    for (byte[] part : parts) {
      joined.raw(part);
    }
    return joined.toBytes();
  }
}
