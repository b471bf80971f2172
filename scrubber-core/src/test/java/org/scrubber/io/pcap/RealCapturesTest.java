package org.scrubber.io.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.scrubber.batch.PacketBatch;
import org.scrubber.io.PacketSource;
import org.scrubber.wire.Memory;

/** Reads captures that others made, when their folder is there. */
class RealCapturesTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("scrubber.captures", "../../shared/captures"));

  @Test
  void shouldCountThePacketsOfRealCapturesAsTheirManifestDoes() throws IOException {
    Path manifest = FOLDER.resolve("manifest.tsv");
    assumeTrue(Files.exists(manifest), "no real captures at " + FOLDER);
    List<String> lines = Files.readAllLines(manifest);
    List<String> columns = Arrays.asList(lines.getFirst().split("\t", -1));
    int fileColumn = columns.indexOf("file");
    int packetsColumn = columns.indexOf("packets");
    int containerColumn = columns.indexOf("container");
    TreeMap<String, String> disagreements = new TreeMap<>();
    PacketBatch batch = new PacketBatch();
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split("\t", -1);
      String read = read(FOLDER.resolve(fields[fileColumn]), batch);
      String expected =
          fields[containerColumn].matches(".*\\+(xz|zst)")
              ? "not a capture"
              : fields[packetsColumn];
      if (!read.equals(expected)) {
        disagreements.put(fields[fileColumn], expected + " but read " + read);
      }
    }
    assertEquals(new TreeMap<>(), disagreements);
  }

  @Test
  void shouldReadAllRealCapturesAsOneSource() throws IOException {
    Path manifest = FOLDER.resolve("manifest.tsv");
    assumeTrue(Files.exists(manifest), "no real captures at " + FOLDER);
    List<String> lines = Files.readAllLines(manifest);
    List<String> columns = Arrays.asList(lines.getFirst().split("\t", -1));
    List<String> names = new ArrayList<>();
    long expected = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split("\t", -1);
      if (!fields[columns.indexOf("container")].matches(".*\\+(xz|zst)")) {
        names.add(FOLDER.resolve(fields[columns.indexOf("file")]).toString());
        expected += Long.parseLong(fields[columns.indexOf("packets")]);
      }
    }
    PacketBatch batch = new PacketBatch();
    long packets = 0;
    try (PacketSource source = CaptureFiles.open(names)) {
      while (source.poll(batch) >= 0) {
        packets += batch.size;
        for (int i = 0; i < batch.size; i++) {
          int id = batch.interfaceId[i];
          assertEquals(source.interfaces().get(id).linkType(), batch.linkType[i]);
        }
      }
      assertEquals(source.totalBytes(), source.consumedBytes());
    }
    assertEquals(expected, packets);
  }

  /** Touches every captured byte too, so that a wrong address shows. */
  private static String read(Path file, PacketBatch batch) throws IOException {
    long packets = 0;
    long sum = 0;
    try (PacketSource source = CaptureFiles.open(List.of(file.toString()))) {
      while (source.poll(batch) >= 0) {
        packets += batch.size;
        for (int i = 0; i < batch.size; i++) {
          for (int at = 0; at < batch.capturedLength[i]; at++) {
            sum += Memory.u8(batch.frameAddress[i] + at);
          }
        }
      }
      source.warnings().forEach(System.out::println);
      assertTrue(sum >= 0);
      return Long.toString(packets);
    } catch (CaptureException e) {
      return e.getMessage().contains("not a capture") ? "not a capture" : e.getMessage();
    }
  }
}
