package org.scrubber.io.xdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.netns.BumpBench;
import org.scrubber.captures.netns.Namespace;
import org.scrubber.captures.netns.RawFrames;
import org.scrubber.io.LineCount;
import org.scrubber.io.PacketLine;
import org.scrubber.wire.Memory;

/** A flood that nobody takes leaves room for what controls the link. */
@EnabledIf("org.scrubber.captures.netns.Namespaces#available")
class ControlLaneTest {
  private static final int LLDP = 0x88cc;
  private static final int CONTROL_FRAMES = 60;
  private static final byte[] TO_BRIDGES = HexFormat.of().parseHex("0180c200000e020000000001");

  private static byte[] frame(int etherType, String rest) {
    byte[] body = HexFormat.of().parseHex(rest);
    byte[] frame = Arrays.copyOf(TO_BRIDGES, Math.max(60, 14 + body.length));
    frame[12] = (byte) (etherType >>> 8);
    frame[13] = (byte) etherType;
    System.arraycopy(body, 0, frame, 14, body.length);
    return frame;
  }

  private static void send(Namespace from, byte[] frame, int times) throws Exception {
    from.call(
        () -> {
          RawFrames.send("eth0", frame, times);
          return null;
        });
  }

  private static int control(PacketLine line) throws IOException {
    PacketBatch batch = new PacketBatch();
    int seen = 0;
    for (int idle = 0; idle < 3; ) {
      int size = line.poll(batch, System.nanoTime());
      for (int i = 0; i < size; i++) {
        seen += Memory.u16(batch.frameAddress[i] + 12) == LLDP ? 1 : 0;
      }
      idle = size == 0 ? idle + 1 : 0;
      line.complete(batch);
      line.flush();
    }
    return seen;
  }

  @ParameterizedTest
  @CsvSource({"NATIVE,512", "NATIVE,8192", "GENERIC,8192"})
  void shouldTakeControlTrafficAfterAFloodThatNobodyTook(XdpOptions.Mode mode, int frames)
      throws Exception {
    byte[] datagram =
        frame(
            0x0800,
            "4500 002e 0000 0000 4011 0000 c612 0001 c612 0002 1000 1000 001a 0000"
                .replace(" ", ""));
    byte[] lldp = frame(LLDP, "0207040200000000010403050100");
    try (BumpBench bench = BumpBench.create("ctl")) {
      XdpOptions options =
          new XdpOptions(
              BumpBench.OUTSIDE,
              BumpBench.INSIDE,
              0,
              1,
              mode,
              frames,
              0,
              XdpOptions.Offload.NONE,
              XdpOptions.DEFAULT_OFFLOAD_ENTRIES);
      try (OwnLine line = bench.box().call(() -> OwnLine.open(options))) {
        send(bench.client(), datagram, 2 * frames);
        line.beat(); // It is there, but does nothing: else all would go past it by now.
        send(bench.client(), lldp, CONTROL_FRAMES);
        assertEquals(CONTROL_FRAMES, control(line));
        assertTrue(line.count(PacketLine.OUTSIDE, LineCount.RECEIVE_LOST) >= frames, "no flood");
      }
    }
  }
}
