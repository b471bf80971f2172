package org.scrubber.state;

/** An array that is carried as it is: a table whose size never changes. */
public final class Words implements Lasting {
  private static final int MOST_WORDS = 64;

  private final long[] array;
  private final int each;

  /** Stands for an array that its owner goes on using; at least one word. */
  public Words(long[] array) {
    this.array = array;
    each = Math.min(MOST_WORDS, Integer.lowestOneBit(array.length));
  }

  @Override
  public int places() {
    return array.length / each;
  }

  @Override
  public void carry(Carrier carrier, int place) {
    carrier.words(array, place * each, each);
  }
}
