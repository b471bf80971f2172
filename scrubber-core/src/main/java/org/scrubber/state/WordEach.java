package org.scrubber.state;

/** An array with a word for each place. */
public record WordEach(long[] array) implements Lasting {
  @Override
  public int places() {
    return array.length;
  }

  @Override
  public void carry(Carrier carrier, int place) {
    array[place] = carrier.word(array[place]);
  }
}
