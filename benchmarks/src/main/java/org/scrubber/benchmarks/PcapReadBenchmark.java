package org.scrubber.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.scrubber.batch.PacketBatch;
import org.scrubber.io.CaptureInterface;
import org.scrubber.io.PacketSource;
import org.scrubber.io.pcap.CaptureFiles;
import org.scrubber.io.pcap.CaptureWriter;

/**
 * What reading a capture costs per packet: a million packets of 64 to 200 B, from a file that is in
 * the page cache, opened and mapped anew for every run.
 */
public class PcapReadBenchmark extends NsBenchmark {
  private static final int PACKETS = 1 << 20;

  /** How the capture's name ends, which decides its format. */
  @Param({"pcap", "pcapng"})
  public String format = "pcap";

  private final PacketBatch batch = new PacketBatch();
  private Path capture = Path.of("");

  /** Creates the state; the fields are set by JMH. */
  public PcapReadBenchmark() {}

  /**
   * Writes the capture.
   *
   * @throws IOException when the temporary directory is full
   */
  @Setup
  public void write() throws IOException {
    capture = Files.createTempFile("scrubber-benchmark", "." + format);
    SplittableRandom random = new SplittableRandom(20_261_122);
    byte[] frame = new byte[200];
    random.nextBytes(frame);
    try (CaptureWriter writer = CaptureFiles.writer(capture)) {
      writer.interfaces(List.of(new CaptureInterface(0, 1, 0, "eth0")));
      for (int i = 0; i < PACKETS; i++) {
        int length = random.nextInt(64, 201);
        writer.write(0, 1_700_000_000_000_000_000L + i * 1_000L, frame, length, length);
      }
      writer.commit();
    }
  }

  /**
   * Reads the capture from its first packet to its last.
   *
   * @return the sum of the lengths, so that nothing is optimised away
   * @throws IOException when the capture cannot be read
   */
  @Benchmark
  @OperationsPerInvocation(PACKETS)
  public long read() throws IOException {
    long bytes = 0;
    int packets = 0;
    try (PacketSource source = CaptureFiles.open(List.of(capture.toString()))) {
      for (int size = source.poll(batch); size >= 0; size = source.poll(batch)) {
        for (int i = 0; i < size; i++) {
          bytes += batch.capturedLength[i];
        }
        packets += size;
      }
    }
    if (packets != PACKETS) {
      throw new IOException("read " + packets + " packets of " + PACKETS);
    }
    return bytes;
  }

  /**
   * Deletes the capture.
   *
   * @throws IOException when it is gone
   */
  @TearDown
  public void delete() throws IOException {
    Files.delete(capture);
  }
}
