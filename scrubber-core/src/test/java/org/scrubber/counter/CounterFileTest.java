package org.scrubber.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.counter.CounterReader.Life;
import org.scrubber.report.Tally;

class CounterFileTest {
  private static final long NOW = Engine.START_NS;
  private static final long SECOND = 1_000_000_000L;

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void place() {
    file = directory.resolve("scrubber").resolve("eth0-eth1.counters");
  }

  @Test
  void shouldGiveBackWhatWasPublished() throws IOException {
    try (Engine engine = new Engine(file, "198.18.0.0/24", "198.18.1.0/24")) {
      engine.tally.packets[Tally.OFFERED] = 7;
      engine.tally.packets[Tally.DROPPED] = 5;
      engine.tally.bytes[Tally.OFFERED] = 700;
      engine.tally.objectPackets[1][Tally.DROPPED] = 5;
      engine.tally.objectBytes[1][Tally.DROPPED] = 500;
      engine.tally.reasonPackets[40] = 5;
      engine.tally.reasonBytes[40] = 500;
      engine.counters.set(WorkerCounter.SYNS_RELEASED, 3);
      engine.file.set(InstanceCounter.RELOADS, 2);
      engine.counters.publish(NOW, null);
      try (CounterReader reader = CounterReader.open(file)) {
        Readings readings = reader.read();
        assertEquals(NOW, readings.timeNs());
        assertEquals(7, readings.packets(Tally.OFFERED));
        assertEquals(5, readings.packets(Tally.DROPPED));
        assertEquals(700, readings.bytes(Tally.OFFERED));
        assertEquals(5, readings.objectPackets(1, Tally.DROPPED));
        assertEquals(500, readings.objectBytes(1, Tally.DROPPED));
        assertEquals(0, readings.objectPackets(0, Tally.DROPPED));
        assertEquals(5, readings.reasonPackets(40));
        assertEquals(500, readings.reasonBytes(40));
        assertEquals(3, readings.sum(WorkerCounter.SYNS_RELEASED));
        assertEquals(2, readings.value(InstanceCounter.RELOADS));
        assertEquals(1_024, readings.sum(WorkerCounter.MITIGATION_CAPACITY));
        assertTrue(readings.sum(WorkerCounter.FLOW_CAPACITY) > 0);
      }
    }
  }

  @Test
  void shouldNameWhatItCounts() throws IOException {
    try (Engine engine = new Engine(file, "198.18.0.0/24", "2001:db8::/32");
        CounterReader reader = CounterReader.open(file)) {
      assertEquals(Engine.instance(engine.policy), reader.instance());
      assertEquals(2, reader.instance().objects().size());
      assertEquals("syn-flood", reader.instance().vectors().get(1));
      assertEquals("syn-flood-unproven-source", reader.instance().reasons().get(40).code());
      assertEquals(ProcessHandle.current().pid(), reader.owner().pid());
      assertEquals(Engine.START_NS, reader.startedNs());
    }
  }

  @Test
  void shouldPublishTenTimesASecondAndBeatEveryTurn() throws IOException {
    try (Engine engine = new Engine(file, "198.18.0.0/24");
        CounterReader reader = CounterReader.open(file)) {
      engine.counters.publish(NOW, null);
      engine.tally.packets[Tally.OFFERED] = 1;
      engine.counters.update(NOW + 99_000_000, null);
      assertEquals(0, reader.read().packets(Tally.OFFERED));
      assertEquals(NOW + 99_000_000, reader.read().heartbeatNs());
      turns(engine, NOW + 100_000_000, 3);
      assertEquals(1, reader.read().packets(Tally.OFFERED));
    }
  }

  private static void turns(Engine engine, long nowNs, int turns) {
    for (int k = 0; k < turns; k++) {
      engine.counters.update(nowNs + k, null);
    }
  }

  @Test
  void shouldAddUpInEveryReadingWhileAnotherThreadCounts() throws Exception {
    try (Engine engine = new Engine(file, "198.18.0.0/24");
        CounterReader reader = CounterReader.open(file)) {
      AtomicBoolean stop = new AtomicBoolean();
      Thread worker = new Thread(() -> count(engine, stop), "counting");
      worker.start();
      long last = 0;
      long changes = 0;
      for (int k = 0; k < 200_000 && changes < 1_000; k++) {
        Readings readings = reader.read();
        long offered = readings.packets(Tally.OFFERED);
        long sum =
            readings.packets(Tally.PASSED)
                + readings.packets(Tally.DROPPED)
                + readings.packets(Tally.CHALLENGED);
        assertEquals(offered, sum);
        assertEquals(readings.packets(Tally.DROPPED), readings.reasonPackets(50));
        assertTrue(offered >= last, "never back");
        changes += offered > last ? 1 : 0;
        last = offered;
      }
      stop.set(true);
      worker.join();
      assertTrue(changes > 10, () -> "seen counting");
    }
  }

  /** Publishes in nearly every turn: thousands of times as often as a worker does. */
  private static void count(Engine engine, AtomicBoolean stop) {
    long[] packets = engine.tally.packets;
    for (long now = NOW; !stop.get(); now += LiveCounters.INTERVAL_NS) {
      packets[Tally.PASSED] += 3;
      packets[Tally.DROPPED] += 2;
      packets[Tally.CHALLENGED]++;
      packets[Tally.OFFERED] += 6;
      engine.tally.reasonPackets[50] += 2;
      engine.counters.update(now, null);
      java.util.concurrent.locks.LockSupport.parkNanos(1);
    }
  }

  @Test
  void shouldTellHowTheInstanceIs() throws IOException {
    Engine engine = new Engine(file, "198.18.0.0/24");
    try (CounterReader reader = CounterReader.open(file)) {
      engine.counters.publish(NOW, null);
      assertEquals(Life.RUNNING, reader.life(NOW + SECOND));
      assertEquals(Life.SILENT, reader.life(NOW + 3 * SECOND));
      engine.file.set(InstanceCounter.HEARTBEAT_NS, NOW + 3 * SECOND);
      assertEquals(Life.RUNNING, reader.life(NOW + 4 * SECOND));
      engine.close();
      assertEquals(Life.ENDED, reader.life(NOW + 4 * SECOND));
      assertFalse(Files.exists(file), "deleted");
      assertThrows(NoSuchFileException.class, () -> CounterReader.open(file));
    }
  }

  @Test
  void shouldKnowTheFileOfADeadProcess() throws IOException {
    try (Engine engine = new Engine(file, "198.18.0.0/24")) {
      engine.counters.publish(NOW, null);
      // The number belongs to another process by now: it did not start when this one did.
      patch(file, Layout.AT_PROCESS_START_MS, 1_000);
      try (CounterReader reader = CounterReader.open(file)) {
        assertEquals(Life.RUNNING, reader.life(NOW), "as long as it beats");
        assertEquals(Life.ENDED, reader.life(NOW + 3 * SECOND));
      }
      try (Engine next = new Engine(file, "198.18.0.0/24")) {
        assertTrue(Files.exists(next.file.path()), "its place is taken");
      }
    }
  }

  @Test
  void shouldRefuseTheFileOfAnotherRunningProcess() throws IOException {
    try (Engine engine = new Engine(file, "198.18.0.0/24")) {
      assertEquals(file, engine.file.path());
      patch(file, Layout.AT_PID, 1);
      patch(file, Layout.AT_PROCESS_START_MS, 0);
      IOException refusal =
          assertThrows(IOException.class, () -> new Engine(file, "198.18.0.0/24"));
      assertEquals(file + ": belongs to a running instance, process 1", refusal.getMessage());
      assertEquals(1, Files.list(file.getParent()).count(), "nothing is left behind");
    }
  }

  @Test
  void shouldGoOnInAnotherFileOfTheName() throws IOException {
    Engine first = new Engine(file, "198.18.0.0/24", "198.18.1.0/24");
    try (CounterReader reader = CounterReader.open(file)) {
      first.tally.packets[Tally.OFFERED] = 10;
      first.tally.objectPackets[1][Tally.OFFERED] = 4;
      first.counters.publish(NOW, null);
      try (Engine second = new Engine(file, "198.18.1.0/24")) {
        int[] same = Engine.instance(second.policy).objectsIn(Engine.instance(first.policy));
        second.counters.continueFrom(first.counters, same);
        first.file.retire();
        first.close();
        assertTrue(Files.exists(file), "the successor's stays");
        assertEquals(Life.ELSEWHERE, reader.life(NOW));
        second.tally.packets[Tally.OFFERED] = 1;
        second.counters.publish(NOW + SECOND, null);
        try (CounterReader again = CounterReader.open(file)) {
          assertEquals(11, again.read().packets(Tally.OFFERED));
          assertEquals(4, again.read().objectPackets(0, Tally.OFFERED));
        }
      }
    }
  }

  @Test
  void shouldRefuseWhatIsNoCounterFile() throws IOException {
    Path other = directory.resolve("other");
    Files.write(other, new byte[8_192]);
    IOException foreign = assertThrows(IOException.class, () -> CounterReader.open(other));
    assertEquals(other + ": is no counter file", foreign.getMessage());
    IOException taken = assertThrows(IOException.class, () -> new Engine(other, "198.18.0.0/24"));
    assertEquals(other + ": exists, and is no counter file of this version", taken.getMessage());
    Files.write(other, new byte[5]);
    assertThrows(IOException.class, () -> CounterReader.open(other));
  }

  @Test
  void shouldRefuseOtherVersionsAndDamage() throws IOException {
    try (Engine engine = new Engine(file, "198.18.0.0/24")) {
      Path copy = directory.resolve("copy");
      Files.copy(file, copy);
      patch(copy, Layout.AT_VERSION, 99);
      assertEquals(
          copy
              + ": its counters are of version 99, and this program reads version "
              + CounterFile.VERSION,
          assertThrows(IOException.class, () -> CounterReader.open(copy)).getMessage());
      for (long at : new long[] {Layout.AT_WORKERS, Layout.AT_OBJECTS, Layout.AT_TEXT_BYTES}) {
        for (long wrong : new long[] {-1, 1_000_000, Long.MAX_VALUE}) {
          Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
          patch(copy, at, wrong);
          assertEquals(
              copy + ": is a damaged counter file",
              assertThrows(IOException.class, () -> CounterReader.open(copy)).getMessage());
        }
      }
      assertTrue(engine.file.sizeBytes() > 0);
    }
  }

  private static void patch(Path path, long at, long value) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      ByteBuffer word = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
      channel.write(word.putLong(0, value), at);
    }
  }
}
