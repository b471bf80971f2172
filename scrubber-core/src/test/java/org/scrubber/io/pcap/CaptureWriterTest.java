package org.scrubber.io.pcap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.scrubber.io.pcap.CaptureBytes.ETHERNET;
import static org.scrubber.io.pcap.CaptureBytes.RAW;
import static org.scrubber.io.pcap.CaptureBytes.frame;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.io.CaptureInterface;
import org.scrubber.io.PacketSource;

class CaptureWriterTest {
  private static final List<CaptureInterface> TWO =
      List.of(new CaptureInterface(0, ETHERNET, 0, "a"), new CaptureInterface(1, RAW, 96, "bé"));

  @TempDir Path folder;

  /** Copies {@code from} with a comment and a verdict on every other packet. */
  private static void copy(Path from, Path to) throws IOException {
    PacketBatch batch = new PacketBatch();
    try (Arena arena = Arena.ofConfined();
        PacketSource source = CaptureFiles.open(List.of(from.toString()));
        CaptureWriter writer = CaptureFiles.writer(to)) {
      MemorySegment comment = arena.allocateFrom("why: größer 12 > 10");
      writer.interfaces(source.interfaces());
      while (source.poll(batch) >= 0) {
        for (int i = 0; i < batch.size; i++) {
          boolean marked = i % 2 == 0;
          int length = marked ? (int) comment.byteSize() - 1 - i % 5 : 0;
          int verdict = marked ? Verdict.DROP_CODE : CaptureWriter.NO_VERDICT;
          writer.write(batch, i, comment.address(), length, verdict);
        }
      }
      writer.commit();
    }
  }

  private Path sample(int linkTypes) {
    SplittableRandom random = new SplittableRandom(linkTypes);
    CaptureBytes capture = CaptureBytes.pcapng(ByteOrder.BIG_ENDIAN);
    byte[] nanoseconds = capture.option(9, (byte) 9);
    for (int i = 0; i < linkTypes; i++) {
      capture.interfaceBlock(i == 0 ? ETHERNET : RAW, 0, nanoseconds);
    }
    for (int i = 0; i < 9_000; i++) {
      int length = i % 1_000 == 0 ? random.nextInt(1 << 20) : random.nextInt(300);
      long time = random.nextLong(4_000_000_000_000_000_000L);
      capture.enhanced(random.nextInt(linkTypes), time, length + 7, frame(length, i));
    }
    return capture.file(folder);
  }

  @Test
  void shouldWritePcapngThatReadsTheSame() throws IOException {
    Path from = sample(2);
    Path to = folder.resolve("out.pcapng");
    copy(from, to);
    Reading written = Reading.of(to);
    Reading read = Reading.of(from);
    assertEquals(List.of(), written.warnings());
    assertEquals(strip(read), strip(written));
    assertEquals(2, written.interfaces().size());
  }

  @Test
  void shouldWritePcapThatReadsTheSame() throws IOException {
    Path from = sample(1);
    Path to = folder.resolve("out.pcap");
    copy(from, to);
    Reading written = Reading.of(to);
    assertEquals(Reading.of(from).packets(), written.packets());
    assertEquals(List.of(), written.warnings());
    byte[] magic = {0x4d, 0x3c, (byte) 0xb2, (byte) 0xa1};
    assertArrayEquals(magic, Arrays.copyOf(Files.readAllBytes(to), 4));
  }

  /** Interface numbers may differ, as they follow the first packet of each. */
  private static List<Reading.Packet> strip(Reading reading) {
    return reading.packets().stream()
        .map(p -> new Reading.Packet(p.timestampNs(), 0, p.linkType(), p.wireLength(), p.frame()))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.pcap", "1.pcapng"})
  void shouldWriteTheSameBytesForTheSamePackets(String name) throws IOException {
    Path from = sample(1);
    copy(from, folder.resolve("0" + name));
    copy(from, folder.resolve(name));
    assertEquals(-1, Files.mismatch(folder.resolve("0" + name), folder.resolve(name)));
  }

  @Test
  void shouldWriteExactlyTheseBytes() throws IOException {
    Path to = folder.resolve("x.pcapng");
    try (CaptureWriter writer = CaptureFiles.writer(to)) {
      writer.interfaces(TWO);
      writer.write(1, 0x1_0000_0002L, frame(5, 1), 5, 64);
      writer.commit();
    }
    CaptureBytes expected = new CaptureBytes(ByteOrder.LITTLE_ENDIAN);
    expected.i32(0x0a0d0d0a).i32(44).i32(0x1a2b3c4d).u16(1).u16(0).i64(-1);
    expected.raw(expected.option(4, CaptureBytes.text("scrubber"))).i32(0).i32(44);
    byte[] name = expected.option(2, CaptureBytes.text("bé"));
    byte[] resolution = expected.option(9, (byte) 9);
    expected.interfaceBlock(
        RAW, 96, new CaptureBytes(ByteOrder.LITTLE_ENDIAN).raw(name).raw(resolution).toBytes());
    expected.enhanced(0, 0x1_0000_0002L, 64, frame(5, 1));
    assertArrayEquals(expected.toBytes(), Files.readAllBytes(to));
  }

  @ParameterizedTest
  @ValueSource(strings = {"empty.pcap", "empty.pcapng"})
  void shouldWriteAValidCaptureWithoutPackets(String name) throws IOException {
    Path to = folder.resolve(name);
    try (CaptureWriter writer = CaptureFiles.writer(to)) {
      writer.commit();
    }
    Reading reading = Reading.of(to);
    assertEquals(List.of(), reading.packets());
    assertEquals(List.of(), reading.warnings());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.pcap", "x.pcapng"})
  void shouldAppearOnlyOnCommitAndReplaceWhatWasThere(String name) throws IOException {
    Path to = CaptureBytes.file(folder, name, CaptureBytes.text("old"));
    try (CaptureWriter writer = CaptureFiles.writer(to)) {
      writer.interfaces(TWO);
      writer.write(0, 1, frame(5, 1), 5, 5);
      assertEquals("old", Files.readString(to));
      String partial = "." + name + ".partial-" + ProcessHandle.current().pid();
      assertEquals(List.of(partial, name), names());
      writer.commit();
      assertEquals(1, Reading.of(to).packets().size());
    }
    assertEquals(List.of(name), names());
  }

  @Test
  void shouldLeaveNothingWithoutCommit() throws IOException {
    try (CaptureWriter writer = CaptureFiles.writer(folder.resolve("x.pcapng"))) {
      writer.interfaces(TWO);
      for (int i = 0; i < 10; i++) {
        writer.write(0, 1, frame(1 << 20, 1), 1 << 20, 1 << 20);
      }
    }
    assertEquals(List.of(), names());
  }

  @Test
  void shouldReplaceTheFileBehindALink() throws IOException {
    Path real = CaptureBytes.file(folder, "real", CaptureBytes.text("old"));
    Path link = Files.createSymbolicLink(folder.resolve("link.pcap"), real);
    try (CaptureWriter writer = CaptureFiles.writer(link)) {
      writer.commit();
    }
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(24, Files.size(real));
  }

  @Test
  void shouldWriteDevicesDirectly() throws IOException {
    Path device = Path.of("/dev/null");
    try (CaptureWriter writer = CaptureFiles.writer(device)) {
      writer.interfaces(TWO);
      writer.write(0, 1, frame(5, 1), 5, 5);
      writer.commit();
    }
    assertFalse(Files.isRegularFile(device));
  }

  @Test
  void shouldTellThatTheMediumIsFull() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "no /dev/full");
    try (CaptureWriter writer = CaptureFiles.writer(full)) {
      CaptureException e = assertThrows(CaptureException.class, writer::commit);
      assertEquals("/dev/full: No space left on device", e.getMessage());
    }
  }

  @Test
  void shouldFailCleanlyWhenWrittenToAfterItsEnd() throws IOException {
    CaptureWriter writer = CaptureFiles.writer(folder.resolve("x.pcapng"));
    writer.interfaces(TWO);
    writer.commit();
    writer.close();
    writer.close();
    CaptureException e =
        assertThrows(CaptureException.class, () -> writer.write(0, 1, frame(5, 1), 5, 5));
    assertTrue(e.getMessage().endsWith("x.pcapng: is closed"));
  }

  @Test
  void shouldRefuseASecondLinkTypeInPcap() throws IOException {
    Path to = folder.resolve("x.pcap");
    try (CaptureWriter writer = CaptureFiles.writer(to)) {
      writer.interfaces(TWO);
      writer.write(0, 1, frame(5, 1), 5, 5);
      CaptureException e =
          assertThrows(CaptureException.class, () -> writer.write(1, 1, frame(5, 1), 5, 5));
      assertEquals(
          to + ": classic pcap holds one link type, but there are 1 and 101; use .pcapng",
          e.getMessage());
    }
    assertEquals(List.of(), names());
  }

  @Test
  void shouldTellWhyATargetCannotBeWritten() {
    Path missing = folder.resolve("missing").resolve("x.pcap");
    assertEquals(missing + ": no such directory", messageOf(missing));
    assertEquals(folder + ": is a directory", messageOf(folder));
    Path file = CaptureBytes.file(folder, "file", new byte[0]);
    assertEquals(file.resolve("x.pcap") + ": no such directory", messageOf(file.resolve("x.pcap")));
    Path forbidden = Path.of("/proc/x.pcap");
    assertTrue(messageOf(forbidden).startsWith("/proc/x.pcap: "));
  }

  @Test
  void shouldCutCommentsBetweenCharacters() throws IOException {
    Path to = folder.resolve("x.pcapng");
    PacketBatch batch = new PacketBatch(1);
    try (Arena arena = Arena.ofConfined();
        CaptureWriter writer = CaptureFiles.writer(to)) {
      MemorySegment comment = arena.allocateFrom("x" + "é".repeat(100_000));
      batch.linkType[0] = RAW;
      writer.write(batch, 0, comment.address(), 200_001, Verdict.CHALLENGE_CODE);
      writer.commit();
    }
    assertEquals(1, Reading.of(to).packets().size());
    byte[] content = Files.readAllBytes(to);
    int option = content.length - 4 - 4 - 16 - CaptureWriter.MAX_COMMENT_BYTES - 4;
    assertEquals(1, content[option]);
    int length = content[option + 2] & 0xff | (content[option + 3] & 0xff) << 8;
    assertEquals(CaptureWriter.MAX_COMMENT_BYTES - 1, length);
  }

  private static String messageOf(Path target) {
    return assertThrows(CaptureException.class, () -> CaptureFiles.writer(target)).getMessage();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
