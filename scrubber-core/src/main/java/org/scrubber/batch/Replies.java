package org.scrubber.batch;

import java.lang.foreign.Arena;

/**
 * Frames that the scrubber itself sends because of a batch: challenges to the outside, and the
 * packets of clients that met one, to the inside.
 *
 * <p>Filters append while they judge; whoever runs the worker sends the frames after the batch, in
 * order, and a replay discards them. At most one frame for each packet of the batch, and {@link
 * #TIMED} that a timer sends, so it is never full. All memory is allocated by the constructor.
 * Owned by the thread that owns the worker.
 */
public final class Replies {
  /** Bytes that a frame may have: link header with tags, IPv6, and the longest TCP header. */
  public static final int MAX_FRAME_BYTES = 256;

  /** Frames of timers that there is room for beside those of the batch. */
  public static final int TIMED = 64;

  /** Stands for the cause of a frame that a timer sends. */
  public static final int NO_CAUSE = -1;

  /** Frames in use. */
  public int count;

  /** Absolute address of each frame's first byte. */
  public final long[] frameAddress;

  /** Bytes of each frame. */
  public final int[] lengthBytes;

  /** True when the frame goes to a client outside, false when it goes on to the inside. */
  public final boolean[] toOutside;

  /**
   * Index into the batch of the packet that caused the frame, or {@link #NO_CAUSE}; in no order.
   */
  public final int[] cause;

  /** Where the frame leaves: one of two interfaces, 0 and 1, as {@code interfaceId} of a batch. */
  public final int[] interfaceId;

  private final Arena arena = Arena.ofAuto();

  /** Creates room for the replies to a batch of at most {@code capacity} packets. */
  public Replies(int capacity) {
    int frames = capacity + TIMED;
    frameAddress = new long[frames];
    lengthBytes = new int[frames];
    toOutside = new boolean[frames];
    cause = new int[frames];
    interfaceId = new int[frames];
    long address = arena.allocate((long) frames * MAX_FRAME_BYTES, 64).address();
    for (int k = 0; k < frames; k++) {
      frameAddress[k] = address + (long) k * MAX_FRAME_BYTES;
    }
  }

  /** Forgets all frames. */
  public void clear() {
    count = 0;
  }

  /** Adds the frame at {@code frameAddress[count]}: to the sender of a packet from outside. */
  public void answer(int frameBytes, PacketBatch batch, int causedBy) {
    add(frameBytes, true, causedBy, batch.interfaceId[causedBy]);
  }

  /** Adds the frame at {@code frameAddress[count]}: where a packet from outside was going. */
  public void sendOn(int frameBytes, PacketBatch batch, int causedBy) {
    add(frameBytes, false, causedBy, batch.interfaceId[causedBy] ^ 1);
  }

  /**
   * Adds the frame that was written at {@code frameAddress[count]}.
   *
   * @param frameBytes at most {@link #MAX_FRAME_BYTES}
   * @param outside whether it goes to a client
   * @param causedBy index into the batch, or {@link #NO_CAUSE}
   * @param leavesBy interface, 0 or 1
   */
  public void add(int frameBytes, boolean outside, int causedBy, int leavesBy) {
    assert frameBytes <= MAX_FRAME_BYTES : frameBytes;
    lengthBytes[count] = frameBytes;
    toOutside[count] = outside;
    cause[count] = causedBy;
    interfaceId[count] = leavesBy;
    count++;
  }
}
