package org.scrubber.io.netlink;

/**
 * How a bridge behaves (IFLA_BR_ attributes); what a kernel does not know keeps its default.
 *
 * @param spanningTree whether it takes part in the spanning tree protocol
 * @param ageingCentiseconds how long it remembers where an address is, hundredths of a second
 * @param groupForwardMask which link-local groups 01-80-C2-00-00-0n it forwards, as bits n; the
 *     kernel refuses the bits 0 to 2 here
 * @param multicastSnooping whether it keeps groups to those ports that have joined them
 * @param vlanFiltering whether it minds VLAN tags
 */
public record BridgeSettings(
    boolean spanningTree,
    int ageingCentiseconds,
    int groupForwardMask,
    boolean multicastSnooping,
    boolean vlanFiltering) {

  private static final int AGEING_TIME = 4;
  private static final int SPANNING_TREE = 5;
  private static final int VLAN_FILTERING = 7;
  private static final int GROUP_FORWARD_MASK = 9;
  private static final int MULTICAST_SNOOPING = 23;
  private static final int DEFAULT_AGEING_CENTISECONDS = 30_000;

  static BridgeSettings of(Attributes data) {
    return new BridgeSettings(
        data.u32(SPANNING_TREE, 0) != 0,
        data.u32(AGEING_TIME, DEFAULT_AGEING_CENTISECONDS),
        data.u16(GROUP_FORWARD_MASK, 0),
        data.u8(MULTICAST_SNOOPING, 0) != 0,
        data.u8(VLAN_FILTERING, 0) != 0);
  }

  void write(MessageWriter message) {
    message
        .u32(AGEING_TIME, ageingCentiseconds)
        .u32(SPANNING_TREE, spanningTree ? 1 : 0)
        .u16(GROUP_FORWARD_MASK, groupForwardMask)
        .u8(MULTICAST_SNOOPING, multicastSnooping ? 1 : 0);
    // Off by default, and a kernel that was built without it does not even let it be switched off.
    if (vlanFiltering) {
      message.u8(VLAN_FILTERING, 1);
    }
  }
}
