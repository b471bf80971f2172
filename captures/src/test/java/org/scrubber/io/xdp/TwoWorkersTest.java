package org.scrubber.io.xdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.netns.BumpBench;
import org.scrubber.io.Bump;
import org.scrubber.io.Hosts;
import org.scrubber.io.LineCount;
import org.scrubber.io.PacketLine;
import org.scrubber.io.xdp.exchange.Ownership;

@EnabledIf("org.scrubber.captures.netns.Namespaces#available")
@Tag("long")
class TwoWorkersTest {
  private static final int WORKERS = 2;
  private static final int EXCHANGES = 8;

  private final AtomicLong strangers = new AtomicLong();
  private final AtomicLong judged = new AtomicLong();

  /** Counts packets of IP that belong to another worker than the one that judges them. */
  private Bump.Rule watch(int worker) {
    Ownership ownership = new Ownership(WORKERS);
    return (PacketBatch batch) -> {
      for (int i = 0; i < batch.size; i++) {
        int owner =
            ownership.ownerOf(batch.frameAddress[i], batch.capturedLength[i], batch.interfaceId[i]);
        judged.incrementAndGet();
        if (owner != worker && owner != Ownership.NOBODY) {
          strangers.incrementAndGet();
        }
      }
    };
  }

  @Test
  void shouldBringEachPacketToItsOwner() throws Exception {
    XdpOptions usual = XdpOptions.of("outside", "inside");
    XdpOptions options =
        new XdpOptions(
            usual.outside(),
            usual.inside(),
            0,
            WORKERS,
            usual.mode(),
            usual.frames(),
            usual.busyPollUs(),
            usual.offload(),
            usual.offloadEntries());
    try (BumpBench bench = BumpBench.create("two", WORKERS);
        XdpWire wire = bench.box().call(() -> XdpWire.open(options))) {
      wire.start();
      try (Bump first = Bump.start(bench.box(), () -> wire.lines().get(0), watch(0));
          Bump second = Bump.start(bench.box(), () -> wire.lines().get(1), watch(1))) {
        for (int k = 0; k < EXCHANGES; k++) {
          String address = k % 2 == 0 ? BumpBench.SERVER : BumpBench.SERVER6;
          assertTrue(
              Hosts.exchange(bench.client(), bench.server(), address, 1_000_000),
              () -> first.counts() + second.counts());
        }
        assertEquals(0, strangers.get(), () -> "of " + judged.get());
        long handedOver = 0;
        for (Bump bump : new Bump[] {first, second}) {
          for (int side : new int[] {PacketLine.OUTSIDE, PacketLine.INSIDE}) {
            handedOver += bump.count(side, LineCount.HANDED_OVER);
          }
        }
        assertTrue(handedOver > 0, () -> first.counts() + second.counts());
      }
    }
  }
}
