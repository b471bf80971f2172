package org.scrubber.journal;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A record as read. A record of another version may have fewer numbers and texts than this one
 * knows, whose values are 0 and empty then, or more, which are left out.
 *
 * @param type what it is about
 * @param version of the layout that it was written by
 * @param worker index of the worker that it is of
 * @param timeNs when it happened, by packet time; ns since the epoch
 * @param numbers by {@link Field#ordinal}
 * @param texts by their place in {@link EventType#texts}
 * @param frame first bytes of a packet; empty but for samples
 */
public record JournalRecord(
    EventType type,
    int version,
    int worker,
    long timeNs,
    List<Long> numbers,
    List<String> texts,
    byte[] frame) {

  /** Returns the length of the record at an offset, or 0 when there is none. */
  public static int length(DirectBuffer buffer, int offset, int limit) {
    if (offset + EventType.HEADER_BYTES > limit) {
      return 0;
    }
    int length = buffer.getShort(offset + 2, ByteOrder.LITTLE_ENDIAN) & 0xffff;
    return length < EventType.HEADER_BYTES || offset + length > limit ? 0 : length;
  }

  /** Returns the time of the record at an offset, ns since the epoch. */
  public static long timeAt(DirectBuffer buffer, int offset) {
    return buffer.getLong(offset + 8, ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Returns the record at an offset, or null when its type is of a later version.
   *
   * @param lengthBytes as {@link #length} says
   */
  public static @Nullable JournalRecord decode(DirectBuffer buffer, int offset, int lengthBytes) {
    EventType type = EventType.of(buffer.getByte(offset));
    if (type == null) {
      return null;
    }
    int version = buffer.getByte(offset + 1);
    int worker = buffer.getInt(offset + 4, ByteOrder.LITTLE_ENDIAN);
    long timeNs = timeAt(buffer, offset);
    List<Long> numbers = new ArrayList<>();
    for (Field field : type.fields()) {
      int at = EventType.HEADER_BYTES + Long.BYTES * field.ordinal();
      boolean held = at + Long.BYTES <= lengthBytes;
      numbers.add(held ? buffer.getLong(offset + at, ByteOrder.LITTLE_ENDIAN) : 0L);
    }
    List<String> texts = new ArrayList<>();
    for (int k = 0; k < type.texts().size(); k++) {
      int at = type.textOffset(k);
      int bytes = type.texts().get(k).bytes();
      texts.add(at + bytes <= lengthBytes ? text(buffer, offset + at, bytes) : "");
    }
    byte[] frame = new byte[type == EventType.SAMPLE ? Math.max(0, lengthBytes - type.bytes()) : 0];
    buffer.getBytes(offset + lengthBytes - frame.length, frame);
    return new JournalRecord(
        type, version, worker, timeNs, List.copyOf(numbers), List.copyOf(texts), frame);
  }

  private static String text(DirectBuffer buffer, int offset, int bytes) {
    byte[] copy = new byte[bytes];
    buffer.getBytes(offset, copy);
    int length = 0;
    while (length < bytes && copy[length] != 0) {
      length++;
    }
    return new String(copy, 0, length, StandardCharsets.UTF_8);
  }

  /** Returns a number. */
  public long get(Field field) {
    assert type.fields().get(field.ordinal()).equals(field) : type + " has no " + field;
    return numbers.get(field.ordinal());
  }

  /** Returns a number that fits an int: an index, an id, a flag. */
  public int index(Field field) {
    return (int) get(field);
  }

  /** Returns a text by its name; empty when there is none. */
  public String text(String name) {
    for (int k = 0; k < texts.size(); k++) {
      if (type.texts().get(k).name().equals(name)) {
        return texts.get(k);
      }
    }
    return "";
  }
}
