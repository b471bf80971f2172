package org.scrubber.policy;

/**
 * The rates above which a vector is raised, each counted per target host over windows of 100 ms.
 *
 * <p>Only packets that nothing speaks for are counted (no known flow, no proven source, not
 * solicited), so that a busy service does not need high thresholds. All rates 1..10^9.
 *
 * @param synPps SYNs of unproven sources
 * @param synAckPps unsolicited SYN-ACKs
 * @param ackPps TCP segments that begin no flow and belong to none
 * @param rstPps RSTs and FINs that belong to no flow
 * @param udpPps unsolicited UDP packets
 * @param udpFlowPps unsolicited UDP packets that open a flow or repeat the flow's last payload
 * @param amplificationPps unsolicited replies of one reflector protocol
 * @param icmpPps unsolicited ICMP and ICMPv6
 * @param fragmentPps fragments whose first is unknown or unsolicited
 * @param protocolPps packets of one other IP protocol (GRE, ESP, ...)
 * @param carpetFactor an object (or a prefix of it) is under attack when all its hosts together
 *     exceed this many times the host's threshold, 1..1000
 * @param minSources distinct sources that a flood must have before it is raised, 1..1000
 * @param holdSeconds how long a mitigation stays after the last window above half the threshold,
 *     1..3600
 * @param baselineMaxFactor 0: the rates are what they are; 1..100: they are learned from what is
 *     normal, and may rise to so many times the numbers here
 */
public record Thresholds(
    long synPps,
    long synAckPps,
    long ackPps,
    long rstPps,
    long udpPps,
    long udpFlowPps,
    long amplificationPps,
    long icmpPps,
    long fragmentPps,
    long protocolPps,
    int carpetFactor,
    int minSources,
    int holdSeconds,
    int baselineMaxFactor) {

  /** Rates that are what they are, and are not learned. */
  public Thresholds(
      long synPps,
      long synAckPps,
      long ackPps,
      long rstPps,
      long udpPps,
      long udpFlowPps,
      long amplificationPps,
      long icmpPps,
      long fragmentPps,
      long protocolPps,
      int carpetFactor,
      int minSources,
      int holdSeconds) {
    this(
        synPps,
        synAckPps,
        ackPps,
        rstPps,
        udpPps,
        udpFlowPps,
        amplificationPps,
        icmpPps,
        fragmentPps,
        protocolPps,
        carpetFactor,
        minSources,
        holdSeconds,
        0);
  }
}
