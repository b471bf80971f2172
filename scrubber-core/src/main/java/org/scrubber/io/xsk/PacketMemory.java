package org.scrubber.io.xsk;

import org.scrubber.io.linux.LinuxException;
import org.scrubber.io.linux.MappedMemory;

/**
 * The memory that all sockets of a line share with the kernel (UMEM): frames of one size, and which
 * of them nobody uses. The frame freed last is used first, as it is the most likely in a cache.
 */
public final class PacketMemory implements AutoCloseable {
  /** Bytes of a frame; the kernel keeps the first 256 of each for itself. */
  public static final int FRAME_BYTES = 2048;

  /** Where the kernel puts a packet within its frame. */
  public static final int HEADROOM_BYTES = 256;

  /** Frames that the kernel takes for one packet that is sent: the first, and 17 fragments. */
  public static final int MAX_PARTS = 18;

  private final MappedMemory memory;
  private final int frames;
  private final int[] free;
  private int freeCount;

  /** Allocates {@code frames} frames. */
  public PacketMemory(int frames) throws LinuxException {
    this.frames = frames;
    memory = MappedMemory.anonymous("packet memory", (long) frames * FRAME_BYTES);
    free = new int[frames];
    for (int frame = frames - 1; frame >= 0; frame--) {
      free[freeCount++] = frame;
    }
  }

  /** Returns the absolute address of the first frame. */
  public long address() {
    return memory.address();
  }

  /** Returns the size of all frames. */
  public long lengthBytes() {
    return (long) frames * FRAME_BYTES;
  }

  /** Returns how many frames there are. */
  public int frames() {
    return frames;
  }

  /** Returns how many frames nobody uses. */
  public int freeFrames() {
    return freeCount;
  }

  /** Takes a frame that is free: returns its offset. There must be one. */
  public long take() {
    return (long) free[--freeCount] * FRAME_BYTES;
  }

  /** Gives back the frame that holds the byte at {@code offset}. */
  public void give(long offset) {
    assert offset >= 0 && offset < lengthBytes() : offset;
    free[freeCount++] = (int) (offset / FRAME_BYTES);
  }

  @Override
  public void close() {
    memory.close();
  }
}
