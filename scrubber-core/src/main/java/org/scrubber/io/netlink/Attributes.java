package org.scrubber.io.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a netlink message or of one of its attributes, by type.
 *
 * <p>What is cut short ends the list, and what is missing has the default that is asked for: a
 * kernel that does not know an attribute leaves it out.
 */
final class Attributes {
  private static final int HEADER_BYTES = 4;
  private static final int TYPE_MASK = 0x3fff;

  private final Map<Integer, ByteBuffer> byType = new HashMap<>();

  /** Reads what {@code buffer} holds from its position to its limit. */
  Attributes(ByteBuffer buffer) {
    ByteBuffer rest = buffer.slice().order(ByteOrder.LITTLE_ENDIAN);
    while (rest.remaining() >= HEADER_BYTES) {
      int start = rest.position();
      int length = rest.getShort() & 0xffff;
      int type = rest.getShort() & TYPE_MASK;
      if (length < HEADER_BYTES || length > rest.limit() - start) {
        return;
      }
      byType.put(type, rest.slice(start + HEADER_BYTES, length - HEADER_BYTES));
      rest.position(Math.min(rest.limit(), start + (length + 3 & ~3)));
    }
  }

  boolean has(int type) {
    return byType.containsKey(type);
  }

  int u8(int type, int missing) {
    ByteBuffer value = value(type, 1);
    return value == null ? missing : value.get(0) & 0xff;
  }

  int u16(int type, int missing) {
    ByteBuffer value = value(type, 2);
    return value == null ? missing : value.getShort(0) & 0xffff;
  }

  int u32(int type, int missing) {
    ByteBuffer value = value(type, 4);
    return value == null ? missing : value.getInt(0);
  }

  /** Returns the {@code n}th of an array of 64-bit numbers, or 0. */
  long u64(int type, int n) {
    ByteBuffer value = value(type, 8 * (n + 1));
    return value == null ? 0 : value.getLong(8 * n);
  }

  /** Returns a text without the zero at its end, or "". */
  String text(int type) {
    ByteBuffer value = value(type, 0);
    if (value == null) {
      return "";
    }
    int length = value.limit();
    while (length > 0 && value.get(length - 1) == 0) {
      length--;
    }
    byte[] bytes = new byte[length];
    value.get(0, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Returns the bytes of an attribute, none when it is missing. */
  byte[] bytes(int type) {
    ByteBuffer value = value(type, 0);
    byte[] bytes = new byte[value == null ? 0 : value.limit()];
    if (value != null) {
      value.get(0, bytes);
    }
    return bytes;
  }

  /** Returns the attributes within an attribute, none when it is missing. */
  Attributes nested(int type) {
    ByteBuffer value = value(type, 0);
    return new Attributes(value == null ? ByteBuffer.allocate(0) : value);
  }

  private @Nullable ByteBuffer value(int type, int leastBytes) {
    ByteBuffer value = byType.get(type);
    return value == null || value.limit() < leastBytes
        ? null
        : value.order(ByteOrder.LITTLE_ENDIAN);
  }
}
