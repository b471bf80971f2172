package org.scrubber.io.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.scrubber.io.pcap.CaptureBytes.ETHERNET;
import static org.scrubber.io.pcap.CaptureBytes.frame;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.io.pcap.Reading.Packet;

/** A capture beyond 4 GiB, of which the disk holds a few blocks only. */
class LargeCaptureTest {
  private static final int HOLE_BYTES = 1 << 30;

  @TempDir Path folder;

  @Test
  void shouldReadPacketsBeyondFourGibibytes() throws IOException {
    Path file = folder.resolve("large.pcapng");
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      CaptureBytes start = CaptureBytes.pcapng(ByteOrder.LITTLE_ENDIAN);
      start.interfaceBlock(ETHERNET, 0).enhanced(0, 1, 60, frame(60, 1));
      append(channel, start);
      for (int i = 0; i < 5; i++) {
        append(channel, new CaptureBytes(ByteOrder.LITTLE_ENDIAN).i32(0x0bad).i32(HOLE_BYTES));
        channel.position(channel.position() + HOLE_BYTES - 12);
        append(channel, new CaptureBytes(ByteOrder.LITTLE_ENDIAN).i32(HOLE_BYTES));
      }
      append(channel, new CaptureBytes(ByteOrder.LITTLE_ENDIAN).enhanced(0, 2, 61, frame(61, 2)));
    }
    Reading reading = Reading.of(file);
    assertEquals(
        List.of(
            new Packet(1_000, 0, ETHERNET, 60, frame(60, 1)),
            new Packet(2_000, 0, ETHERNET, 61, frame(61, 2))),
        reading.packets());
    assertEquals(List.of(), reading.warnings());
  }

  private static void append(FileChannel channel, CaptureBytes bytes) throws IOException {
    ByteBuffer content = ByteBuffer.wrap(bytes.toBytes());
    while (content.hasRemaining()) {
      channel.write(content);
    }
  }
}
