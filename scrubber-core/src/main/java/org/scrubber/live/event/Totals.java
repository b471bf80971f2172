package org.scrubber.live.event;

/**
 * What became of all packets; offered is the sum of the next three.
 *
 * @param offered packets that were judged, by a worker or by its order in the kernel
 * @param passed of them
 * @param dropped of them
 * @param challenged of them
 * @param received packets that came in and were not lost
 * @param receiveLost packets lost before a worker saw them
 * @param sendLost packets that passed and found no room to be sent
 * @param wentPast packets that nobody judged, as their worker stood still
 * @param late packets that waited for a worker which was away, of those received
 */
public record Totals(
    long offered,
    long passed,
    long dropped,
    long challenged,
    long received,
    long receiveLost,
    long sendLost,
    long wentPast,
    long late) {
  /** Before anything came. */
  public static final Totals NOTHING = new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Returns the sums of these and others. */
  public Totals plus(Totals other) {
    return new Totals(
        offered + other.offered,
        passed + other.passed,
        dropped + other.dropped,
        challenged + other.challenged,
        received + other.received,
        receiveLost + other.receiveLost,
        sendLost + other.sendLost,
        wentPast + other.wentPast,
        late + other.late);
  }
}
