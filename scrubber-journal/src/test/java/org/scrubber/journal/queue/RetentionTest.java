package org.scrubber.journal.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.openhft.chronicle.core.time.TimeProvider;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.journal.EventSink;
import org.scrubber.journal.EventType;
import org.scrubber.journal.JournalRecord;

final class RetentionTest {
  private static final long TEN_MINUTES_MS = 600_000;

  private final Events events = new Events();
  private final Context context = new Context();
  private final AtomicLong nowMs = new AtomicLong(System.currentTimeMillis());
  private final TimeProvider clock = nowMs::get;

  @TempDir Path folder;

  /** Appends events one by one, without ring and thread. */
  private EventSink into(QueueOutlet outlet) {
    return new EventSink() {
      @Override
      public boolean offer(DirectBuffer record, int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        record.getBytes(0, bytes);
        try {
          outlet.append(bytes, lengthBytes, context);
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
        context.note(new UnsafeBuffer(bytes), 0, lengthBytes);
        return true;
      }

      @Override
      public long lost() {
        return 0;
      }
    };
  }

  @Test
  void shouldDeleteTheOldestFilesAndKeepTheRestReadable() throws IOException {
    Retention young = new Retention(1L << 40, TEN_MINUTES_MS * 2 * 1_000_000, 0);
    try (QueueOutlet outlet = new QueueOutlet(folder, young, clock)) {
      EventSink sink = into(outlet);
      events.begin(sink, "web");
      for (int k = 0; k < 5; k++) {
        events.offer(sink, k, 1);
        Files.setLastModifiedTime(
            QueueFiles.in(folder).getLast().path(),
            java.nio.file.attribute.FileTime.fromMillis(nowMs.get()));
        nowMs.addAndGet(TEN_MINUTES_MS);
        outlet.maintain();
      }
      events.offer(sink, 5, 1);
      List<JournalRecord> read = Events.in(folder);
      assertEquals(List.of(3L, 4L, 5L), Events.numbers(read));
      assertEquals(EventType.RUN, read.getFirst().type());
      assertEquals("web", read.get(1).text("name"));
    }
  }

  @Test
  void shouldStayBelowItsSize() throws IOException {
    long fileBytes;
    try (QueueOutlet outlet = new QueueOutlet(folder, Retention.DEFAULT, clock)) {
      events.offer(into(outlet), 0, 1);
      fileBytes = QueueFiles.in(folder).getFirst().bytes();
    }
    Retention small = new Retention(2 * fileBytes, Long.MAX_VALUE, 0);
    try (QueueOutlet outlet = new QueueOutlet(folder, small, clock)) {
      EventSink sink = into(outlet);
      for (int k = 1; k < 5; k++) {
        nowMs.addAndGet(TEN_MINUTES_MS);
        events.offer(sink, k, 1);
        outlet.maintain();
      }
      assertEquals(List.of(3L, 4L), Events.numbers(Events.in(folder)));
    }
  }

  @Test
  void shouldLoseEventsRatherThanHoldMoreThanItMay() throws IOException {
    Retention tiny = new Retention(1 << 20, Long.MAX_VALUE, 0);
    try (QueueOutlet outlet = new QueueOutlet(folder, tiny, clock)) {
      EventSink sink = into(outlet);
      events.offer(sink, 0, 1);
      outlet.maintain();
      assertThrows(java.io.UncheckedIOException.class, () -> events.offer(sink, 1, 1));
    }
  }

  @Test
  void shouldLeaveTheDiskItsReserve() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString()),
        "needs the right to mount a small disk");
    try {
      Retention careful = new Retention(1L << 30, Long.MAX_VALUE, 8 << 20);
      try (Journal journal = Journal.open(disk.resolve("journal"), careful)) {
        journal.awaitOpened();
        int offered = 0;
        while (journal.problem() == null && offered < 1_000_000) {
          events.offer(journal.sink(), offered, 1_000);
          offered += 1_000;
          long goal = offered;
          assertTrue(Events.await(() -> journal.kept() + journal.lost() >= goal));
        }
        assertTrue(journal.problem().contains("8 MiB"), journal.problem());
        assertTrue(journal.kept() > 10_000, "kept " + journal.kept());
        assertTrue(journal.lost() > 0);
      }
      assertTrue(Files.getFileStore(disk).getUsableSpace() > 4 << 20);
      assertTrue(Events.numbers(Events.in(disk.resolve("journal"))).size() > 10_000);
    } finally {
      run("umount", "-l", disk.toString());
    }
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
