package org.scrubber.io.xdp.exchange;

import java.lang.foreign.Arena;
import java.lang.invoke.VarHandle;
import org.scrubber.io.linux.Descriptors;
import org.scrubber.wire.Memory;

/**
 * One worker's place at the {@link Exchange}: gives packets to the workers that they belong to, and
 * takes what others have for this one. The worker's thread; nothing is allocated a packet.
 *
 * <p>When a ring is full, its taker does not keep up: the packet is lost and counted, as one is
 * that finds a full receive ring.
 */
public final class Desk {
  /** Frames that wait for each worker from each other one, at most. */
  public static final int ROOM_FRAMES = FrameRing.SLOTS;

  private static final int WORKS = 0;
  private static final int WAITS = 1;
  private static final int SIDE = 1;
  private static final int CONTROL = 2;

  private final int worker;
  private final FrameRing[] given;
  private final FrameRing[] taken;
  private final Exchange exchange;
  private final Ownership ownership;
  private final int[] put;

  /** What the takers had released when that was last read, which costs a cache line. */
  private final int[] released;

  private final int[] shown;
  private final int[] took;
  private final long[] handedOver = new long[2];
  private final long[] lost = new long[2];
  private final Arena arena = Arena.ofAuto();
  private final long word = arena.allocate(8, 8).address();
  private int from;

  /**
   * Takes a place.
   *
   * @param given rings to all workers, its own unused
   * @param taken rings from all workers
   */
  Desk(int worker, FrameRing[] given, FrameRing[] taken, Exchange exchange) {
    this.worker = worker;
    this.given = given;
    this.taken = taken;
    this.exchange = exchange;
    ownership = new Ownership(given.length);
    put = new int[given.length];
    released = new int[given.length];
    shown = new int[given.length];
    took = new int[given.length];
  }

  /**
   * Copies a frame to the worker that it belongs to, if that is another one.
   *
   * @return false when it is this worker's own; else it is done with, lost or not
   */
  public boolean gives(long frame, int lengthBytes, int side, boolean control) {
    int owner = ownership.ownerOf(frame, lengthBytes, side);
    if (owner == worker || owner == Ownership.NOBODY) {
      return false;
    }
    FrameRing ring = given[owner];
    int number = put[owner];
    if (number - released[owner] == FrameRing.SLOTS) {
      released[owner] = ring.released();
    }
    if (number - released[owner] == FrameRing.SLOTS) {
      lost[side]++;
    } else {
      ring.put(number, frame, lengthBytes, side | (control ? CONTROL : 0));
      put[owner] = number + 1;
      handedOver[side]++;
    }
    return true;
  }

  /** Shows the others what was given to them, and wakes those that wait. */
  public void publish() {
    boolean any = false;
    for (int k = 0; k < given.length; k++) {
      if (put[k] != shown[k]) {
        given[k].publish(put[k]);
        any = true;
      }
    }
    if (any) {
      wake();
    }
  }

  private void wake() {
    VarHandle.fullFence(); // Whoever begins to wait sees the frames, or is seen to wait.
    for (int k = 0; k < given.length; k++) {
      if (put[k] != shown[k]) {
        shown[k] = put[k];
        if (Memory.acquireI32Le(exchange.flag(k)) == WAITS) {
          Memory.releaseI32Le(exchange.flag(k), WORKS);
          Memory.putI64Le(word, 1);
          Descriptors.write(exchange.event(k), word, 8);
        }
      }
    }
  }

  /** Tells whether a frame waits here, and finds it for {@link #next}. */
  public boolean hasNext() {
    for (int k = 0; k < taken.length; k++) {
      int ring = from + k < taken.length ? from + k : from + k - taken.length;
      if (taken[ring].published() != took[ring]) {
        from = ring;
        return true;
      }
    }
    return false;
  }

  /** Returns where the frame lies that comes next, after {@link #hasNext}. */
  public long next() {
    return taken[from].frame(took[from]);
  }

  /** Returns its length in bytes. */
  public int nextLengthBytes() {
    return taken[from].lengthBytes(took[from]);
  }

  /** Returns by which side it came in. */
  public int nextSide() {
    return taken[from].tag(took[from]) & SIDE;
  }

  /** Tells whether it is control traffic. */
  public boolean nextIsControl() {
    return (taken[from].tag(took[from]) & CONTROL) != 0;
  }

  /** Gives its slot back; the next one comes from another worker, if that has any. */
  public void release() {
    taken[from].release(++took[from]);
    from = from + 1 < taken.length ? from + 1 : 0;
  }

  /**
   * Says that this worker is about to wait.
   *
   * @return false when there is something to take after all, and it must not wait
   */
  public boolean waits() {
    Memory.releaseI32Le(exchange.flag(worker), WAITS);
    VarHandle.fullFence();
    if (hasNext()) {
      Memory.releaseI32Le(exchange.flag(worker), WORKS);
      return false;
    }
    return true;
  }

  /** Says that it works again. */
  public void works() {
    Memory.releaseI32Le(exchange.flag(worker), WORKS);
    Descriptors.read(exchange.event(worker), word, 8);
  }

  /** Returns the descriptor that can be read when there may be something to take. */
  public int event() {
    return exchange.event(worker);
  }

  /** Returns packets of a side that were handed over to others. */
  public long handedOver(int side) {
    return handedOver[side];
  }

  /** Returns packets of a side that found their owner's ring full. */
  public long lost(int side) {
    return lost[side];
  }
}
