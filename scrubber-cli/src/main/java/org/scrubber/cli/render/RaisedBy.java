package org.scrubber.cli.render;

/**
 * What raised a mitigation, in words: a rate above the threshold, or a burst before there is one.
 */
public final class RaisedBy {
  private RaisedBy() {}

  /** Tells whether too much came at once, before a rate was above the threshold. */
  public static boolean isBurst(long ratePps, long thresholdPps) {
    return ratePps <= thresholdPps;
  }

  /**
   * Returns the words.
   *
   * @param ratePps packets that nothing spoke for in the second before
   * @param burst packets above the threshold that are too many at once, or 0 if that is not known
   */
  public static String words(long ratePps, long thresholdPps, long burst) {
    String threshold = Quantity.packetRate(thresholdPps);
    String size = burst > 0 ? " of more than " + Quantity.counted(burst, "packet") : "";
    if (isBurst(ratePps, thresholdPps)) {
      return "a burst" + size + " above " + threshold;
    }
    String rate = Quantity.packetRate(ratePps) + " over " + threshold;
    return burst > 0 ? rate + " (a burst" + size + ")" : rate;
  }
}
