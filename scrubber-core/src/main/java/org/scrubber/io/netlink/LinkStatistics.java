package org.scrubber.io.netlink;

/**
 * Counters of a link since it was made.
 *
 * @param receivedPackets frames that came in
 * @param sentPackets frames that went out
 * @param receivedBytes their bytes
 * @param sentBytes their bytes
 * @param receiveDropped frames that came in and found no room
 * @param sendDropped frames that should have gone out and did not
 */
public record LinkStatistics(
    long receivedPackets,
    long sentPackets,
    long receivedBytes,
    long sentBytes,
    long receiveDropped,
    long sendDropped) {

  /** Reads a {@code struct rtnl_link_stats64}; zeros when it is missing. */
  static LinkStatistics of(Attributes attributes, int type) {
    return new LinkStatistics(
        attributes.u64(type, 0),
        attributes.u64(type, 1),
        attributes.u64(type, 2),
        attributes.u64(type, 3),
        attributes.u64(type, 6),
        attributes.u64(type, 7));
  }
}
