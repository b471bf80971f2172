package org.scrubber.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.bench.FrameLayout;
import org.scrubber.captures.bench.Kind;
import org.scrubber.captures.bench.Traffic;
import org.scrubber.io.CaptureInterface;
import org.scrubber.io.pcap.CaptureFiles;
import org.scrubber.io.pcap.CaptureWriter;

/**
 * What writing a packet of 60 bytes into a capture costs, with its share of the file's renaming.
 */
public class PcapWriteBenchmark extends NsBenchmark {
  private static final int PACKETS = 1 << 18;

  /** How the capture's name ends, which decides its format. */
  @Param({"pcap", "pcapng"})
  public String format = "pcap";

  private final PacketBatch batch = new PacketBatch();
  private Path directory = Path.of("");
  private Traffic traffic;

  /** Creates the state; the fields are set by JMH. */
  public PcapWriteBenchmark() {}

  /**
   * Makes the packets.
   *
   * @throws IOException when there is no directory for temporary files
   */
  @Setup
  public void make() throws IOException {
    directory = Files.createTempDirectory("scrubber-benchmark");
    traffic = new Traffic(Kind.UDP_FLOOD, 1, FrameLayout.PACKED, PACKETS, 0);
    while (!traffic.isEstablished()) {
      traffic.write();
    }
    traffic.write();
  }

  /**
   * Writes a capture from its first packet to its last.
   *
   * @return the file's bytes
   * @throws IOException when the disk is full
   */
  @Benchmark
  @OperationsPerInvocation(PACKETS)
  public long write() throws IOException {
    Path capture = directory.resolve("out." + format);
    try (CaptureWriter writer = CaptureFiles.writer(capture)) {
      writer.interfaces(
          List.of(
              new CaptureInterface(0, 1, 0, "outside"), new CaptureInterface(1, 1, 0, "inside")));
      for (int from = 0; from < PACKETS; from += batch.capacity) {
        traffic.fill(batch, from, batch.capacity);
        for (int i = 0; i < batch.size; i++) {
          writer.write(batch, i, 0, 0, CaptureWriter.NO_VERDICT);
        }
      }
      writer.commit();
    }
    return Files.size(capture);
  }

  /**
   * Deletes the capture.
   *
   * @throws IOException when it is gone
   */
  @TearDown
  public void delete() throws IOException {
    traffic.close();
    Files.deleteIfExists(directory.resolve("out." + format));
    Files.delete(directory);
  }
}
