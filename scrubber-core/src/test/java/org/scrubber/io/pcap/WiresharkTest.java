package org.scrubber.io.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.io.CaptureInterface;
import org.scrubber.wire.Memory;

/** Holds that Wireshark's own reader understands what is written, where tshark is installed. */
class WiresharkTest {
  private static final int RAW = 101;

  @TempDir Path folder;

  @Test
  void shouldWriteCommentsVerdictsTimesAndInterfacesThatWiresharkShows() throws Exception {
    assumeTrue(isInstalled(), "tshark is not installed");
    Path file = folder.resolve("marked.pcapng");
    write(file);
    assertEquals(
        List.of(
            "1|1700000000.123456789|20|90|outside||",
            "2|1700000000.123456790|20|20|inside|because: 12 > 10 (größer)|1",
            "3|1700000000.123456791|20|20|outside|ask|3"),
        tshark(
            file,
            "frame.number",
            "frame.time_epoch",
            "frame.cap_len",
            "frame.len",
            "frame.interface_name",
            "frame.comment",
            "frame.verdict.ebpf_xdp"));
  }

  @Test
  void shouldWriteClassicCapturesThatWiresharkReads() throws Exception {
    assumeTrue(isInstalled(), "tshark is not installed");
    Path file = folder.resolve("plain.pcap");
    write(file);
    assertEquals(
        List.of("1700000000.123456789|90", "1700000000.123456790|20", "1700000000.123456791|20"),
        tshark(file, "frame.time_epoch", "frame.len"));
  }

  /** Writes three IPv4 headers: unmarked, dropped, and challenged. */
  private static void write(Path file) throws IOException {
    PacketBatch batch = new PacketBatch(3);
    try (Arena arena = Arena.ofConfined();
        CaptureWriter writer = CaptureFiles.writer(file)) {
      writer.interfaces(
          List.of(
              new CaptureInterface(0, RAW, 0, "inside"),
              new CaptureInterface(1, RAW, 0, "outside")));
      MemorySegment frame = arena.allocate(20);
      Memory.putI32(frame.address(), 0x45000014);
      for (int i = 0; i < 3; i++) {
        batch.frameAddress[i] = frame.address();
        batch.capturedLength[i] = 20;
        batch.wireLength[i] = i == 0 ? 90 : 20;
        batch.timestampNs[i] = 1_700_000_000_123_456_789L + i;
        batch.interfaceId[i] = i == 1 ? 0 : 1;
        batch.linkType[i] = RAW;
      }
      MemorySegment because = arena.allocateFrom("because: 12 > 10 (größer)");
      MemorySegment ask = arena.allocateFrom("ask");
      writer.write(batch, 0, 0, 0, CaptureWriter.NO_VERDICT);
      int length = (int) because.byteSize() - 1;
      writer.write(batch, 1, because.address(), length, Verdict.DROP_CODE);
      writer.write(batch, 2, ask.address(), 3, Verdict.CHALLENGE_CODE);
      writer.commit();
    }
  }

  private static boolean isInstalled() {
    return Files.isExecutable(Path.of("/usr/bin/tshark"));
  }

  private List<String> tshark(Path file, String... fields) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("/usr/bin/tshark", "-r", file.toString(), "-T", "fields");
    builder.command().addAll(List.of("-E", "separator=|"));
    for (String field : fields) {
      builder.command().addAll(List.of("-e", field));
    }
    Path output = folder.resolve("output");
    Process process =
        builder
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue());
    return Files.readAllLines(output, StandardCharsets.UTF_8);
  }
}
