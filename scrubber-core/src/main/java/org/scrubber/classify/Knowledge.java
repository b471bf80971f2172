package org.scrubber.classify;

import org.scrubber.table.FlowTable;

/** Bits of {@code PacketBatch.knowledge}: what was known of flow and source before the packet. */
public final class Knowledge {
  /** The flow has been seen before. */
  public static final int KNOWN = 1;

  /** The target began the flow: this is an answer. */
  public static final int SOLICITED = 1 << 1;

  /** The source began the flow and the target has answered on it. */
  public static final int ANSWERED = 1 << 2;

  /** TCP: the handshake completed, or both sides have been talking since before we looked. */
  public static final int ESTABLISHED = 1 << 3;

  /** TCP: the source began the flow with a SYN. */
  public static final int SYN_STARTED = 1 << 4;

  /** The source has proven that it owns its address. */
  public static final int PROVEN_SOURCE = 1 << 5;

  /** SYN with the sequence number of an earlier one, at a retransmission's distance. */
  public static final int RETRANSMITTED_SYN = 1 << 6;

  /**
   * The packet does not go on where its flow's last one ended: UDP with the same length and
   * beginning again, or a TCP segment of an unanswered flow that repeats itself or lies far away.
   */
  public static final int INCOHERENT = 1 << 7;

  /**
   * The source has been sending on this flow for more than a second, or since before the attack.
   */
  public static final int MATURE = 1 << 8;

  /** Reply of a reflector that is never legitimate across an Internet border (tier 1). */
  public static final int TIER_ONE = 1 << 9;

  /** Fragment that overlaps an earlier one of its datagram with other bounds. */
  public static final int OVERLAP = 1 << 10;

  /** ICMP error that quotes TCP. */
  public static final int QUOTES_TCP = 1 << 11;

  /** ICMP error that quotes UDP. */
  public static final int QUOTES_UDP = 1 << 12;

  /** The object was seen answering: unsolicited means that nobody asked. */
  public static final int BOTH_DIRECTIONS_SEEN = 1 << 13;

  /** This packet is the first that its source sends on a flow that the target began. */
  public static final int FIRST_ANSWER = 1 << 15;

  /**
   * This packet completes its flow's handshake, or is the first that shows that one was answered.
   */
  public static final int COMPLETES = 1 << 14;

  /** The payload bears a reflector's signature, not its port alone. */
  public static final int SIGNED = 1 << 17;

  /** RST with the number of a challenge: its source has received what was sent to it. */
  public static final int ANSWERS_CHALLENGE = 1 << 16;

  /** Both sides have been talking on the flow, and the target not much less than the source. */
  public static final int CONVERSING = 1 << 18;

  /** The object has exchanged UDP, GRE or ESP with the source within the last day. */
  public static final int PEER = 1 << 19;

  /** The payload begins with a long header that a QUIC endpoint could have sent. */
  public static final int WELL_FORMED = 1 << 28;

  /** The flow began with such a payload. */
  public static final int OPENED_WELL = 1 << 20;

  /**
   * Where one direction is seen, under a mitigation: the source has been coming since before it,
   * with this hop count.
   */
  public static final int REGULAR = 1 << 21;

  /**
   * Where one direction is seen: sequence and acknowledgement numbers have gone forward thrice;
   * UDP: the flow goes on as one that is answered does.
   */
  public static final int GOES_ON = 1 << 22;

  /** As {@link #GOES_ON}, once; UDP: this packet belongs to the opening that was counted before. */
  public static final int STEPS = 1 << 23;

  /** Where one direction is seen: this segment goes on after a SYN-ACK to the target. */
  public static final int FOLLOWS_SYN_ACK = 1 << 24;

  /** Where one direction is seen: the target opens connections itself. */
  public static final int OPENER = 1 << 25;

  /** Where one direction is seen: a flow that has been going on, but only since the attack. */
  public static final int LASTING = 1 << 26;

  /** Under a mitigation: the flow has been going on since long before it, or we did not look. */
  public static final int SENIOR = 1 << 27;

  /** BGP or BFD of the other end of the target's own link, which no router has forwarded. */
  public static final int NEIGHBOUR = 1 << 29;

  /**
   * Where one direction is seen, under a mitigation: the source was seen before it, with this hop
   * count.
   */
  public static final int ACQUAINTED = 1 << 30;

  /** As {@link #ACQUAINTED}, but more than once, and always with another hop count. */
  public static final int HOPS_DIFFER = 1 << 31;

  /** A flow is mature when it has been sending for a second. */
  private static final long MATURE_NS = 1_000_000_000L;

  private static final int MATURE_PACKETS = 4;

  /** Answers that make a conversation: one for every other packet. */
  private static final int CONVERSING_EARLY_SHARE = 2;

  /** Or fewer, once there are so many, and one for so many packets. */
  private static final int CONVERSING_PACKETS = 4;

  private static final int CONVERSING_SHARE = 4;

  private static final int LOW_BIT = bit(FlowTable.FROM_LOW);
  private static final int HIGH_BIT = bit(FlowTable.FROM_HIGH);
  private static final int BEGUN_BY_HIGH_BIT = bit(FlowTable.BEGUN_BY_HIGH);
  private static final int BEGUN_BY_SYN_BIT = bit(FlowTable.BEGUN_BY_SYN);
  private static final int ESTABLISHED_BIT = bit(FlowTable.ESTABLISHED);

  private Knowledge() {}

  private static int bit(int flag) {
    return Integer.numberOfTrailingZeros(flag);
  }

  /**
   * Returns what a flow's entry says of a packet from one of its sides.
   *
   * <p>Without a branch: directions, protocols and ages are mixed, so that a processor would guess
   * several of them wrong for each packet.
   *
   * @param flags of {@link FlowTable}
   * @param mine packets that the flow has had from the packet's own side
   * @param theirs packets from the other side
   * @param fromHigh whether the packet's side is the one with the higher hash
   * @param ageNs of the flow
   */
  static int ofFlow(int flags, int mine, int theirs, boolean fromHigh, long ageNs) {
    int high = fromHigh ? 1 : 0;
    int begun = flags >>> BEGUN_BY_HIGH_BIT & 1 ^ high ^ 1; // By this side.
    int seen = flags >>> LOW_BIT + (HIGH_BIT - LOW_BIT) * high & 1;
    int answered = begun & flags >>> HIGH_BIT - (HIGH_BIT - LOW_BIT) * high;
    int early = ~(theirs * CONVERSING_EARLY_SHARE - mine) >>> 31;
    int late = ~(theirs - CONVERSING_PACKETS | theirs * CONVERSING_SHARE - mine) >>> 31;
    int mature = (int) (MATURE_NS - ageNs >>> 63) & ~(mine - MATURE_PACKETS) >>> 31;
    return KNOWN
        | (begun ^ 1) * SOLICITED
        | (begun ^ 1) * (seen ^ 1) * FIRST_ANSWER
        | answered * ANSWERED
        | (answered & (early | late)) * CONVERSING
        | (flags >>> ESTABLISHED_BIT & 1) * ESTABLISHED
        | (begun & flags >>> BEGUN_BY_SYN_BIT) * SYN_STARTED
        | mature * MATURE;
  }
}
