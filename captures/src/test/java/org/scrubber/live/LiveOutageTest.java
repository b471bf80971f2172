package org.scrubber.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.live.LiveThread.until;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.VISITOR;
import static org.scrubber.scene.Packets.syn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.scrubber.counter.CounterReader;
import org.scrubber.counter.InstanceCounter;
import org.scrubber.counter.Readings;
import org.scrubber.io.PacketLine;
import org.scrubber.io.netlink.LinkWatch;
import org.scrubber.live.event.LiveEvent;

/** Interfaces go away, files cannot be written, workers hang. */
final class LiveOutageTest extends LiveRunBench {
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
    LiveRun refused = new LiveRun(options, new Source(), new Opener(), this::hear);
    assertEquals("no interface eth1", assertThrows(IOException.class, refused::run).getMessage());
    assertEquals(List.of(), heard(LiveEvent.Started.class));
    assertNoWorkers();
  }

  private static void assertNoWorkers() {
    Predicate<Thread> worker = thread -> thread.getName().startsWith("scrubber-worker");
    assertTrue(Thread.getAllStackTraces().keySet().stream().noneMatch(worker));
  }

  @Test
  void shouldUndoWhatIsBeneathWhenAFileCannotBeWritten() throws IOException {
    Path counters = Files.writeString(directory.resolve("live.counters"), "of somebody else");
    LiveRun refused = new LiveRun(options(false, 0), new Source(), new Opener(), this::hear);
    String said = assertThrows(IOException.class, refused::run).getMessage();
    assertEquals(counters + ": exists, and is no counter file of this version", said);
    assertEquals(1, undone);
    assertEquals("of somebody else", Files.readString(counters));
    assertNoWorkers();
  }

  @Test
  void shouldUndoWhatIsBeneathWhenPacketsCannotBeTaken() {
    startRefusal = new IOException("the kernel refuses");
    LiveRun refused = new LiveRun(options(false, 0), new Source(), new Opener(), this::hear);
    assertEquals("the kernel refuses", assertThrows(IOException.class, refused::run).getMessage());
    assertEquals(1, undone);
    assertNoWorkers();
  }

  @Test
  void shouldShowInTheCountersThatTheWireIsCut() throws Exception {
    start(false);
    until(() -> cuts().isEmpty());
    insideLink = LinkWatch.State.NO_CARRIER;
    until(() -> cuts().equals(List.of("eth1 has no carrier")));
    insideLink = LinkWatch.State.OFF;
    until(() -> cuts().equals(List.of("eth1 is switched off")));
    insideLink = LinkWatch.State.GONE;
    refusal = new IOException("no interface eth1");
    wire().lines.getFirst().lose("eth1 is gone");
    until(() -> !heard(LiveEvent.LineLost.class).isEmpty());
    until(() -> cuts().equals(List.of("eth1 is gone")));
    insideLink = LinkWatch.State.RUNNING;
    until(() -> cuts().equals(List.of("the interfaces are lost and nothing is judged")));
    refusal = null;
    until(() -> cuts().isEmpty());
    stop();
    assertEquals(0, undone, "packets pass over what is beneath");
  }

  /** Returns why nothing crosses the wire by the counters. */
  private List<String> cuts() {
    try (CounterReader reader = CounterReader.open(directory.resolve("live.counters"))) {
      return reader.read().cuts(reader.instance());
    } catch (IOException e) {
      return List.of(e.toString());
    }
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
    long openNs = heard(LiveEvent.BypassClosed.class).getFirst().lastedNs();
    until(() -> !bypass().getFirst().equals(1L));
    assertEquals(1L, bypass().get(1));
    assertTrue(Math.abs(bypass().getLast() - openNs) < 300_000_000L, () -> "" + bypass());
    stop();
  }

  /** Returns whether the bypass is open, how often it was opened, and how long it was open. */
  private List<Long> bypass() {
    try (CounterReader reader = CounterReader.open(directory.resolve("live.counters"))) {
      Readings now = reader.read();
      return List.of(
          now.value(InstanceCounter.BYPASS_OPEN),
          now.value(InstanceCounter.BYPASS_OPENED),
          now.value(InstanceCounter.BYPASS_NS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
