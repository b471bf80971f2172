package org.scrubber.io.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.io.pcap.CaptureBytes.ETHERNET;
import static org.scrubber.io.pcap.CaptureBytes.frame;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.io.PacketSource;

/** Holds that reading and writing allocate nothing on the heap per packet. */
class CaptureAllocationTest {
  private static final int PACKETS = 100_000;
  private static final int PASSES = 5;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path folder;

  private static byte[] classic() {
    CaptureBytes capture = CaptureBytes.pcap(ByteOrder.LITTLE_ENDIAN, 0xa1b2c3d4, ETHERNET);
    for (int i = 0; i < PACKETS; i++) {
      capture.record(i, 0, 60, frame(60 + i % 5, i));
    }
    return capture.toBytes();
  }

  private static byte[] blocks(ByteOrder order) {
    CaptureBytes capture = CaptureBytes.pcapng(order).interfaceBlock(ETHERNET, 0);
    for (int i = 0; i < PACKETS / 2; i++) {
      capture.enhanced(0, i, 60, frame(60 + i % 5, i)).simple(60, frame(60, i));
    }
    return capture.toBytes();
  }

  @Test
  void shouldAllocateNothingPerPacketOfAMappedFile() throws IOException {
    assertReadsWithoutAllocation(CaptureBytes.file(folder, "classic", classic()).toString(), null);
    assertReadsWithoutAllocation(
        CaptureBytes.file(folder, "little", blocks(ByteOrder.LITTLE_ENDIAN)).toString(), null);
    assertReadsWithoutAllocation(
        CaptureBytes.file(folder, "big", blocks(ByteOrder.BIG_ENDIAN)).toString(), null);
  }

  @Test
  void shouldAllocateNothingPerPacketOfAStream() throws IOException {
    assertReadsWithoutAllocation("-", classic());
    assertReadsWithoutAllocation("-", blocks(ByteOrder.LITTLE_ENDIAN));
    assertReadsWithoutAllocation("-", CaptureBytes.gzip(classic()));
  }

  /** Beginnings and ends may allocate; what lies between them must be free once it is warm. */
  private static void assertReadsWithoutAllocation(String name, byte[] content) throws IOException {
    PacketBatch batch = new PacketBatch();
    long allocated = -1;
    for (int pass = 0; pass < PASSES; pass++) {
      InputStream input =
          content == null ? InputStream.nullInputStream() : new ByteArrayInputStream(content);
      try (PacketSource source = CaptureFiles.open(List.of(name), input)) {
        long packets = 0;
        while (packets < PACKETS / 2) {
          packets += source.poll(batch);
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        while (packets < PACKETS / 10 * 9) {
          packets += source.poll(batch);
        }
        allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        while (packets < PACKETS) {
          packets += source.poll(batch);
        }
        assertEquals(PACKETS, packets);
      }
    }
    assertEquals(0, allocated);
  }

  @Test
  void shouldAllocateNothingPerWrittenPacket() throws IOException {
    Path file = CaptureBytes.file(folder, "classic", classic());
    for (String name : List.of("out.pcap", "out.pcapng")) {
      long allocated = -1;
      for (int pass = 0; pass < PASSES; pass++) {
        allocated = bytesAllocatedWhileCopying(file, folder.resolve(name));
      }
      // The channel may allocate on each of its few large writes, as the JDK pleases.
      assertTrue(allocated <= PACKETS / 100, name + ": " + allocated + " bytes");
    }
  }

  private static long bytesAllocatedWhileCopying(Path from, Path to) throws IOException {
    PacketBatch batch = new PacketBatch();
    try (Arena arena = Arena.ofConfined();
        PacketSource source = CaptureFiles.open(List.of(from.toString()));
        CaptureWriter writer = CaptureFiles.writer(to)) {
      MemorySegment comment = arena.allocateFrom("dropped: because 12 > 10");
      writer.interfaces(source.interfaces());
      source.poll(batch);
      write(batch, writer, comment);
      long before = THREADS.getCurrentThreadAllocatedBytes();
      while (source.poll(batch) >= 0) {
        write(batch, writer, comment);
      }
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      writer.commit();
      return allocated;
    }
  }

  private static void write(PacketBatch batch, CaptureWriter writer, MemorySegment comment)
      throws IOException {
    long address = comment.address();
    for (int i = 0; i < batch.size; i++) {
      writer.write(batch, i, address, i % 2 == 0 ? 24 : 0, Verdict.DROP_CODE);
    }
  }
}
