package org.scrubber.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.io.CaptureInterface;
import org.scrubber.io.PacketSource;
import org.scrubber.policy.Mode;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.load.Policies;
import org.scrubber.report.Report;
import org.scrubber.wire.LinkType;

/** A replay of what is no capture file: a source that may have nothing just now. */
@Timeout(60)
final class ReplayOfSourceTest {
  private static final int PACKETS = 5_000;
  private static final int PAYLOAD_BYTES = 1_400;

  @TempDir Path directory;

  /** A flood of datagrams to one host, 1 ms apart; nothing in every other poll. */
  private static final class Source implements PacketSource {
    private final byte[] frame =
        PacketBuilder.ethernet()
            .ipv4("203.0.113.7", "198.51.100.1")
            .udp(4_000, 9_999)
            .payload(new byte[PAYLOAD_BYTES])
            .build();
    private final boolean endless;
    private int given;
    private boolean idle;
    private volatile boolean closed;

    /** Creates a source that has nothing more after its packets, or ends. */
    Source(boolean endless) {
      this.endless = endless;
    }

    @Override
    public int poll(PacketBatch batch) {
      batch.size = 0;
      idle = !idle;
      if (given == PACKETS || idle) {
        return given == PACKETS && !endless ? -1 : 0;
      }
      int count = Math.min(100, PACKETS - given);
      MemorySegment memory = batch.frames((long) count * frame.length);
      for (int i = 0; i < count; i++) {
        long at = (long) i * frame.length;
        MemorySegment.copy(frame, 0, memory, ValueLayout.JAVA_BYTE, at, frame.length);
        batch.frameAddress[i] = memory.address() + at;
        batch.capturedLength[i] = frame.length;
        batch.wireLength[i] = frame.length;
        batch.timestampNs[i] = 1_000_000L * (1 + given + i);
        batch.interfaceId[i] = 0;
        batch.linkType[i] = LinkType.ETHERNET;
      }
      given += count;
      batch.size = count;
      return count;
    }

    @Override
    public List<CaptureInterface> interfaces() {
      return List.of(new CaptureInterface(0, LinkType.ETHERNET, 0, "eth0"));
    }

    @Override
    public List<String> warnings() {
      return List.of();
    }

    @Override
    public long consumedBytes() {
      return 0;
    }

    @Override
    public long totalBytes() {
      return -1;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static Replay.Options options(Path output, int workers) {
    Policy policy =
        Policies.protecting(List.of(Prefix.parse("198.51.100.0/24"))).withMode(Mode.MONITOR);
    return new Replay.Options(policy, List.of("eth0"), output, null, workers);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldPassEverythingInMonitorModeAndSayWhatItWouldDrop(int workers) throws IOException {
    Path output = directory.resolve("seen.pcapng");
    Source source = new Source(false);
    Report report =
        new Replay(options(output, workers), source).run((consumed, total, packets) -> {});
    assertEquals(PACKETS, report.totals().offered().packets());
    assertEquals(PACKETS, report.totals().passed().packets());
    assertEquals(0, report.totals().dropped().packets());
    assertTrue(report.totals().monitored().packets() > PACKETS / 2, report.totals().toString());
    String file = Files.readString(output, StandardCharsets.ISO_8859_1);
    long comments = file.split("would drop: ", -1).length - 1;
    assertEquals(report.totals().monitored().packets(), comments);
    assertTrue(source.closed);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldNotWaitForPacketsWhenTheDiskIsFull() throws IOException {
    Source source = new Source(true);
    Replay replay = new Replay(options(Path.of("/dev/full"), 3), source);
    IOException failure =
        assertThrows(IOException.class, () -> replay.run((consumed, total, packets) -> {}));
    assertEquals("/dev/full: No space left on device", failure.getMessage());
    assertTrue(source.closed);
  }

  @Test
  void shouldCloseTheSourceWhenAnOutputCannotBeOpened() {
    Source source = new Source(false);
    Path nowhere = directory.resolve("none").resolve("seen.pcapng");
    assertThrows(IOException.class, () -> new Replay(options(nowhere, 1), source));
    assertTrue(source.closed);
  }
}
