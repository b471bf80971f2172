package org.scrubber.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class CarrierTest {
  /** One field of every kind. */
  private static final class Fields {
    private long word = -5;
    private int whole = -7;
    private boolean flag = true;
    private double real = -0.25;
    private int object = 2;
    private int prefix = 1;
    private long[] words = {1, 2, 3, 4};
    private int[] wholes = {5, 6};
    private byte[] bytes = {7, 8, 9};
    private float[] floats = {0.5f, 1.5f, 2.5f};
    private double[] reals = {3.5};

    void carry(Carrier carrier) {
      word = carrier.word(word);
      whole = carrier.whole(whole);
      flag = carrier.flag(flag);
      real = carrier.real(real);
      object = carrier.object(object);
      prefix = carrier.prefix(prefix);
      carrier.words(words, 1, 2);
      carrier.wholes(wholes, 0, 2);
      carrier.bytes(bytes);
      carrier.reals(floats, 1, 2);
      carrier.reals(reals);
    }

    static Fields empty() {
      Fields fields = new Fields();
      fields.word = 0;
      fields.whole = 0;
      fields.flag = false;
      fields.real = 0;
      fields.object = 0;
      fields.prefix = 0;
      fields.words = new long[4];
      fields.wholes = new int[2];
      fields.bytes = new byte[3];
      fields.floats = new float[3];
      fields.reals = new double[1];
      return fields;
    }
  }

  @Test
  void shouldCarryEveryKindOfFieldThereAndBack() {
    Carrier carrier = new Carrier();
    Fields fields = new Fields();
    carrier.measure();
    fields.carry(carrier);
    int bytes = carrier.bytes();
    try (Arena arena = Arena.ofConfined()) {
      long address = arena.allocate(bytes).address();
      carrier.save(address);
      fields.carry(carrier);
      assertEquals(bytes, carrier.bytes());
      assertEquals(-5, fields.word, "saving changes nothing");
      Fields back = Fields.empty();
      carrier.restore(address);
      carrier.translate(new int[] {4, 5, 6}, new int[] {0, -1});
      back.carry(carrier);
      assertEquals(bytes, carrier.bytes());
      assertEquals(fields.word, back.word);
      assertEquals(fields.whole, back.whole);
      assertEquals(fields.flag, back.flag);
      assertEquals(fields.real, back.real);
      assertEquals(6, back.object, "the third object is the seventh now");
      assertEquals(-1, back.prefix, "the second prefix is gone");
      assertArrayEquals(new long[] {0, 2, 3, 0}, back.words);
      assertArrayEquals(fields.wholes, back.wholes);
      assertArrayEquals(fields.bytes, back.bytes);
      assertArrayEquals(new float[] {0, 1.5f, 2.5f}, back.floats);
      assertArrayEquals(fields.reals, back.reals);
    }
  }

  @Test
  void shouldTakeIndicesThatNeverWereForNone() {
    try (Arena arena = Arena.ofConfined()) {
      long address = arena.allocate(8).address();
      Carrier carrier = new Carrier();
      carrier.translate(new int[] {3}, new int[] {});
      for (int index : new int[] {-1, 1, Integer.MAX_VALUE}) {
        carrier.save(address);
        carrier.object(index);
        carrier.restore(address);
        assertEquals(-1, carrier.object(0), "index " + index);
      }
    }
  }

  @Test
  void shouldCoverArraysOfAnyLengthByPlacesOfOneSize() {
    for (int length : new int[] {1, 2, 3, 24, 64, 96, 4_096}) {
      Words words = new Words(new long[length]);
      Carrier carrier = new Carrier();
      carrier.measure();
      words.carry(carrier, 0);
      assertEquals(length * 8L, (long) words.places() * carrier.bytes(), "length " + length);
    }
  }
}
