package org.scrubber.state;

/** An array of ints that is carried as it is; see {@link Words}. */
public final class Wholes implements Lasting {
  private static final int MOST = 128;

  private final int[] array;
  private final int each;

  /** Stands for an array that its owner goes on using; an even number of ints. */
  public Wholes(int[] array) {
    assert array.length % 2 == 0 : array.length;
    this.array = array;
    each = Math.min(MOST, Integer.lowestOneBit(array.length));
  }

  @Override
  public int places() {
    return array.length / each;
  }

  @Override
  public void carry(Carrier carrier, int place) {
    carrier.wholes(array, place * each, each);
  }
}
