package org.scrubber.journal.queue;

import java.nio.file.Path;
import net.openhft.chronicle.core.time.SystemTimeProvider;
import org.jspecify.annotations.Nullable;
import org.scrubber.journal.EventRing;
import org.scrubber.journal.EventSink;

/**
 * A journal that is being written: {@link #sink} takes records from any thread of the packet path
 * without ever waiting, a thread of its own keeps them.
 *
 * <p>Nothing that is wrong with it is thrown: it is said by {@link #problem}, {@link #lost} counts
 * what is missing, and it is tried again.
 */
public final class Journal implements AutoCloseable {
  private static final long RETRY_NS = 2_000_000_000L;
  private static final long OPEN_MS = 10_000;
  private static final long CLOSE_MS = 5_000;

  private final EventRing ring;
  private final JournalWriter writer;

  private Journal(EventRing ring, JournalWriter writer) {
    this.ring = ring;
    this.writer = writer;
  }

  /** Begins to keep a journal in a directory, which is made if need be. */
  public static Journal open(Path directory, Retention retention) {
    return open(
        EventRing.DEFAULT_BYTES,
        () -> new QueueOutlet(directory, retention, SystemTimeProvider.INSTANCE),
        RETRY_NS);
  }

  static Journal open(int ringBytes, Outlet.Opener opener, long retryNs) {
    EventRing ring = new EventRing(ringBytes);
    JournalWriter writer = new JournalWriter(ring, opener, retryNs);
    writer.start();
    return new Journal(ring, writer);
  }

  /** Waits until the directory is open or cannot be opened; no more than some seconds. */
  public void awaitOpened() throws InterruptedException {
    writer.awaitOpened(OPEN_MS);
  }

  /** Returns what takes records; from any thread. */
  public EventSink sink() {
    return ring;
  }

  /** Returns how many records are kept so far. */
  public long kept() {
    return writer.kept();
  }

  /** Returns how many records were lost so far. */
  public long lost() {
    return writer.lost();
  }

  /** Returns what is wrong with it, in one line, or null when all is well. */
  public @Nullable String problem() {
    return writer.problem();
  }

  /** Returns why events were lost, in some words that follow a colon, or null when none were. */
  public @Nullable String lossReason() {
    return writer.reason();
  }

  /** Keeps what is on its way, and ends; gives up after some seconds where that is stuck. */
  @Override
  public void close() {
    writer.close(CLOSE_MS);
  }
}
