package org.scrubber.io.xdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.captures.packet.PacketBuilder.ethernet;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.scrubber.captures.cost.ProgramRun;
import org.scrubber.io.PacketLine;
import org.scrubber.io.bpf.BpfMap;
import org.scrubber.io.bpf.BpfProgram;
import org.scrubber.io.bpf.LifeSign;

/** The kernel passes packets by itself when a worker gives no sign of life. */
@EnabledIf("org.scrubber.captures.netns.Namespaces#available")
class HeartbeatTest {
  private static final byte[] FRAME =
      ethernet().ipv4("192.0.2.1", "198.51.100.1").udp(1_000, 2_000).payload("here").build();

  /** By how much the kernel's coarse clock may be behind. */
  private static final long TICK_NS = 20_000_000;

  private Heartbeat heartbeat;
  private BpfMap lanes;
  private BpfProgram program;

  @BeforeEach
  void load() throws IOException {
    heartbeat = new Heartbeat(2);
    lanes = new BpfMap("lanes", BpfMap.SOCKETS, 4, 4, 2 * SteeringProgram.MAX_QUEUES, 0);
    byte[] code = SteeringProgram.assemble(lanes, null, heartbeat, PacketLine.OUTSIDE);
    program = BpfProgram.load("test", code);
  }

  @AfterEach
  void close() {
    program.close();
    lanes.close();
    heartbeat.close();
  }

  /** Runs the program on a frame of the first queue, which is the first worker's. */
  private long passedAfterAnother() throws IOException {
    ProgramRun.of(program, FRAME, 1);
    return heartbeat.of(0).passed(PacketLine.OUTSIDE);
  }

  private static void pause() {
    long untilNs = System.nanoTime() + LifeSign.LATE_NS + 50_000_000L;
    while (System.nanoTime() < untilNs) {
      LockSupport.parkNanos(untilNs - System.nanoTime());
    }
  }

  @Test
  void shouldPassWhatComesWhenAWorkerHasGivenNoSignForTooLong() throws Exception {
    long beganNs = System.nanoTime() - TICK_NS;
    assertEquals(0, passedAfterAnother());
    pause();
    assertEquals(1, passedAfterAnother());
    long firstNs = heartbeat.of(0).passingNs(PacketLine.OUTSIDE);
    assertTrue(firstNs > 0 && firstNs < System.nanoTime() - beganNs - LifeSign.LATE_NS, "late");
    pause();
    assertEquals(2, passedAfterAnother());
    long nowNs = heartbeat.of(0).passingNs(PacketLine.OUTSIDE);
    assertTrue(nowNs - firstNs >= LifeSign.LATE_NS, "all the while");
    assertTrue(nowNs < System.nanoTime() - beganNs - LifeSign.LATE_NS, "and no longer");
  }

  @Test
  void shouldGiveAWorkerItsPacketsAgainAtItsNextSign() throws Exception {
    passedAfterAnother();
    pause();
    assertEquals(1, passedAfterAnother());
    heartbeat.of(0).beat();
    assertEquals(1, passedAfterAnother());
  }

  @Test
  void shouldNotTakeAPauseWithoutPacketsForOneOfTheWorker() throws Exception {
    passedAfterAnother();
    heartbeat.of(0).beat();
    pause();
    assertEquals(0, passedAfterAnother());
  }

  @Test
  void shouldLookAfterEachWorkerAndSideByItself() throws Exception {
    passedAfterAnother();
    pause();
    heartbeat.of(1).beat();
    assertEquals(1, passedAfterAnother());
    assertEquals(0, heartbeat.of(1).passed(PacketLine.OUTSIDE));
    assertEquals(0, heartbeat.of(0).passed(PacketLine.INSIDE));
  }
}
