package org.scrubber.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scrubber.counter.CounterReader;
import org.scrubber.io.LineCount;
import org.scrubber.io.PacketLine;
import org.scrubber.journal.Opening;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.live.event.Totals;
import org.scrubber.report.Tally;

final class LiveRunTest extends LiveRunBench {
  private static final long MINUTE_NS = 60_000_000_000L;

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
  void shouldSayThatItHasStartedOncePacketsAreTaken() throws Exception {
    start(false);
    assertTrue(takenWhenSaid);
    stop();
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
        changePolicy();
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
  void shouldGoOnAsItWasWhenThePolicyIsReadAgainAndIsTheSame() throws Exception {
    start(false);
    live.run().reload();
    until(() -> !heard(LiveEvent.ReadAgain.class).isEmpty());
    LiveEvent.ReadAgain said = heard(LiveEvent.ReadAgain.class).getFirst();
    assertEquals(Opening.hash(policy), said.sha256());
    assertEquals(1, witnesses.size(), "no engine was made");
    policy = policy.withSeed(policy.seed() + 1);
    live.run().reload();
    until(() -> !heard(LiveEvent.Reloaded.class).isEmpty());
    assertEquals(2, witnesses.size(), "another secret is another policy");
    stop();
    assertTrue(witnesses.getFirst().handedOver);
    assertFalse(witnesses.getLast().handedOver);
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
    changePolicy();
    version = 1;
    until(() -> !heard(LiveEvent.Reloaded.class).isEmpty());
    stop();
    assertEquals(1, heard(LiveEvent.Reloaded.class).size());
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
    try (CounterReader reader = CounterReader.open(directory.resolve("live.counters"))) {
      assertEquals(Opening.hash(scene.policy()), reader.instance().policyHash());
    }
    changePolicy();
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
    changePolicy();
    live.run().reload();
    until(() -> !heard(LiveEvent.Reloaded.class).isEmpty());
    assertTrue(heard(LiveEvent.Reloaded.class).getFirst().state().getFirst().contains("1 object "));
    wire().arrive(PacketLine.OUTSIDE, udp(source(900), 53, HOST, 80, dnsAnswer(9, 300)).build());
    Totals first = stop();
    assertEquals(1, heard(LiveEvent.Raised.class).size(), "treated without a break");
    assertTrue(first.passed() < 60, () -> "no second burst passed: " + first);
    events.clear();
    start(false);
    until(() -> !heard(LiveEvent.Restored.class).isEmpty());
    wire().arrive(PacketLine.OUTSIDE, udp(source(901), 53, HOST, 80, dnsAnswer(9, 300)).build());
    Totals second = stop();
    assertEquals(1, second.dropped(), () -> "known from before: " + second);
    assertEquals(List.of(), heard(LiveEvent.Raised.class), "no alarm for what goes on");
  }

  @Test
  void shouldWarmUpBrieflyWhenAnAttackWaitsThatWasTreated() throws Exception {
    start(false);
    assertFalse(heard(LiveEvent.Started.class).getFirst().warmUp().hurried());
    for (int n = 0; n < 200; n++) {
      wire().arrive(PacketLine.OUTSIDE, udp(source(n), 53, HOST, 80, dnsAnswer(n, 300)).build());
    }
    until(() -> !heard(LiveEvent.Raised.class).isEmpty());
    stop();
    events.clear();
    LiveRun.Options warm = LiveThread.options(directory, false, true, 0, this::witness);
    live = new LiveThread(warm, new Source(), new Opener(), this::hear);
    until(() -> !heard(LiveEvent.Restored.class).isEmpty());
    LiveEvent.WarmUp warmUp = heard(LiveEvent.Started.class).getFirst().warmUp();
    assertTrue(warmUp.hurried());
    assertTrue(warmUp.tookNs() > 0);
    wire().arrive(PacketLine.OUTSIDE, udp(source(901), 53, HOST, 80, dnsAnswer(9, 300)).build());
    assertEquals(1, stop().dropped());
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
    new LiveRun(options, new Source(), new Opener(), this::hear).run();
    assertTrue(wire().closed);
  }

  @Test
  void shouldTouchNoInterfaceWhenItIsStoppedWhileItWarmsUp() throws Exception {
    LiveRun.Options warm = LiveThread.options(directory, false, true, 0, this::witness);
    LiveRun run = new LiveRun(warm, new Source(), new Opener(), this::hear);
    run.stop();
    assertEquals(Totals.NOTHING, run.run());
    assertTrue(wires.isEmpty());
    assertTrue(heard(LiveEvent.Started.class).isEmpty());
    assertEquals(1, heard(LiveEvent.Stopped.class).size());
  }
}
