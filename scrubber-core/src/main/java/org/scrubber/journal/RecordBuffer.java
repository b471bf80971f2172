package org.scrubber.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.scrubber.batch.ColdPath;
import org.scrubber.wire.Memory;

/**
 * Puts one record together at a time. Little-endian; all memory is allocated by the constructor.
 * One thread.
 *
 * <pre>
 *   0 type  1 version  2 length (16 bits)  4 worker (32 bits)  8 time (64 bits, ns since the epoch)
 *  16 numbers, 64 bits each; texts; of a sample: the packet's first bytes
 * </pre>
 */
public final class RecordBuffer {
  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

  private final UnsafeBuffer buffer =
      new UnsafeBuffer(ByteBuffer.allocateDirect(EventType.MAX_BYTES));
  private final int worker;
  private EventType type = EventType.END;
  private int lengthBytes;

  /** Creates a buffer for the records of a worker. */
  public RecordBuffer(int worker) {
    this.worker = worker;
  }

  /** Begins a record whose numbers are 0 and texts empty. */
  public RecordBuffer begin(EventType ofType, long timeNs) {
    type = ofType;
    lengthBytes = ofType.bytes();
    buffer.setMemory(0, lengthBytes, (byte) 0);
    buffer.putByte(0, (byte) ofType.id());
    buffer.putByte(1, (byte) EventType.VERSION);
    buffer.putShort(2, (short) lengthBytes, LITTLE);
    buffer.putInt(4, worker, LITTLE);
    buffer.putLong(8, timeNs, LITTLE);
    return this;
  }

  /** Sets a number. */
  public RecordBuffer put(Field field, long value) {
    assert type.fields().get(field.ordinal()).equals(field) : type + " has no " + field;
    buffer.putLong(EventType.HEADER_BYTES + Long.BYTES * field.ordinal(), value, LITTLE);
    return this;
  }

  /** Sets a text, cut to its size between two characters. */
  @ColdPath("texts are for what happens rarely")
  public RecordBuffer text(int index, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, type.texts().get(index).bytes());
    while (length > 0 && length < bytes.length && (bytes[length] & 0xc0) == 0x80) {
      length--;
    }
    buffer.putBytes(type.textOffset(index), bytes, 0, length);
    return this;
  }

  /** Adds the first bytes of a packet. */
  public RecordBuffer frame(long address, int capturedBytes) {
    int length = Math.min(capturedBytes, EventType.FRAME_BYTES);
    Memory.copy(address, buffer.addressOffset() + type.bytes(), length);
    lengthBytes = type.bytes() + length;
    buffer.putShort(2, (short) lengthBytes, LITTLE);
    return this;
  }

  /** Gives the record to a sink, which may lose it. */
  public void sendTo(EventSink sink) {
    sink.offer(buffer, lengthBytes);
  }
}
