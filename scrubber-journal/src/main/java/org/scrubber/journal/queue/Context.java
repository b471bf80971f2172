package org.scrubber.journal.queue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.scrubber.journal.EventType;

/**
 * The latest records that others cannot be understood without. Every file begins with them, so that
 * it can be read when those before it are deleted.
 */
final class Context {
  /** Bytes at most: 3,000 objects. */
  private static final int MAX_BYTES = 1 << 20;

  private final List<byte[]> records = new ArrayList<>();
  private int bytes;

  /**
   * Takes note of a record, if it is one of them.
   *
   * @return false for a copy of one that is known, as files begin with
   */
  boolean note(DirectBuffer buffer, int offset, int lengthBytes) {
    EventType type = EventType.of(buffer.getByte(offset));
    if (type == null || !type.isContext()) {
      return true;
    }
    byte[] copy = new byte[lengthBytes];
    buffer.getBytes(offset, copy);
    if (records.stream().anyMatch(known -> Arrays.equals(known, copy))) {
      return false;
    }
    if (type == EventType.RUN) {
      records.clear();
      bytes = 0;
    }
    if (bytes + lengthBytes <= MAX_BYTES) {
      records.add(copy);
      bytes += lengthBytes;
    }
    return true;
  }

  /** Returns them in order. */
  List<byte[]> records() {
    return records;
  }
}
