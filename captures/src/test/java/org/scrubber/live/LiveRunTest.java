package org.scrubber.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.live.LiveThread.until;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.VISITOR;
import static org.scrubber.scene.Packets.dnsAnswer;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.syn;
import static org.scrubber.scene.Packets.udp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.batch.Bulk;
import org.scrubber.batch.PacketBatch;
import org.scrubber.counter.CounterReader;
import org.scrubber.io.LineCount;
import org.scrubber.io.PacketLine;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.live.event.Totals;
import org.scrubber.live.event.Witness;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Policy;
import org.scrubber.report.Tally;
import org.scrubber.scene.Scene;

@Timeout(60)
class LiveRunTest {
  private static final long MINUTE_NS = 60_000_000_000L;

  @TempDir Path directory;
  private final List<LiveEvent> events = new ArrayList<>();
  private final List<LoopWire> wires = new ArrayList<>();
  private final List<Seen> witnesses = Collections.synchronizedList(new ArrayList<>());
  private final Scene scene = Scene.protecting("198.18.0.0/24").atInternetBorder();
  private volatile IOException refusal;
  private volatile IOException policyError;
  private volatile long version;
  private LiveThread live;

  /** Counts what it sees. */
  private static final class Seen implements Witness {
    private volatile int sampled;
    private volatile int updated;
    private volatile long finished = -1;

    @Override
    public void sample(PacketBatch batch) {
      sampled += batch.size;
    }

    @Override
    public void update(PacketBatch batch) {
      updated += batch.size;
    }

    @Override
    public void credit(Bulk bulk) {
      throw new AssertionError("no line here has a table");
    }

    @Override
    public void rest() {}

    @Override
    public void finish(Tally tally) {
      assertEquals(-1, finished, "it ends once");
      finished = tally.packets[Tally.OFFERED];
    }
  }

  private Witness witness(Policy policy, Worker worker, int number) {
    assertEquals(0, number);
    Seen seen = new Seen();
    witnesses.add(seen);
    return seen;
  }

  private final class Source implements PolicySource {
    @Override
    public Policy load() throws IOException {
      if (policyError != null) {
        throw policyError;
      }
      return scene.policy();
    }

    @Override
    public long version() {
      return version;
    }
  }

  private LoopWire open() throws IOException {
    if (refusal != null) {
      throw refusal;
    }
    LoopWire wire = new LoopWire(1);
    synchronized (wires) {
      wires.add(wire);
    }
    return wire;
  }

  private LoopWire wire() {
    synchronized (wires) {
      return wires.getLast();
    }
  }

  private void hear(long timeNs, LiveEvent event) {
    synchronized (events) {
      events.add(event);
    }
  }

  private <T extends LiveEvent> List<T> heard(Class<T> type) {
    synchronized (events) {
      return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
  }

  private LiveRun.Options options(boolean watch, long durationNs) {
    return LiveThread.options(directory, watch, durationNs, this::witness);
  }

  private void start(boolean watch) {
    LiveRun.Options options = options(watch, 0);
    live = new LiveThread(options, new Source(), this::open, this::hear);
    until(() -> !heard(LiveEvent.Started.class).isEmpty() && wire().started);
  }

  private Totals stop() throws Exception {
    return live.stop();
  }

  @AfterEach
  void end() {
    if (live != null) {
      live.run().stop();
    }
  }

  @Test
  void shouldCarryPacketsUntilItIsStoppedAndAddUp() throws Exception {
    start(false);
    for (int n = 0; n < 100; n++) {
      wire().arrive(PacketLine.OUTSIDE, syn(VISITOR, 4_000 + n, HOST, 443, 7).build());
      wire().arrive(PacketLine.OUTSIDE, syn("10.1.2.3", 4_000 + n, HOST, 443, 7).build());
    }
    Totals totals = stop();
    assertEquals(200, totals.offered());
    assertEquals(100, totals.dropped());
    assertEquals(200, totals.passed() + totals.dropped() + totals.challenged());
    assertEquals(200, totals.received());
    assertTrue(wire().closed);
    assertEquals(totals, heard(LiveEvent.Stopped.class).getFirst().totals());
  }

  @Test
  void shouldJudgeWhatWasReceivedBeforeItEnds() throws Exception {
    start(false);
    for (int n = 0; n < 5_000; n++) {
      wire().arrive(PacketLine.INSIDE, udp(HOST, 53, VISITOR, 999, dnsAnswer(n, 60)).build());
    }
    assertEquals(5_000, stop().passed());
    assertEquals(5_000, wire().lines.getFirst().sentBy(PacketLine.OUTSIDE).size());
  }

  @Test
  void shouldSayWhenAMitigationIsRaised() throws Exception {
    start(false);
    for (int n = 0; n < 200; n++) {
      wire().arrive(PacketLine.OUTSIDE, udp(source(n), 53, HOST, 80, dnsAnswer(n, 300)).build());
    }
    until(() -> !heard(LiveEvent.Raised.class).isEmpty());
    LiveEvent.Raised raised = heard(LiveEvent.Raised.class).getFirst();
    assertEquals("dns-amplification", raised.attack().vector());
    assertEquals("campus", raised.attack().object());
    assertEquals(HOST + "/32", raised.attack().target().toString());
    assertEquals(1, raised.attack().treated().size());
    stop();
  }

  @Test
  void shouldTakeAnotherPolicyWithoutLosingAPacket() throws Exception {
    start(false);
    for (int n = 0; n < 2_000; n++) {
      wire().arrive(PacketLine.OUTSIDE, syn(VISITOR, 4_000 + n, HOST, 443, 7).build());
      if (n == 1_000) {
        live.run().reload();
        until(() -> !heard(LiveEvent.Reloaded.class).isEmpty());
      }
    }
    assertEquals(2_000, stop().offered());
    assertEquals(2, witnesses.size());
    for (Seen seen : witnesses) {
      assertEquals(seen.sampled, seen.finished);
      assertEquals(seen.updated, seen.finished);
    }
    assertEquals(2_000, witnesses.stream().mapToInt(seen -> seen.sampled).sum());
  }

  @Test
  void shouldKeepThePolicyWhenTheNewOneIsWrong() throws Exception {
    start(false);
    policyError = new IOException("p.yaml:1:1: objects: is missing");
    live.run().reload();
    until(() -> !heard(LiveEvent.ReloadRefused.class).isEmpty());
    assertEquals(
        "p.yaml:1:1: objects: is missing",
        heard(LiveEvent.ReloadRefused.class).getFirst().message());
    wire().arrive(PacketLine.OUTSIDE, syn(VISITOR, 4_000, HOST, 443, 7).build());
    assertEquals(1, stop().passed());
  }

  @Test
  void shouldLoadThePolicyAnewWhenItsFileChanges() throws Exception {
    start(true);
    version = 1;
    until(() -> !heard(LiveEvent.Reloaded.class).isEmpty());
    stop();
    assertEquals(1, heard(LiveEvent.Reloaded.class).size());
  }

  @Test
  void shouldBindInterfacesAgainThatWereGone() throws Exception {
    start(false);
    wire().arrive(PacketLine.OUTSIDE, syn(VISITOR, 4_000, HOST, 443, 7).build());
    until(() -> wire().lines.getFirst().sent.size() == 1);
    refusal = new IOException("no interface eth1");
    wire().lines.getFirst().lose("eth1 is gone");
    until(() -> !heard(LiveEvent.LineLost.class).isEmpty());
    assertEquals("eth1 is gone", heard(LiveEvent.LineLost.class).getFirst().message());
    assertTrue(wire().closed);
    refusal = null;
    until(() -> !heard(LiveEvent.LineBack.class).isEmpty() && wire().started);
    wire().arrive(PacketLine.OUTSIDE, syn(VISITOR, 4_001, HOST, 443, 7).build());
    assertEquals(2, stop().passed());
  }

  @Test
  void shouldLeaveNothingBehindWhenInterfacesCannotBeHad() {
    refusal = new IOException("no interface eth1");
    LiveRun.Options options = options(false, 0);
    LiveRun refused = new LiveRun(options, new Source(), this::open, this::hear);
    assertEquals("no interface eth1", assertThrows(IOException.class, refused::run).getMessage());
    assertEquals(List.of(), heard(LiveEvent.Started.class));
    Predicate<Thread> worker = thread -> thread.getName().startsWith("scrubber-worker");
    assertTrue(Thread.getAllStackTraces().keySet().stream().noneMatch(worker));
  }

  @Test
  void shouldLetPacketsPastAWorkerThatHangs() throws Exception {
    start(false);
    LoopLine line = wire().lines.getFirst();
    line.hangForNs = 600_000_000L;
    until(() -> !heard(LiveEvent.BypassOpened.class).isEmpty());
    assertFalse(wire().started);
    assertTrue(heard(LiveEvent.BypassOpened.class).getFirst().awayNs() < 500_000_000L);
    until(() -> !heard(LiveEvent.BypassClosed.class).isEmpty());
    assertTrue(wire().started);
    stop();
  }

  @Test
  void shouldSayWithinTwoSecondsThatItCannotCarryAllAndWhatToAskFor() throws Exception {
    start(false);
    LoopLine line = wire().lines.getFirst();
    for (int n = 0; n < 2_000; n++) {
      wire().arrive(PacketLine.OUTSIDE, udp(source(n), 53, HOST, 80, dnsAnswer(n, 300)).build());
    }
    long beganNs = System.nanoTime();
    until(
        () -> {
          line.add(PacketLine.OUTSIDE, LineCount.RECEIVE_LOST, 100);
          return !heard(LiveEvent.Overloaded.class).isEmpty();
        });
    assertTrue(System.nanoTime() - beganNs < 2_000_000_000L);
    LiveEvent.Overloaded said = heard(LiveEvent.Overloaded.class).getFirst();
    assertTrue(said.lostPps() > 0 && said.offeredPps() >= said.lostPps(), said::toString);
    assertEquals(HOST + "/32", said.floods().getFirst().target().toString());
    until(() -> !heard(LiveEvent.OverloadEnded.class).isEmpty());
    stop();
  }

  @Test
  void shouldPublishItsCountsOverAReload() throws Exception {
    start(false);
    wire().arrive(PacketLine.OUTSIDE, syn(VISITOR, 4_000, HOST, 443, 7).build());
    until(() -> published(Tally.PASSED) == 1);
    live.run().reload();
    until(() -> !heard(LiveEvent.Reloaded.class).isEmpty());
    wire().arrive(PacketLine.OUTSIDE, syn(VISITOR, 4_001, HOST, 443, 7).build());
    until(() -> published(Tally.PASSED) == 2);
    stop();
    assertFalse(Files.exists(directory.resolve("live.counters")));
  }

  @Test
  void shouldGoOnTreatingAnAttackAfterAReloadAndARestart() throws Exception {
    start(false);
    for (int n = 0; n < 200; n++) {
      wire().arrive(PacketLine.OUTSIDE, udp(source(n), 53, HOST, 80, dnsAnswer(n, 300)).build());
    }
    until(() -> !heard(LiveEvent.Raised.class).isEmpty());
    until(() -> raisedNs() != 0);
    assertTrue(Math.abs(System.currentTimeMillis() * 1_000_000 - raisedNs()) < MINUTE_NS);
    live.run().reload();
    until(() -> !heard(LiveEvent.Reloaded.class).isEmpty());
    assertTrue(heard(LiveEvent.Reloaded.class).getFirst().state().getFirst().contains("1 object "));
    wire().arrive(PacketLine.OUTSIDE, udp(source(900), 53, HOST, 80, dnsAnswer(9, 300)).build());
    Totals first = stop();
    assertEquals(1, heard(LiveEvent.Raised.class).size(), "treated without a break");
    assertTrue(first.passed() < 60, () -> "no second burst passed: " + first);
    events.clear();
    start(false);
    until(() -> !heard(LiveEvent.Raised.class).isEmpty());
    wire().arrive(PacketLine.OUTSIDE, udp(source(901), 53, HOST, 80, dnsAnswer(9, 300)).build());
    Totals second = stop();
    assertEquals(1, second.dropped(), () -> "known from before: " + second);
  }

  /** Returns when the first mitigation was raised that the counters show, or 0. */
  private long raisedNs() {
    try (CounterReader reader = CounterReader.open(directory.resolve("live.counters"))) {
      return reader.read().mitigations().stream().mapToLong(one -> one.raisedNs()).sum();
    } catch (IOException e) {
      return 0;
    }
  }

  private long published(int kind) {
    try (CounterReader reader = CounterReader.open(directory.resolve("live.counters"))) {
      return reader.read().packets(kind);
    } catch (IOException e) {
      return -1;
    }
  }

  @Test
  void shouldStopByItselfAfterItsTime() throws Exception {
    LiveRun.Options options = options(false, 1_000_000);
    new LiveRun(options, new Source(), this::open, this::hear).run();
    assertTrue(wire().closed);
  }
}
