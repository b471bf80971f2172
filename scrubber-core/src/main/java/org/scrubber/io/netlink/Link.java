package org.scrubber.io.netlink;

import java.nio.ByteBuffer;

/**
 * A network interface as the kernel sees it (rtnetlink(7)).
 *
 * @param index its number, never used again in its namespace while the machine is up
 * @param name up to 15 bytes
 * @param hardwareType ARPHRD_ value, {@link #ETHERNET} for what this project works on
 * @param flags IFF_ bits
 * @param mtuBytes longest packet without the Ethernet header
 * @param maxMtuBytes longest MTU that can be set; 0 when the driver does not say
 * @param master index of the bridge or bond that it belongs to, 0 for none
 * @param kind what made it ({@code veth}, {@code bridge}, ...), "" for hardware
 * @param masterKind kind of its master, "" for none
 * @param alias a text that somebody has attached, "" for none
 * @param receiveQueues receive queues that it was made with
 * @param promiscuity how many want every frame, whomever it is for
 * @param xdp the XDP program on it
 * @param bridge its settings, when it is a bridge
 * @param port its settings as a port, when its master is a bridge
 * @param statistics its counters
 */
public record Link(
    int index,
    String name,
    int hardwareType,
    int flags,
    int mtuBytes,
    int maxMtuBytes,
    int master,
    String kind,
    String masterKind,
    String alias,
    int receiveQueues,
    int promiscuity,
    Xdp xdp,
    BridgeSettings bridge,
    PortSettings port,
    LinkStatistics statistics) {

  /** Hardware type of Ethernet and what looks like it. */
  public static final int ETHERNET = 1;

  private static final int IFF_UP = 0x1;
  private static final int IFF_LOWER_UP = 0x10000;

  private static final int FIXED_BYTES = 16;
  private static final int NAME = 3;
  private static final int MTU = 4;
  private static final int MASTER = 10;
  private static final int LINK_INFO = 18;
  private static final int ALIAS = 20;
  private static final int STATISTICS = 23;
  private static final int PROMISCUITY = 30;
  private static final int RECEIVE_QUEUES = 32;
  private static final int XDP = 43;
  private static final int MAX_MTU = 51;
  private static final int INFO_KIND = 1;
  private static final int INFO_DATA = 2;
  private static final int INFO_MASTER_KIND = 4;
  private static final int INFO_PORT_DATA = 5;
  private static final int XDP_ATTACHED = 2;
  private static final int XDP_PROGRAM = 4;

  /** How an XDP program is attached, by the kernel's numbers. */
  public enum XdpMode {
    /** None is. */
    NONE,
    /** In the driver. */
    NATIVE,
    /** After the driver, in the kernel's general code. */
    GENERIC,
    /** In the hardware. */
    HARDWARE,
    /** Several are. */
    SEVERAL
  }

  /**
   * The XDP program on a link.
   *
   * @param mode how it is attached
   * @param program its number, 0 for none
   */
  public record Xdp(XdpMode mode, int program) {}

  /** Returns what to do about an XDP program that stays, as it is somebody else's. */
  public String removal() {
    String how =
        switch (xdp.mode()) {
          case NATIVE -> "xdpdrv";
          case GENERIC -> "xdpgeneric"; // Plain xdp would be the driver's, and do nothing here.
          case HARDWARE -> "xdpoffload";
          case NONE, SEVERAL -> "xdp";
        };
    return "the scrubber does not replace it; if nobody needs it: ip link set dev %s %s off"
        .formatted(name, how);
  }

  /** Tells whether it is switched on (by whoever administers it). */
  public boolean isUp() {
    return (flags & IFF_UP) != 0;
  }

  /** Tells whether it is switched on and the other end of the wire is there. */
  public boolean isRunning() {
    return isUp() && (flags & IFF_LOWER_UP) != 0;
  }

  /** Tells whether it is a bridge. */
  public boolean isBridge() {
    return kind.equals("bridge");
  }

  /** Tells whether it is a port of a bridge. */
  public boolean isBridgePort() {
    return masterKind.equals("bridge");
  }

  /** Reads what follows the header of a message about a link. */
  static Link of(ByteBuffer payload) {
    int hardwareType = payload.getShort(2) & 0xffff;
    int index = payload.getInt(4);
    int flags = payload.getInt(8);
    Attributes all = new Attributes(payload.slice(FIXED_BYTES, payload.limit() - FIXED_BYTES));
    Attributes info = all.nested(LINK_INFO);
    Attributes xdp = all.nested(XDP);
    XdpMode[] modes = XdpMode.values();
    return new Link(
        index,
        all.text(NAME),
        hardwareType,
        flags,
        all.u32(MTU, 0),
        all.u32(MAX_MTU, 0),
        all.u32(MASTER, 0),
        info.text(INFO_KIND),
        info.text(INFO_MASTER_KIND),
        all.text(ALIAS),
        all.u32(RECEIVE_QUEUES, 1),
        all.u32(PROMISCUITY, 0),
        new Xdp(
            modes[Math.min(xdp.u8(XDP_ATTACHED, 0), modes.length - 1)], xdp.u32(XDP_PROGRAM, 0)),
        BridgeSettings.of(info.nested(INFO_DATA)),
        PortSettings.of(info.nested(INFO_PORT_DATA)),
        LinkStatistics.of(all, STATISTICS));
  }
}
