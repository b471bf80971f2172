package org.scrubber.io.afpacket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.batch.PacketBatch;
import org.scrubber.bypass.Bypass;
import org.scrubber.bypass.BypassMode;
import org.scrubber.captures.netns.BumpBench;
import org.scrubber.captures.netns.Outcome;
import org.scrubber.io.LineCount;
import org.scrubber.io.PacketLine;
import org.scrubber.io.bpf.LifeSign;
import org.scrubber.io.linux.Interfaces;

/** Who has a packet: the kernel, or the packet sockets before it. */
@Tag("long")
@EnabledIf("org.scrubber.captures.netns.Namespaces#available")
class IngressTest {
  private static final String[] NAMES = {BumpBench.OUTSIDE, BumpBench.INSIDE};

  @TempDir private Path directory;
  private BumpBench bench;
  private Bypass bypass;

  @BeforeEach
  void open() throws Exception {
    bench = BumpBench.create("ing");
    bypass = bench.box().call(() -> Bypass.prepare(BypassMode.BRIDGE, NAMES[0], NAMES[1]));
    requirePing(20);
  }

  @AfterEach
  void close() {
    bypass.close();
    bench.close();
  }

  private static int[] links() throws IOException {
    return new int[] {Interfaces.index(NAMES[0]), Interfaces.index(NAMES[1])};
  }

  private Outcome ping(int count) {
    return ping(count, 56);
  }

  private Outcome ping(int count, int bytes) {
    String[] command = {
      "ping",
      "-c",
      Integer.toString(count),
      "-i",
      "0.02",
      "-W",
      "1",
      "-s",
      Integer.toString(bytes),
      BumpBench.SERVER
    };
    return bench.client().run(command);
  }

  /** Pings until it passes: a bridge takes a moment to forward. */
  private void requirePing(int tries) {
    Outcome ping = ping(1);
    for (int k = 1; k < tries && !ping.succeeded(); k++) {
      ping = ping(1);
    }
    assertTrue(ping.succeeded(), ping::output);
  }

  /** A packet by each side, at which the kernel takes note of the worker's sign. */
  private void pass() {
    ping(1);
    bench.server().run("ping", "-c", "1", "-W", "1", BumpBench.CLIENT);
  }

  /** Tells whether a ping gets past a worker that is alive all the while. */
  private boolean pingsPast(Ingress ingress) throws Exception {
    Process ping =
        bench
            .client()
            .start(directory.resolve("ping"), "ping", "-c", "1", "-W", "1", BumpBench.SERVER);
    while (ping.isAlive()) {
      ingress.giveSign(PacketLine.OUTSIDE);
      ingress.giveSign(PacketLine.INSIDE);
      LockSupport.parkNanos(50_000_000L);
    }
    return ping.exitValue() == 0;
  }

  private static void pause() {
    long untilNs = System.nanoTime() + LifeSign.LATE_NS + 50_000_000L;
    while (System.nanoTime() < untilNs) {
      LockSupport.parkNanos(untilNs - System.nanoTime());
    }
  }

  @Test
  void shouldKeepPacketsFromTheKernelByNftables() throws Exception {
    try (Ingress ingress = bench.box().call(() -> IngressDrop.open(NAMES))) {
      requirePing(1);
      ingress.set(true);
      assertFalse(ping(1).succeeded());
      ingress.set(false);
      requirePing(1);
      assertFalse(ingress.hasSigns());
      ingress.set(true);
    }
    requirePing(1);
  }

  @Test
  void shouldKeepPacketsFromTheKernelByAProgram() throws Exception {
    try (Ingress ingress = bench.box().call(() -> IngressProgram.open(links(), NAMES))) {
      requirePing(1);
      ingress.set(true);
      assertFalse(pingsPast(ingress));
      assertEquals(0, ingress.passed(PacketLine.OUTSIDE));
      ingress.set(false);
      requirePing(1);
      assertTrue(ingress.hasSigns());
      ingress.set(true);
    }
    requirePing(1);
  }

  @Test
  void shouldLetPacketsPassWhenTheWorkerGivesNoSign() throws Exception {
    try (Ingress ingress = bench.box().call(() -> IngressProgram.open(links(), NAMES))) {
      ingress.set(true);
      pass();
      pause();
      long fromNs = System.nanoTime();
      Outcome ping = ping(5);
      assertTrue(ping.output().contains("5 received"), ping::output);
      for (int side : new int[] {PacketLine.OUTSIDE, PacketLine.INSIDE}) {
        assertTrue(ingress.passed(side) >= 5, ping::output);
        assertTrue(ingress.passedUntilNs(side) > ingress.passedFromNs(side));
        assertTrue(ingress.passedUntilNs(side) > fromNs);
        assertTrue(ingress.passedUntilNs(side) < System.nanoTime());
      }
      ingress.giveSign(PacketLine.OUTSIDE);
      ingress.giveSign(PacketLine.INSIDE);
      long passed = ingress.passed(PacketLine.OUTSIDE);
      assertFalse(pingsPast(ingress), "it is back");
      assertEquals(passed, ingress.passed(PacketLine.OUTSIDE));
    }
  }

  @Test
  void shouldNotHandOutWhatWentPast() throws Exception {
    try (PacketSocketLine line =
        bench.box().call(() -> PacketSocketLine.open(NAMES[0], NAMES[1], 1))) {
      assertTrue(line.passesWhenStill());
      PacketBatch batch = new PacketBatch();
      line.poll(batch, System.currentTimeMillis() * 1_000_000);
      line.complete(batch);
      line.flush();
      pass();
      pause();
      Outcome ping = ping(20, 1_000);
      assertTrue(ping.output().contains("20 received"), ping::output);
      int handedOut = 0;
      int past = 0;
      for (int turn = 0; turn < 20; turn++) {
        handedOut += line.poll(batch, System.currentTimeMillis() * 1_000_000);
        for (int i = 0; i < batch.size; i++) {
          past += batch.wireLength[i] > 1_000 ? 1 : 0;
        }
        line.flush();
        line.await(5_000_000);
      }
      assertTrue(handedOut >= 1 && handedOut < 10, "handed out: " + handedOut);
      // One of each side would be, if the first were told by when the program saw it.
      assertTrue(past < 2, "handed out though they went past: " + past);
      assertTrue(line.count(PacketLine.OUTSIDE, LineCount.WENT_PAST) >= 20);
      // The rings have two blocks each, and a packet that comes alone takes one.
      for (int side : new int[] {PacketLine.OUTSIDE, PacketLine.INSIDE}) {
        assertTrue(line.count(side, LineCount.RECEIVE_LOST) < 5, "they went past");
      }
    }
  }

  @Test
  void shouldCountWhatFindsNoRoomAndDoesNotPass() throws Exception {
    try (PacketSocketLine line =
        bench
            .box()
            .call(
                () ->
                    PacketSocketLine.open(
                        links(), IngressDrop.open(NAMES), NAMES[0], NAMES[1], 1))) {
      assertFalse(ping(20).succeeded());
      line.poll(new PacketBatch(), System.currentTimeMillis() * 1_000_000);
      assertTrue(line.count(PacketLine.OUTSIDE, LineCount.RECEIVE_LOST) >= 10);
    }
  }

  @Test
  void shouldLetPacketsPassUntilThereIsRoomForThem() throws Exception {
    Ingress ingress = bench.box().call(() -> IngressProgram.open(links(), NAMES));
    try (PacketSocketLine line =
        bench.box().call(() -> PacketSocketLine.open(links(), ingress, NAMES[0], NAMES[1], 1))) {
      PacketBatch batch = new PacketBatch();
      pass();
      pause();
      Outcome ping = ping(5);
      assertTrue(ping.output().contains("5 received"), ping::output);
      long nowNs = System.currentTimeMillis() * 1_000_000;
      line.poll(batch, nowNs);
      assertTrue(ingress.isPassing(PacketLine.OUTSIDE), "its ring is full");
      assertTrue(ingress.isPassing(PacketLine.INSIDE), "its ring is full");
      requirePing(1);
      line.flush();
      line.poll(batch, nowNs);
      assertFalse(ingress.isPassing(PacketLine.OUTSIDE), "its ring is empty");
      assertFalse(ingress.isPassing(PacketLine.INSIDE), "its ring is empty");
    }
  }

  @Test
  void shouldNotWaitForRoomForEver() throws Exception {
    Ingress ingress = bench.box().call(() -> IngressProgram.open(links(), NAMES));
    try (PacketSocketLine line =
        bench.box().call(() -> PacketSocketLine.open(links(), ingress, NAMES[0], NAMES[1], 1))) {
      PacketBatch batch = new PacketBatch();
      pass();
      pause();
      ping(5);
      long nowNs = System.currentTimeMillis() * 1_000_000;
      line.poll(batch, nowNs);
      assertTrue(ingress.isPassing(PacketLine.OUTSIDE), "its ring is full");
      line.poll(batch, nowNs + 2_000_000_000L);
      assertFalse(ingress.isPassing(PacketLine.OUTSIDE), "packets are judged again");
    }
  }

  @Test
  void shouldForwardWhereThereAreNftablesAlone() throws Exception {
    try (PacketSocketLine line =
        bench
            .box()
            .call(
                () ->
                    PacketSocketLine.open(
                        links(), IngressDrop.open(NAMES), NAMES[0], NAMES[1], 1))) {
      assertFalse(line.passesWhenStill());
      assertFalse(ping(1).succeeded(), "nobody forwards yet");
      line.standAside(true);
      requirePing(1);
    }
    requirePing(1);
  }
}
