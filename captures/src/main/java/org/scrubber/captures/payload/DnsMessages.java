package org.scrubber.captures.payload;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.scrubber.captures.random.RandomStream;

/** DNS queries and answers with EDNS. */
public final class DnsMessages {
  /** Record type of an IPv4 address. */
  public static final int A = 1;

  /** Record type of text. */
  public static final int TXT = 16;

  /** Query type of everything. */
  public static final int ANY = 255;

  private static final int CONTENT_NETWORK = 0x15000000;
  private static final int QUERY_FLAGS = 0x0100;
  private static final int ANSWER_FLAGS = 0x8180;
  private static final int POINTER_TO_QUESTION = 0xC00C;
  private static final byte[] EDNS = {0, 0, 41, 0x10, 0, 0, 0, (byte) 0x80, 0, 0, 0};
  private static final int LARGEST_TEXT_BYTES = 200;

  private DnsMessages() {}

  /** Returns a query with recursion desired and EDNS of 4096 bytes. */
  public static byte[] query(int id, String name, int type) {
    return message(id, QUERY_FLAGS, name, type, 0, new byte[0]);
  }

  /** Returns an answer with {@code records} IPv4 addresses. */
  public static byte[] addresses(RandomStream random, int id, String name, int records) {
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    for (int i = 0; i < records; i++) {
      answers.writeBytes(record(A, address(random)));
    }
    return message(id, ANSWER_FLAGS, name, A, records, answers.toByteArray());
  }

  /** Returns an answer of text records of about {@code lengthBytes} in all. */
  public static byte[] texts(RandomStream random, int id, String name, int type, int lengthBytes) {
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    int records = 0;
    while (answers.size() < lengthBytes - 60) {
      byte[] text = new byte[LARGEST_TEXT_BYTES + 1];
      text[0] = (byte) LARGEST_TEXT_BYTES;
      for (int i = 1; i < text.length; i++) {
        text[i] = (byte) ('a' + random.below(26));
      }
      answers.writeBytes(record(TXT, text));
      records++;
    }
    return message(id, ANSWER_FLAGS, name, type, records, answers.toByteArray());
  }

  private static byte[] address(RandomStream random) {
    int server = CONTENT_NETWORK | random.below(1 << 18);
    return ByteBuffer.allocate(4).putInt(server).array();
  }

  private static byte[] record(int type, byte[] data) {
    return ByteBuffer.allocate(12 + data.length)
        .putShort((short) POINTER_TO_QUESTION)
        .putShort((short) type)
        .putShort((short) 1)
        .putInt(300)
        .putShort((short) data.length)
        .put(data)
        .array();
  }

  private static byte[] message(
      int id, int flags, String name, int type, int records, byte[] answers) {
    byte[] encoded = wireName(name);
    return ByteBuffer.allocate(12 + encoded.length + 4 + answers.length + EDNS.length)
        .putShort((short) id)
        .putShort((short) flags)
        .putShort((short) 1)
        .putShort((short) records)
        .putShort((short) 0)
        .putShort((short) 1)
        .put(encoded)
        .putShort((short) type)
        .putShort((short) 1)
        .put(answers)
        .put(EDNS)
        .array();
  }

  /** Returns a text name as it is on the wire. */
  public static byte[] wireName(String name) {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    for (String label : name.split("\\.", -1)) {
      encoded.write(label.length());
      encoded.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    }
    encoded.write(0);
    return encoded.toByteArray();
  }
}
