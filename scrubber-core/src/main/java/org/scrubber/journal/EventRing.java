package org.scrubber.journal;

import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * A preallocated ring of records: from the threads of the packet path, any number of them, to the
 * one that keeps them. When it is full, records are counted as lost and nobody waits.
 */
public final class EventRing implements EventSink {
  /** Bytes of a ring unless told otherwise: 40,000 of the usual records. */
  public static final int DEFAULT_BYTES = 1 << 23;

  /** Bytes of the smallest ring that holds every record. */
  public static final int MIN_BYTES = 1 << 14;

  private static final int MESSAGE = 1;

  private final ManyToOneRingBuffer ring;
  private final UnsafeBuffer counter = new UnsafeBuffer(ByteBuffer.allocateDirect(Long.BYTES * 16));

  /**
   * Creates a ring and touches its memory.
   *
   * @param capacityBytes a power of two, {@link #MIN_BYTES} or more
   */
  public EventRing(int capacityBytes) {
    assert capacityBytes >= MIN_BYTES : capacityBytes;
    UnsafeBuffer memory =
        new UnsafeBuffer(
            ByteBuffer.allocateDirect(capacityBytes + RingBufferDescriptor.TRAILER_LENGTH));
    memory.setMemory(0, capacityBytes, (byte) 0);
    ring = new ManyToOneRingBuffer(memory);
  }

  @Override
  public boolean offer(DirectBuffer record, int lengthBytes) {
    if (ring.write(MESSAGE, record, 0, lengthBytes)) {
      return true;
    }
    counter.getAndAddLong(0, 1);
    return false;
  }

  @Override
  public long lost() {
    return counter.getLongVolatile(0);
  }

  /** Hands records out in order and returns how many there were; the keeping thread only. */
  public int drain(MessageHandler handler, int limit) {
    return ring.read(handler, limit);
  }

  /** Tells whether nothing is in it. */
  public boolean isEmpty() {
    return ring.size() == 0;
  }
}
