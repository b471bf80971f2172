package org.scrubber.io.xdp.exchange;

import java.io.IOException;
import java.util.Arrays;
import org.scrubber.io.linux.Descriptors;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.io.linux.MappedMemory;

/**
 * Where workers hand each other the packets that belong to another one: a ring from each to each,
 * in memory of its own. Cards spread the two directions of a flow by hashes of their own; what one
 * brings to its owner's queue is not handed over.
 */
public final class Exchange implements AutoCloseable {
  /** Of each worker: bytes in which others read whether it waits; no two share a cache line. */
  private static final int FLAG_BYTES = 256;

  private final int workers;
  private final MappedMemory memory;
  private final long flags;
  private final int[] events;

  /**
   * Makes the rings.
   *
   * @param workers 2 or more
   */
  public Exchange(int workers) throws IOException {
    this.workers = workers;
    long ringsBytes = FrameRing.BYTES * workers * workers;
    memory =
        MappedMemory.anonymous("rings between workers", ringsBytes + (long) FLAG_BYTES * workers);
    flags = memory.address() + ringsBytes;
    events = new int[workers];
    Arrays.fill(events, -1);
    try {
      for (int k = 0; k < workers; k++) {
        events[k] = LinuxException.check("make an event", Descriptors.event());
      }
    } catch (LinuxException failure) {
      close();
      throw failure;
    }
  }

  /** Returns the place of a worker; ask once for each. */
  public Desk desk(int worker) {
    FrameRing[] given = new FrameRing[workers];
    FrameRing[] taken = new FrameRing[workers];
    for (int k = 0; k < workers; k++) {
      given[k] = ring(worker, k);
      taken[k] = ring(k, worker);
    }
    return new Desk(worker, given, taken, this);
  }

  private FrameRing ring(int from, int to) {
    return new FrameRing(memory.address() + FrameRing.BYTES * ((long) from * workers + to));
  }

  /** Returns where it stands whether a worker waits, 0 or 1. */
  long flag(int worker) {
    return flags + (long) worker * FLAG_BYTES;
  }

  /** Returns the event by which a worker that waits is woken. */
  int event(int worker) {
    return events[worker];
  }

  /** Frees everything; no worker may use its desk any more. */
  @Override
  public void close() {
    for (int event : events) {
      if (event >= 0) {
        Descriptors.close(event);
      }
    }
    Arrays.fill(events, -1);
    memory.close();
  }
}
