package org.scrubber.policy;

/**
 * A list of addresses from a feed, and what is to become of packets from or to them.
 *
 * @param name what reports call it
 * @param action what is done
 * @param direction which packets it speaks about
 * @param object the protected object that it is limited to, or null for all
 * @param untilNs expiry of the whole list in packet time, ns since the epoch; {@link
 *     Long#MAX_VALUE} for never
 * @param entries how many entries it was read from
 * @param set the compiled set, which knows when entries expire
 */
public record AddressList(
    String name,
    Action action,
    Direction direction,
    String object,
    long untilNs,
    int entries,
    AddressSet set) {
  /** What is done with a packet whose outside address is listed. */
  public enum Action {
    /** It passes, and no other list of its direction speaks about it. */
    ALLOW,
    /** It is dropped, and who met whom is reported. */
    BLOCK,
    /** It passes as if it were not listed; who met whom is reported. */
    REPORT
  }

  /** Which packets a list speaks about. */
  public enum Direction {
    /** Those that come from a listed address to a protected object. */
    IN,
    /** Those that a host of a protected object sends to a listed address. */
    OUT,
    /** Either. */
    BOTH;

    /** Tells whether packets of that way are meant. */
    public boolean includes(boolean outbound) {
      return this == BOTH || (this == OUT) == outbound;
    }
  }

  /** Creates a list about inbound packets to every object, without an expiry. */
  public AddressList(String name, boolean block, int entries, AddressSet set) {
    this(
        name,
        block ? Action.BLOCK : Action.ALLOW,
        Direction.IN,
        null,
        Long.MAX_VALUE,
        entries,
        set);
  }
}
