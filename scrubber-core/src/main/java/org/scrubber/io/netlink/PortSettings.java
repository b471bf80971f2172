package org.scrubber.io.netlink;

/**
 * How a port of a bridge behaves (IFLA_BRPORT_ attributes).
 *
 * @param state what the bridge does with it; read, never written
 * @param learning whether the bridge remembers who is behind it
 * @param flooding whether frames to unknown addresses and groups leave by it
 * @param groupForwardMask as that of the bridge, but here the kernel refuses bit 1 alone
 */
public record PortSettings(State state, boolean learning, boolean flooding, int groupForwardMask) {

  /** States of a port, in the kernel's order. */
  public enum State {
    /** Off: no carrier, or switched off. */
    DISABLED("disabled"),
    /** Only listens to the spanning tree protocol. */
    LISTENING("listening"),
    /** Learns addresses, and forwards nothing yet. */
    LEARNING("learning"),
    /** At work. */
    FORWARDING("forwarding"),
    /** Held back by the spanning tree protocol. */
    BLOCKING("blocking");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /** Returns the word that a person reads. */
    public String word() {
      return word;
    }
  }

  private static final int STATE = 1;
  private static final int LEARNING = 8;
  private static final int UNICAST_FLOOD = 9;
  private static final int MULTICAST_FLOOD = 27;
  private static final int BROADCAST_FLOOD = 30;
  private static final int GROUP_FORWARD_MASK = 31;

  static PortSettings of(Attributes data) {
    State[] states = State.values();
    return new PortSettings(
        states[Math.min(data.u8(STATE, 0), states.length - 1)],
        data.u8(LEARNING, 1) != 0,
        data.u8(UNICAST_FLOOD, 1) != 0
            && data.u8(MULTICAST_FLOOD, 1) != 0
            && data.u8(BROADCAST_FLOOD, 1) != 0,
        data.u16(GROUP_FORWARD_MASK, 0));
  }

  void write(MessageWriter message) {
    message
        .u8(LEARNING, learning ? 1 : 0)
        .u8(UNICAST_FLOOD, flooding ? 1 : 0)
        .u8(MULTICAST_FLOOD, flooding ? 1 : 0)
        .u8(BROADCAST_FLOOD, flooding ? 1 : 0)
        .u16(GROUP_FORWARD_MASK, groupForwardMask);
  }
}
