package org.scrubber.snapshot;

import org.scrubber.pipeline.Worker;
import org.scrubber.state.Carrier;
import org.scrubber.state.Lasting;

/**
 * Copies a worker's state while it works: a slice a step, a whole snapshot every {@link
 * #PERIOD_NS}, one after the other. Every place makes sense by itself, so it does not matter that
 * they are copied at different moments. The worker's thread; allocates nothing.
 */
public final class Saver {
  /**
   * A snapshot takes 2 s, and the one before it stays valid until it is whole: what a crash leaves
   * is never older than twice that, and a little.
   */
  public static final long PERIOD_NS = 2_000_000_000L;

  private final Slices slices;
  private final Lasting[] states;
  private final int[] places;
  private final int[] placeBytes;
  private final long totalBytes;
  private final long periodNs;
  private final Carrier carrier = new Carrier();
  private int piece;
  private int place;
  private long copiedBytes;
  private long beganNs = Long.MIN_VALUE / 2;

  /** Steps that found no room, because the file is written too slowly. */
  public long waited;

  /** Creates a saver of a worker's state, at the usual pace. */
  public Saver(Worker worker, Slices slices) {
    this(worker, slices, PERIOD_NS);
  }

  /**
   * Creates a saver.
   *
   * @param periodNs how long a snapshot takes, ns
   */
  public Saver(Worker worker, Slices slices, long periodNs) {
    this.slices = slices;
    this.periodNs = periodNs;
    Description description = Description.of(worker);
    int count = description.pieces().size();
    states = new Lasting[count];
    places = new int[count];
    placeBytes = new int[count];
    for (int k = 0; k < count; k++) {
      states[k] = worker.inventory().items().get(k).state();
      places[k] = description.pieces().get(k).places();
      placeBytes[k] = description.pieces().get(k).placeBytes();
      assert placeBytes[k] <= Slices.SLICE_BYTES : description.pieces().get(k);
    }
    totalBytes = description.bytes();
  }

  /**
   * Copies the next slice, if it is due and there is room: at most 64 KiB, about 10 µs. To be
   * called between batches, once a duty cycle.
   *
   * @param timeNs the time, ns since the epoch
   * @return whether it copied one
   */
  public boolean step(long timeNs) {
    if (copiedBytes == 0) {
      if (timeNs - beganNs < periodNs && timeNs >= beganNs) {
        return false;
      }
    } else if (copiedBytes > totalBytes * ((double) (timeNs - beganNs) / periodNs)) {
      return false;
    }
    return slice(timeNs);
  }

  /**
   * Copies all slices that are due and for which there is room: at most half a MiB, about 80 µs. To
   * be called instead of {@link #step} when no packet waits, as the worker may then sleep for long.
   *
   * @param timeNs the time, ns since the epoch
   */
  public void stepWhileAtRest(long timeNs) {
    for (int k = 0; k < Slices.SLOTS && step(timeNs); k++) {
      // Each step is one slice.
    }
  }

  /**
   * Copies the next slice at once, if there is room.
   *
   * @return whether it copied one
   */
  private boolean slice(long timeNs) {
    long address = slices.free();
    if (address == 0) {
      waited++;
      return false;
    }
    if (copiedBytes == 0) {
      beganNs = timeNs;
    }
    carrier.save(address);
    while (piece < states.length && carrier.bytes() + placeBytes[piece] <= Slices.SLICE_BYTES) {
      fill();
    }
    int lengthBytes = carrier.bytes();
    boolean last = piece == states.length;
    slices.handOver(copiedBytes, lengthBytes, beganNs, last);
    copiedBytes = last ? 0 : copiedBytes + lengthBytes;
    piece = last ? 0 : piece;
    return true;
  }

  /** Copies places of a piece, as many as there is room for. */
  private void fill() {
    Lasting state = states[piece];
    int count = places[piece];
    int most = Slices.SLICE_BYTES - placeBytes[piece];
    int at = place;
    while (at < count && carrier.bytes() <= most) {
      state.carry(carrier, at++);
    }
    place = at;
    if (at == count) {
      place = 0;
      piece++;
    }
  }

  /**
   * Begins a snapshot of this moment and copies all of it: when the worker stops. What was being
   * copied is left.
   *
   * @param file where to; this thread writes it
   * @throws SnapshotException when it cannot be written
   */
  public void saveAll(SnapshotFile file, long timeNs) throws SnapshotException {
    file.write(slices);
    piece = 0;
    place = 0;
    copiedBytes = 0;
    do {
      slice(timeNs);
      file.write(slices);
    } while (copiedBytes > 0);
  }
}
