package org.scrubber.batch;

import java.lang.foreign.Arena;

/**
 * Frames that the scrubber itself sends because of a batch: challenges to the outside, and the
 * packets of clients that met one, to the inside.
 *
 * <p>Filters append while they judge; whoever runs the worker sends the frames after the batch, in
 * order, and a replay discards them. At most one frame for each packet of the batch, so it is never
 * full. All memory is allocated by the constructor. Owned by the thread that owns the worker.
 */
public final class Replies {
  /** Bytes that a frame may have: link header with tags, IPv6, and the longest TCP header. */
  public static final int MAX_FRAME_BYTES = 256;

  /** Frames in use. */
  public int count;

  /** Absolute address of each frame's first byte. */
  public final long[] frameAddress;

  /** Bytes of each frame. */
  public final int[] lengthBytes;

  /** True when the frame goes back to where its cause came from, false when it goes on inside. */
  public final boolean[] toOutside;

  /** Index into the batch of the packet that caused the frame. */
  public final int[] cause;

  private final Arena arena = Arena.ofAuto();

  /** Creates room for the replies to a batch of at most {@code capacity} packets. */
  public Replies(int capacity) {
    frameAddress = new long[capacity];
    lengthBytes = new int[capacity];
    toOutside = new boolean[capacity];
    cause = new int[capacity];
    long address = arena.allocate((long) capacity * MAX_FRAME_BYTES, 64).address();
    for (int k = 0; k < capacity; k++) {
      frameAddress[k] = address + (long) k * MAX_FRAME_BYTES;
    }
  }

  /** Forgets all frames. */
  public void clear() {
    count = 0;
  }

  /**
   * Adds the frame that was written at {@code frameAddress[count]}.
   *
   * @param frameBytes at most {@link #MAX_FRAME_BYTES}
   */
  public void add(int frameBytes, boolean outside, int causedBy) {
    assert frameBytes <= MAX_FRAME_BYTES : frameBytes;
    lengthBytes[count] = frameBytes;
    toOutside[count] = outside;
    cause[count] = causedBy;
    count++;
  }
}
