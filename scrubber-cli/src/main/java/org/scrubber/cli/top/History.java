package org.scrubber.cli.top;

/** The last rates of each verdict, for sparklines: a ring of fixed length. */
final class History {
  /** Rates that are remembered of each verdict. */
  static final int LENGTH = 240;

  /** The rows of the totals, in order. */
  static final int ROWS = 4;

  private final double[][] rates = new double[ROWS][LENGTH];
  private int count;

  /** Remembers the rates of a glance that has any. */
  void add(Glance glance) {
    if (glance.intervalNs() == 0) {
      return;
    }
    int at = count++ % LENGTH;
    rates[0][at] = glance.totals().offered().packetsPerSecond();
    rates[1][at] = glance.totals().passed().packetsPerSecond();
    rates[2][at] = glance.totals().dropped().packetsPerSecond();
    rates[3][at] = glance.totals().challenged().packetsPerSecond();
  }

  /** Forgets everything: another instance begins. */
  void clear() {
    count = 0;
  }

  /** Returns how many there are, at most {@code most}. */
  int size(int most) {
    return Math.min(Math.min(count, LENGTH), most);
  }

  /** Returns the last {@code most} rates of a row, oldest first. */
  double[] last(int row, int most) {
    int size = size(most);
    double[] last = new double[size];
    for (int k = 0; k < size; k++) {
      last[k] = rates[row][(count - size + k) % LENGTH];
    }
    return last;
  }

  /** Returns the highest of those rates over all rows. */
  double highest(int most) {
    double highest = 0;
    for (int row = 0; row < ROWS; row++) {
      for (double rate : last(row, most)) {
        highest = Math.max(highest, rate);
      }
    }
    return highest;
  }
}
