package org.scrubber.state;

import org.scrubber.wire.Memory;

/**
 * Carries state between fields and a snapshot, in one direction at a time, so that every field is
 * listed once for both: {@code packets = carrier.word(packets)} writes it, or reads it.
 *
 * <p>Arrays go in the machine's own byte order: a snapshot is read where it was written. Nothing is
 * checked here; whoever gives the address has the room. One thread; allocation-free.
 */
public final class Carrier {
  /** What every field takes, bytes; those of arrays take what they take in memory. */
  public static final int WORD_BYTES = Long.BYTES;

  private static final int MEASURE = 0;
  private static final int SAVE = 1;
  private static final int RESTORE = 2;
  private static final int GONE = -1;
  private static final int[] NOTHING = {};

  private int direction;
  private long begin;
  private long address;
  private int[] objects = NOTHING;
  private int[] prefixes = NOTHING;

  /** Creates a carrier that has nothing to do yet. */
  public Carrier() {}

  /** Goes nowhere: {@link #bytes} then says how much was shown to it. */
  public void measure() {
    set(MEASURE, 0);
  }

  /** Writes what it is shown, from an address on. */
  public void save(long toAddress) {
    set(SAVE, toAddress);
  }

  /** Reads what it is shown, from an address on. */
  public void restore(long fromAddress) {
    set(RESTORE, fromAddress);
  }

  private void set(int newDirection, long newAddress) {
    direction = newDirection;
    begin = newAddress;
    address = newAddress;
  }

  /**
   * Sets what became of the snapshot's protected objects and prefixes.
   *
   * @param newObjects index in the policy in force, by index in the snapshot's; -1 for what is gone
   * @param newPrefixes the same of prefixes
   */
  public void translate(int[] newObjects, int[] newPrefixes) {
    objects = newObjects;
    prefixes = newPrefixes;
  }

  /** Returns the bytes carried since the direction was set. */
  public int bytes() {
    return (int) (address - begin);
  }

  /** Carries a word. */
  public long word(long value) {
    long at = address;
    address = at + WORD_BYTES;
    if (direction == SAVE) {
      Memory.putI64(at, value);
    } else if (direction == RESTORE) {
      return Memory.i64(at);
    }
    return value;
  }

  /** Carries an int. */
  public int whole(int value) {
    return (int) word(value);
  }

  /** Carries a boolean. */
  public boolean flag(boolean value) {
    return word(value ? 1 : 0) != 0;
  }

  /** Carries a double. */
  public double real(double value) {
    return Double.longBitsToDouble(word(Double.doubleToRawLongBits(value)));
  }

  /** Carries the index of a protected object; -1 stands for none, or for one that is gone. */
  public int object(int index) {
    return translated(index, objects);
  }

  /** Carries the index of a policy's prefix; -1 stands for none, or for one that is gone. */
  public int prefix(int index) {
    return translated(index, prefixes);
  }

  private int translated(int index, int[] now) {
    int carried = whole(index);
    if (direction != RESTORE) {
      return carried;
    }
    return carried < 0 || carried >= now.length ? GONE : now[carried];
  }

  /** Carries a part of an array. */
  public void words(long[] array, int from, int count) {
    if (direction == SAVE) {
      Memory.copy(array, from, address, count);
    } else if (direction == RESTORE) {
      Memory.copy(address, array, from, count);
    }
    address += (long) count * Long.BYTES;
  }

  /** Carries words outside the heap, as {@link #words} does those of an array. */
  public void memory(long from, int count) {
    long lengthBytes = (long) count * Long.BYTES;
    if (direction == SAVE) {
      Memory.copy(from, address, lengthBytes);
    } else if (direction == RESTORE) {
      Memory.copy(address, from, lengthBytes);
    }
    address += lengthBytes;
  }

  /** Carries a part of an array. */
  public void wholes(int[] array, int from, int count) {
    if (direction == SAVE) {
      Memory.copy(array, from, address, count);
    } else if (direction == RESTORE) {
      Memory.copy(address, array, from, count);
    }
    address += (long) count * Integer.BYTES;
  }

  /** Carries a whole array. */
  public void bytes(byte[] array) {
    if (direction == SAVE) {
      Memory.copy(array, 0, address, array.length);
    } else if (direction == RESTORE) {
      Memory.copy(address, array, 0, array.length);
    }
    address += array.length;
  }

  /** Carries a part of an array. */
  public void reals(float[] array, int from, int count) {
    for (int k = from; k < from + count; k++) {
      array[k] = (float) real(array[k]);
    }
  }

  /** Carries a whole array. */
  public void reals(double[] array) {
    for (int k = 0; k < array.length; k++) {
      array[k] = real(array[k]);
    }
  }
}
