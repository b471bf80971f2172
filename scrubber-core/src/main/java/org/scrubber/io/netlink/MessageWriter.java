package org.scrubber.io.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Builds one netlink message (netlink(7)): header, fixed part, then attributes, which may nest.
 *
 * <p>Numbers are in the machine's order unless the name says otherwise. A message has at most
 * {@link #MAX_BYTES}; more is an error of the caller.
 */
public final class MessageWriter {
  /** Longest message, bytes: far more than any request here needs. */
  public static final int MAX_BYTES = 4096;

  /** Flag of every request. */
  public static final int REQUEST = 0x1;

  /** Flag: answer with an acknowledgement. */
  public static final int ACKNOWLEDGE = 0x4;

  /** Flag: list all there are. */
  public static final int DUMP = 0x300;

  /** Flag of a creation: fail when it exists. */
  public static final int EXCLUSIVE = 0x200;

  /** Flag: create when it does not exist. */
  public static final int CREATE = 0x400;

  /** Bytes of a message's header. */
  static final int HEADER_BYTES = 16;

  private static final int LENGTH = 0;
  private static final int FLAGS = 6;
  private static final int SEQUENCE = 8;
  private static final int ATTRIBUTE_HEADER_BYTES = 4;
  private static final int NESTED = 0x8000;

  private final ByteBuffer buffer = ByteBuffer.allocate(MAX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final Deque<Integer> open = new ArrayDeque<>();

  /** Begins a message of this type, with flags beside {@link #REQUEST}. */
  public MessageWriter(int type, int flags) {
    buffer.putInt(0).putShort((short) type).putShort((short) (REQUEST | flags)).putInt(0).putInt(0);
  }

  /**
   * Appends the fixed part of messages about links, {@code struct ifinfomsg}.
   *
   * @param index of the link, 0 where its name or nothing says it
   * @param flags the link's flags of {@code changed}, as they shall be
   */
  public MessageWriter link(int family, int index, int flags, int changed) {
    buffer.putShort((short) family).putShort((short) 0).putInt(index).putInt(flags).putInt(changed);
    return this;
  }

  /** Appends bytes of a fixed part, aligned to 4. */
  public MessageWriter fixed(byte... bytes) {
    buffer.put(bytes);
    return align();
  }

  /** Appends an attribute of 8 bits. */
  public MessageWriter u8(int type, int value) {
    header(type, 1);
    buffer.put((byte) value);
    return align();
  }

  /** Appends an attribute of 16 bits. */
  public MessageWriter u16(int type, int value) {
    header(type, 2);
    buffer.putShort((short) value);
    return align();
  }

  /** Appends an attribute of 32 bits. */
  public MessageWriter u32(int type, int value) {
    header(type, 4);
    buffer.putInt(value);
    return this;
  }

  /** Appends an attribute of 32 bits in network order. */
  public MessageWriter u32Network(int type, int value) {
    return u32(type, Integer.reverseBytes(value));
  }

  /** Appends a text, with the zero at its end. */
  public MessageWriter text(int type, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    header(type, bytes.length + 1);
    buffer.put(bytes).put((byte) 0);
    return align();
  }

  /** Begins an attribute that holds others, until {@link #end}. */
  public MessageWriter begin(int type) {
    open.push(buffer.position());
    buffer.putShort((short) 0).putShort((short) (type | NESTED));
    return this;
  }

  /** Ends what was begun last. */
  public MessageWriter end() {
    int start = open.pop();
    buffer.putShort(start, (short) (buffer.position() - start));
    return this;
  }

  /** Tells whether an acknowledgement was asked for. */
  boolean isAcknowledged() {
    return (buffer.getShort(FLAGS) & ACKNOWLEDGE) != 0;
  }

  /** Returns the message, with its length and number filled in. */
  byte[] bytes(int sequence) {
    assert open.isEmpty() : "an attribute was not ended";
    buffer.putInt(LENGTH, buffer.position());
    buffer.putInt(SEQUENCE, sequence);
    byte[] message = new byte[buffer.position()];
    buffer.get(0, message);
    return message;
  }

  private void header(int type, int payloadBytes) {
    buffer.putShort((short) (ATTRIBUTE_HEADER_BYTES + payloadBytes)).putShort((short) type);
  }

  private MessageWriter align() {
    while ((buffer.position() & 3) != 0) {
      buffer.put((byte) 0);
    }
    return this;
  }
}
