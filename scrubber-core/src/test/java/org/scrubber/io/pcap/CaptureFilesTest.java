package org.scrubber.io.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.scrubber.io.pcap.CaptureBytes.ETHERNET;
import static org.scrubber.io.pcap.CaptureBytes.RAW;
import static org.scrubber.io.pcap.CaptureBytes.frame;
import static org.scrubber.io.pcap.CaptureBytes.gzip;
import static org.scrubber.io.pcap.CaptureBytes.text;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.batch.PacketBatch;
import org.scrubber.io.CaptureInterface;
import org.scrubber.io.PacketSource;

class CaptureFilesTest {
  @TempDir Path folder;

  private static byte[] classic(int linkType, int packets) {
    CaptureBytes capture = CaptureBytes.pcap(ByteOrder.LITTLE_ENDIAN, 0xa1b2c3d4, linkType);
    for (int i = 0; i < packets; i++) {
      capture.record(i, 0, 10, frame(10, i));
    }
    return capture.toBytes();
  }

  private static String messageOf(Path file) {
    return assertThrows(CaptureException.class, () -> Reading.of(file)).getMessage();
  }

  @Test
  void shouldReadFilesAndStandardInputInTheirOrder() throws IOException {
    Path first = CaptureBytes.file(folder, "first", classic(ETHERNET, 3));
    Path last = CaptureBytes.file(folder, "last", gzip(classic(RAW, 2)));
    CaptureBytes middle = CaptureBytes.pcapng(ByteOrder.BIG_ENDIAN);
    middle.interfaceBlock(RAW, 96).interfaceBlock(ETHERNET, 0).enhanced(1, 1, 9, frame(9, 1));
    Reading reading =
        Reading.of(
            new ByteArrayInputStream(middle.toBytes()),
            List.of(first.toString(), "-", last.toString()));
    assertEquals(
        List.of(0, 0, 0, 2, 3, 3),
        reading.packets().stream().map(Reading.Packet::interfaceId).toList());
    assertEquals(
        List.of(
            new CaptureInterface(0, ETHERNET, 65535, "first"),
            new CaptureInterface(1, RAW, 96, "-"),
            new CaptureInterface(2, ETHERNET, 0, "-"),
            new CaptureInterface(3, RAW, 65535, "last")),
        reading.interfaces());
  }

  @Test
  void shouldKeepFramesOfFinishedFilesUntilTheSourceIsClosed() throws IOException {
    Path file = CaptureBytes.file(folder, "x", classic(ETHERNET, 3));
    PacketBatch first = new PacketBatch();
    PacketBatch second = new PacketBatch();
    try (PacketSource source = CaptureFiles.open(List.of(file.toString(), file.toString()))) {
      assertEquals(3, source.poll(first));
      assertEquals(3, source.poll(second));
      assertEquals(-1, source.poll(new PacketBatch()));
      assertEquals(source.totalBytes(), source.consumedBytes());
      assertEquals(Reading.packet(first, 2).frame(), Reading.packet(second, 2).frame());
    }
  }

  @Test
  void shouldTellWhatIsNotACapture() {
    Path gif = CaptureBytes.file(folder, "x.pcap", text("GIF89a and more of a picture"));
    assertEquals(
        gif + ": not a capture (starts with 47 49 46 38); expected pcap or pcapng", messageOf(gif));
    Path tiny = CaptureBytes.file(folder, "tiny", text("GI"));
    assertEquals(
        tiny + ": not a capture (starts with 47 49); expected pcap or pcapng", messageOf(tiny));
  }

  @Test
  void shouldTellThatAFileIsEmpty() {
    Path empty = CaptureBytes.file(folder, "empty", new byte[0]);
    assertEquals(empty + ": is empty; expected a pcap or pcapng capture", messageOf(empty));
    Path gzip = CaptureBytes.file(folder, "empty.gz", gzip(new byte[0]));
    assertEquals(gzip + ": is empty; expected a pcap or pcapng capture", messageOf(gzip));
  }

  @Test
  void shouldTellThatAFileIsCutInItsHeader() {
    Path cut = CaptureBytes.file(folder, "cut", Arrays.copyOf(classic(1, 0), 23));
    assertEquals(
        cut + ": is cut in its header (23 bytes); expected a pcap or pcapng capture",
        messageOf(cut));
  }

  @Test
  void shouldTellThatCompressedDataIsNoCapture() {
    Path text = CaptureBytes.file(folder, "text.gz", gzip(text("hello world")));
    assertEquals(
        text + ": not a capture (starts with 68 65 6c 6c); expected pcap or pcapng",
        messageOf(text));
    Path invalid = CaptureBytes.file(folder, "bad.gz", new byte[] {0x1f, (byte) 0x8b, 1, 1, 1});
    assertTrue(messageOf(invalid).startsWith(invalid + ": its compressed data is "));
  }

  @Test
  void shouldTellThatAFileIsADirectoryOrMissing() {
    assertEquals(folder + ": is a directory", messageOf(folder));
    Path missing = folder.resolve("missing");
    assertEquals(missing + ": no such file", messageOf(missing));
    assertEquals(missing.resolve("x") + ": no such file", messageOf(missing.resolve("x")));
  }

  @Test
  void shouldTellThatPermissionIsDenied() throws IOException {
    assertEquals("permission denied", CaptureOpener.reason(new AccessDeniedException("x")));
    Path file = CaptureBytes.file(folder, "secret", classic(ETHERNET, 1));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file), "this user may read everything");
    assertEquals(file + ": permission denied", messageOf(file));
  }

  @Test
  void shouldRefuseStandardInputTwiceAndWhenItIsNoCapture() {
    CaptureException twice =
        assertThrows(
            CaptureException.class,
            () -> Reading.of(new ByteArrayInputStream(classic(1, 1)), List.of("-", "-")));
    assertEquals("standard input: is given twice", twice.getMessage());
    CaptureException empty =
        assertThrows(CaptureException.class, () -> Reading.ofStream(new byte[0]));
    assertEquals("standard input: is empty; expected a pcap or pcapng capture", empty.getMessage());
  }

  @Test
  void shouldRefuseTheWholeListBeforeTheFirstPacketWhenOneFileIsWrong() {
    Path good = CaptureBytes.file(folder, "good", classic(ETHERNET, 3));
    Path bad = CaptureBytes.file(folder, "bad", text("not one"));
    CaptureException e =
        assertThrows(
            CaptureException.class,
            () -> CaptureFiles.open(List.of(good.toString(), bad.toString())));
    assertTrue(e.getMessage().startsWith(bad + ": not a capture"));
  }

  @Test
  void shouldNotCrashWhenAFileIsShortenedWhileItIsRead() throws IOException {
    Path file = CaptureBytes.file(folder, "shrinking", classic(ETHERNET, 20_000));
    PacketBatch batch = new PacketBatch();
    try (PacketSource source = CaptureFiles.open(List.of(file.toString()))) {
      assertEquals(batch.capacity, source.poll(batch));
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
      CaptureException e =
          assertThrows(
              CaptureException.class,
              () -> {
                while (source.poll(batch) >= 0) {
                  // Until the pages that are gone.
                }
              });
      assertEquals(file + ": was shortened while it was read", e.getMessage());
    }
  }

  @Test
  void shouldGiveAnEmptySourceForNoFiles() throws IOException {
    try (PacketSource source = CaptureFiles.open(List.of())) {
      assertEquals(-1, source.poll(new PacketBatch()));
      assertEquals(0, source.totalBytes());
    }
  }
}
