package org.scrubber.journal.queue;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.scrubber.io.FileProblem;
import org.scrubber.journal.EventRing;
import org.scrubber.journal.EventSink;
import org.scrubber.journal.EventType;
import org.scrubber.journal.Fields.Lost;
import org.scrubber.journal.JournalRecord;
import org.scrubber.journal.RecordBuffer;

/**
 * Takes records out of the ring and has them kept, on a thread of its own. Whatever goes wrong with
 * what keeps them, it goes on: events are counted as lost, and it is tried again.
 */
final class JournalWriter implements Runnable {
  /** Records that are appended together at most. */
  private static final int TOGETHER = 256;

  private static final long IDLE_NS = 1_000_000L;
  private static final long MAINTAIN_NS = 1_000_000_000L;

  private final EventRing ring;
  private final Outlet.Opener opener;
  private final long retryNs;
  private final byte[] batch = new byte[TOGETHER * EventType.MAX_BYTES];
  private final UnsafeBuffer view = new UnsafeBuffer(batch);
  private final Context context = new Context();
  private final RecordBuffer lostRecord = new RecordBuffer(0);
  private final AtomicLong kept = new AtomicLong();
  private final AtomicLong notKept = new AtomicLong();
  private final CountDownLatch tried = new CountDownLatch(1);
  private final LostSink lostSink = new LostSink();
  private final Thread thread;

  private @Nullable Outlet outlet;
  private volatile @Nullable String problem;

  /** What was wrong last, though it may have gone. */
  private volatile @Nullable String lastProblem;

  /** The time of the latest record, in the time of packets. */
  private long latestNs;

  private volatile boolean closing;
  private int batchBytes;
  private int batchRecords;
  private long lostNoted;
  private long openNs;
  private long maintainNs;

  /**
   * Creates a writer that does nothing yet.
   *
   * @param retryNs how long after a failure it is tried again
   */
  JournalWriter(EventRing ring, Outlet.Opener opener, long retryNs) {
    this.ring = ring;
    this.opener = opener;
    this.retryNs = retryNs;
    thread = Thread.ofPlatform().name("scrubber-journal").daemon().unstarted(this);
  }

  /** Puts a record that is made here behind those of the ring. */
  private final class LostSink implements EventSink {
    @Override
    public boolean offer(DirectBuffer record, int lengthBytes) {
      add(record, 0, lengthBytes);
      return true;
    }

    @Override
    public long lost() {
      return 0;
    }
  }

  void start() {
    openNs = System.nanoTime();
    maintainNs = openNs;
    thread.start();
  }

  /** Waits until it was tried for the first time to open what keeps records. */
  void awaitOpened(long patienceMs) throws InterruptedException {
    boolean opened = tried.await(patienceMs, TimeUnit.MILLISECONDS);
    if (!opened) {
      problem = "is slow to open";
    }
  }

  /** Keeps what is in the ring, for as long as that is no more than a moment, and ends. */
  void close(long patienceMs) {
    closing = true;
    LockSupport.unpark(thread);
    try {
      thread.join(patienceMs);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns how many events are on disk. */
  long kept() {
    return kept.get();
  }

  /** Returns how many events could not be kept, those that found no room in the ring included. */
  long lost() {
    return ring.lost() + notKept.get();
  }

  /** Returns what is wrong, in one line, or null when all is well. */
  @Nullable String problem() {
    return problem;
  }

  /** Returns why events were lost, in some words, or null when none were. */
  @Nullable String reason() {
    long tooFast = ring.lost();
    long unkept = notKept.get();
    if (tooFast + unkept == 0) {
      return null;
    }
    String fast = "they came too fast";
    if (unkept == 0) {
      return fast;
    }
    String known = lastProblem;
    String why = known == null ? "they could not be written" : known;
    return tooFast == 0 ? why : why + "; and " + tooFast + " came too fast";
  }

  @Override
  public void run() {
    while (true) {
      boolean last = closing; // Read first, so that nothing offered before is left in the ring.
      try {
        int count = turn();
        if (count == 0 && last) {
          break;
        }
        if (count == 0) {
          LockSupport.parkNanos(IDLE_NS);
        }
      } catch (Throwable e) { // Of a mapped file, an Error, too.
        fail(e);
      }
    }
    if (outlet != null) {
      try {
        noteLost();
      } catch (Throwable e) { // As above.
        fail(e);
      }
      close();
    }
  }

  private int turn() throws IOException {
    long nowNs = System.nanoTime();
    if (outlet == null && nowNs - openNs >= 0) {
      open(nowNs);
    }
    int count = ring.drain(this::take, TOGETHER);
    if (count > 0) {
      append();
    }
    if (outlet != null && nowNs - maintainNs >= 0) {
      maintainNs = nowNs + MAINTAIN_NS;
      outlet.maintain();
      noteLost();
    }
    return count;
  }

  private void open(long nowNs) throws IOException {
    openNs = nowNs + retryNs;
    outlet = opener.open();
    problem = null;
    tried.countDown();
  }

  private void take(int message, MutableDirectBuffer buffer, int offset, int lengthBytes) {
    add(buffer, offset, lengthBytes);
  }

  private void add(DirectBuffer buffer, int offset, int lengthBytes) {
    latestNs = JournalRecord.timeAt(buffer, offset);
    view.putBytes(batchBytes, buffer, offset, lengthBytes);
    batchBytes += lengthBytes;
    batchRecords++;
  }

  private void append() throws IOException {
    int records = batchRecords;
    int bytes = batchBytes;
    batchRecords = 0;
    batchBytes = 0;
    Outlet to = outlet;
    boolean done = false;
    try {
      if (to != null) {
        to.append(batch, bytes, context);
        done = true;
      }
    } finally {
      (done ? kept : notKept).addAndGet(records);
      noteContext(bytes);
    }
  }

  /** What a reader needs is known for the records after these. */
  private void noteContext(int bytes) {
    int offset = 0;
    for (int length = JournalRecord.length(view, offset, bytes);
        length > 0;
        length = JournalRecord.length(view, offset, bytes)) {
      context.note(view, offset, length);
      offset += length;
    }
  }

  /** Says in the journal itself that events are missing before this place. */
  private void noteLost() {
    long lost = lost();
    if (lost > lostNoted) {
      lostNoted = lost;
      lostRecord.begin(EventType.LOST, latestNs).put(Lost.EVENTS, lost).sendTo(lostSink);
      try {
        append();
      } catch (IOException | RuntimeException e) {
        fail(e);
      }
    }
  }

  private void fail(Throwable e) {
    String message = e instanceof IOException io ? FileProblem.line(io) : e.getMessage();
    String line =
        message == null ? e.getClass().getSimpleName() : message.lines().findFirst().get();
    problem = line;
    lastProblem = line;
    openNs = System.nanoTime() + retryNs;
    close();
    tried.countDown();
  }

  private void close() {
    Outlet open = outlet;
    outlet = null;
    if (open != null) {
      try {
        open.close();
      } catch (RuntimeException | Error e) {
        // It had failed already; the next attempt begins anew.
      }
    }
  }
}
