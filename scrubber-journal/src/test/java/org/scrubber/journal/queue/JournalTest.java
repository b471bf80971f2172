package org.scrubber.journal.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.journal.EventRing;
import org.scrubber.journal.EventType;
import org.scrubber.journal.Fields.Lost;
import org.scrubber.journal.JournalRecord;

final class JournalTest {
  private static final long SOON_NS = 20_000_000L;
  private static final Retention SMALL = new Retention(1L << 30, Long.MAX_VALUE, 0);

  private final Events events = new Events();

  @TempDir Path folder;

  private static List<Long> numbers(long from, long count) {
    return LongStream.range(from, from + count).boxed().toList();
  }

  @Test
  void shouldReadWhatWasWrittenWhileItIsWrittenAndAfter() throws Exception {
    Path directory = folder.resolve("journal");
    List<JournalRecord> read = new ArrayList<>();
    try (Journal journal = Journal.open(directory, SMALL)) {
      journal.awaitOpened();
      assertNull(journal.problem());
      events.begin(journal.sink(), "web");
      events.offer(journal.sink(), 0, 1_000);
      assertTrue(Events.await(() -> journal.kept() == 1_002), "kept " + journal.kept());
      try (JournalReader reader = new JournalReader(directory)) {
        reader.poll(read::add);
        assertEquals(numbers(0, 1_000), Events.numbers(read));
        events.offer(journal.sink(), 1_000, 500);
        assertTrue(Events.await(() -> journal.kept() == 1_502), "kept " + journal.kept());
        reader.poll(read::add);
      }
    }
    assertEquals(numbers(0, 1_500), Events.numbers(read));
    assertEquals(numbers(0, 1_500), Events.numbers(Events.in(directory)));
    assertEquals(
        "web",
        read.stream()
            .filter(r -> r.type() == EventType.OBJECT)
            .findFirst()
            .orElseThrow()
            .text("name"));
  }

  @Test
  void shouldCountWhatFindsNoRoomAndSayItInTheJournal() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    List<JournalRecord> kept = new ArrayList<>();
    Outlet slow =
        new Memory(kept) {
          @Override
          public void append(byte[] records, int lengthBytes, Context context) throws IOException {
            try {
              stuck.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            super.append(records, lengthBytes, context);
          }
        };
    int offered = 1_000;
    try (Journal journal = Journal.open(EventRing.MIN_BYTES, () -> slow, SOON_NS)) {
      long beganNs = System.nanoTime();
      events.offer(journal.sink(), 0, offered);
      assertTrue(System.nanoTime() - beganNs < 2_000_000_000L, "the packet path had to wait");
      assertTrue(journal.lost() > 0);
      stuck.countDown();
      assertTrue(
          Events.await(() -> journal.kept() + journal.lost() >= offered),
          "kept " + journal.kept() + ", lost " + journal.lost());
    }
    JournalRecord last =
        kept.reversed().stream()
            .filter(one -> one.type() == EventType.LOST)
            .findFirst()
            .orElseThrow();
    assertEquals(offered, Events.numbers(kept).size() + last.get(Lost.EVENTS));
  }

  @Test
  void shouldTryAgainAfterAnyFailure() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    List<JournalRecord> kept = new ArrayList<>();
    Outlet broken =
        new Memory(new ArrayList<>()) {
          @Override
          public void append(byte[] records, int lengthBytes, Context context) {
            throw new InternalError("a fault occurred in an unsafe memory access operation");
          }
        };
    Outlet.Opener opener =
        () ->
            switch (opened.incrementAndGet()) {
              case 1 -> throw new IOException("no room on the disk");
              case 2 -> broken;
              default -> new Memory(kept);
            };
    try (Journal journal = Journal.open(EventRing.MIN_BYTES, opener, SOON_NS)) {
      journal.awaitOpened();
      assertEquals("no room on the disk", journal.problem());
      AtomicInteger next = new AtomicInteger();
      assertTrue(
          Events.await(
              () -> {
                events.offer(journal.sink(), next.getAndIncrement(), 1);
                return journal.kept() > 2;
              }));
      assertNull(journal.problem());
      assertTrue(journal.lost() > 0);
      assertEquals(
          "a fault occurred in an unsafe memory access operation",
          journal.lossReason(),
          "the last, though it is over");
    }
    assertTrue(opened.get() >= 3);
  }

  @Test
  void shouldSayWhyItCannotBeWritten() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "no directory");
    try (Journal journal = Journal.open(file.resolve("journal"), SMALL)) {
      journal.awaitOpened();
      events.offer(journal.sink(), 0, 10);
      assertTrue(Events.await(() -> journal.lost() == 10), "lost " + journal.lost());
      assertTrue(journal.problem().contains("file"), journal.problem());
    }
  }

  @Test
  void shouldLeaveAJournalToTheRunThatWritesIt() throws Exception {
    Path directory = folder.resolve("journal");
    try (Journal first = Journal.open(directory, SMALL)) {
      first.awaitOpened();
      try (Journal second = Journal.open(directory, SMALL)) {
        second.awaitOpened();
        assertEquals(directory + ": another run writes this journal", second.problem());
      }
    }
  }

  @Test
  void shouldBeginAnewWhenItsFilesAreGone() throws Exception {
    Path directory = folder.resolve("journal");
    Outlet.Opener opener =
        () ->
            new QueueOutlet(
                directory, SMALL, net.openhft.chronicle.core.time.SystemTimeProvider.INSTANCE);
    try (Journal journal = Journal.open(EventRing.DEFAULT_BYTES, opener, SOON_NS)) {
      journal.awaitOpened();
      events.begin(journal.sink(), "web");
      events.offer(journal.sink(), 0, 1);
      assertTrue(Events.await(() -> journal.kept() == 3));
      try (var files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
      AtomicInteger next = new AtomicInteger(1);
      assertTrue(
          Events.await(
              () -> {
                events.offer(journal.sink(), next.getAndIncrement(), 1);
                return Files.isDirectory(directory) && journal.problem() == null;
              }));
      long kept = journal.kept();
      events.offer(journal.sink(), next.get(), 1);
      assertTrue(Events.await(() -> journal.kept() > kept));
    }
    List<JournalRecord> read = Events.in(directory);
    assertEquals(EventType.RUN, read.getFirst().type());
    assertEquals("web", read.get(1).text("name"));
    assertTrue(Events.numbers(read).size() >= 1);
  }

  /** Keeps records in a list. */
  private static class Memory implements Outlet {
    private final List<JournalRecord> kept;

    Memory(List<JournalRecord> kept) {
      this.kept = kept;
    }

    @Override
    public void append(byte[] records, int lengthBytes, Context context) throws IOException {
      var buffer = new org.agrona.concurrent.UnsafeBuffer(records);
      int offset = 0;
      while (offset < lengthBytes) {
        int length = JournalRecord.length(buffer, offset, lengthBytes);
        kept.add(JournalRecord.decode(buffer, offset, length));
        offset += length;
      }
    }

    @Override
    public void maintain() {}

    @Override
    public void close() {}
  }
}
