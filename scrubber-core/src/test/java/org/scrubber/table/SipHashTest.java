package org.scrubber.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SipHashTest {
  private static final long KEY_0 = 0x0706_0504_0302_0100L;
  private static final long KEY_1 = 0x0f0e_0d0c_0b0a_0908L;

  /** The algorithm as its authors describe it, for messages of any length. */
  private static long reference(long k0, long k1, byte[] message) {
    long[] v = {
      k0 ^ 0x736f6d6570736575L,
      k1 ^ 0x646f72616e646f6dL,
      k0 ^ 0x6c7967656e657261L,
      k1 ^ 0x7465646279746573L
    };
    byte[] padded = java.util.Arrays.copyOf(message, message.length / 8 * 8 + 8);
    padded[padded.length - 1] = (byte) message.length;
    ByteBuffer words = ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN);
    while (words.hasRemaining()) {
      long m = words.getLong();
      v[3] ^= m;
      round(v);
      round(v);
      v[0] ^= m;
    }
    v[2] ^= 0xff;
    for (int n = 0; n < 4; n++) {
      round(v);
    }
    return v[0] ^ v[1] ^ v[2] ^ v[3];
  }

  private static void round(long[] v) {
    v[0] += v[1];
    v[1] = Long.rotateLeft(v[1], 13) ^ v[0];
    v[0] = Long.rotateLeft(v[0], 32);
    v[2] += v[3];
    v[3] = Long.rotateLeft(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = Long.rotateLeft(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = Long.rotateLeft(v[1], 17) ^ v[2];
    v[2] = Long.rotateLeft(v[2], 32);
  }

  @Test
  void shouldAgreeWithTheReferenceThatAgreesWithTheAuthors() {
    byte[] published = new byte[15];
    for (int i = 0; i < published.length; i++) {
      published[i] = (byte) i;
    }
    assertEquals(0xa129ca6149be45e5L, reference(KEY_0, KEY_1, published));
    Random random = new Random(1);
    for (int n = 0; n < 1_000; n++) {
      ByteBuffer message = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
      long[] words = random.longs(5).toArray();
      for (long word : words) {
        message.putLong(word);
      }
      long k0 = random.nextLong();
      long k1 = random.nextLong();
      assertEquals(
          reference(k0, k1, message.array()),
          SipHash.of(k0, k1, words[0], words[1], words[2], words[3], words[4]));
    }
  }

  @Test
  void shouldDependOnEveryWord() {
    long whole = SipHash.of(KEY_0, KEY_1, 1, 2, 3, 4, 5);
    assertNotEquals(whole, SipHash.of(KEY_0 + 1, KEY_1, 1, 2, 3, 4, 5));
    assertNotEquals(whole, SipHash.of(KEY_0, KEY_1 + 1, 1, 2, 3, 4, 5));
    assertNotEquals(whole, SipHash.of(KEY_0, KEY_1, 0, 2, 3, 4, 5));
    assertNotEquals(whole, SipHash.of(KEY_0, KEY_1, 1, 2, 3, 4, 6));
  }

  @Test
  void shouldHashManyAtOnceAsEachByItself() {
    Random random = new Random(3);
    SipHash.Columns columns = new SipHash.Columns(100);
    for (int count : new int[] {1, 7, 8, 64, 100, 3}) {
      long[][] m = new long[count][];
      for (int at = 0; at < count; at++) {
        m[at] = random.longs(5).toArray();
        columns.set(at, m[at][0], m[at][1], m[at][2], m[at][3], m[at][4]);
      }
      columns.hash(KEY_0, KEY_1, count);
      for (int at = 0; at < count; at++) {
        long expected = SipHash.of(KEY_0, KEY_1, m[at][0], m[at][1], m[at][2], m[at][3], m[at][4]);
        assertEquals(expected, columns.get(at), count + ", " + at);
      }
    }
  }
}
