package org.scrubber.captures.large;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeCaptureTest {
  private static final int PACKETS = 20_000;

  @TempDir Path directory;

  @Test
  void shouldGiveTheSameBytesForTheSameSeed() throws IOException {
    byte[] first = bytes("a.pcap", 7);
    assertEquals(-1, Arrays.mismatch(first, bytes("b.pcap", 7)));
    assertFalse(Arrays.equals(first, bytes("c.pcap", 8)));
  }

  @Test
  void shouldHoldThatManyValidShortFrames() throws IOException {
    ByteBuffer file = ByteBuffer.wrap(bytes("d.pcap", 1));
    assertEquals(0xA1B23C4D, file.getInt(0));
    int offset = 24;
    int packets = 0;
    long lastNs = 0;
    int attacks = 0;
    while (offset < file.capacity()) {
      long timestampNs = file.getInt(offset) * 1_000_000_000L + file.getInt(offset + 4);
      assertTrue(timestampNs >= lastNs);
      lastNs = timestampNs;
      int lengthBytes = file.getInt(offset + 8);
      assertTrue(lengthBytes >= 64 && lengthBytes <= 200);
      int ip = offset + 16 + 14;
      assertTrue(file.getShort(ip + 2) == lengthBytes - 14 || file.getShort(ip + 2) == 40);
      assertEquals(0xFFFF, headerSum(file, ip));
      attacks += file.get(ip + 8) == 40 ? 1 : 0;
      offset += 16 + lengthBytes;
      packets++;
    }
    assertEquals(PACKETS, packets);
    assertTrue(attacks > PACKETS * 25 / 100 && attacks < PACKETS * 40 / 100);
  }

  private static int headerSum(ByteBuffer file, int offset) {
    int sum = 0;
    for (int i = 0; i < 20; i += 2) {
      sum += file.getShort(offset + i) & 0xFFFF;
    }
    sum = (sum & 0xFFFF) + (sum >>> 16);
    return (sum & 0xFFFF) + (sum >>> 16);
  }

  private byte[] bytes(String name, long seed) throws IOException {
    Path path = directory.resolve(name);
    LargeCapture.write(path, PACKETS, seed);
    return Files.readAllBytes(path);
  }
}
