package org.scrubber.cli.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.scrubber.bypass.Bypass;
import org.scrubber.bypass.BypassException;
import org.scrubber.bypass.BypassStatus;
import org.scrubber.cli.render.Printable;
import org.scrubber.io.bpf.LoadedProgram;
import org.scrubber.io.linux.Interfaces;
import org.scrubber.io.netlink.DriverFeatures;
import org.scrubber.io.netlink.Link;
import org.scrubber.io.xdp.XdpWire;

/** What two interfaces are like, and whether they can be the ends of a wire. */
final class InterfaceChecks {
  /** Longest MTU with XDP in the driver on one page, as veth and most cards have it. */
  private static final int MAX_ONE_PAGE_MTU = 3_506;

  private static final int GOOD_RING = 1024;

  /** It says that it strips tags, and has no hardware that could. */
  private static final String VETH = "veth";

  private static final int ETHERNET_MTU = 1_500;

  private final String outside;
  private final String inside;

  InterfaceChecks(String outside, String inside) {
    this.outside = outside;
    this.inside = inside;
  }

  List<Finding> findings() throws IOException {
    List<Finding> findings = new ArrayList<>();
    BypassStatus status;
    try {
      status = Bypass.status(outside, inside);
    } catch (BypassException unfit) {
      String message = String.valueOf(unfit.getMessage());
      int advice = message.indexOf("; ");
      findings.add(
          Finding.fail(
              "interfaces",
              advice < 0 ? message : message.substring(0, advice),
              advice < 0 ? "see docs/bypass.md" : message.substring(advice + 2)));
      return findings;
    }
    of(status.outside(), "outside ", findings);
    of(status.inside(), "inside ", findings);
    findings.add(mtus(status.outside(), status.inside()));
    findings.add(queues());
    findings.add(bypass(status));
    return findings;
  }

  private static void of(Link link, String side, List<Finding> findings) throws IOException {
    String name = side + link.name();
    findings.add(
        link.isRunning()
            ? Finding.ok(name, "up")
            : link.isUp()
                ? Finding.warn(name, "no carrier", "look at the cable and the other end")
                : Finding.warn(name, "switched off", "the scrubber switches it on"));
    String driver = Interfaces.driver(link.name());
    findings.add(driver(link, name, driver));
    findings.add(program(link, name));
    findings.add(mtu(link, name));
    findings.add(mergedByCard(link, name));
    if (!driver.equals(VETH)) {
      findings.add(strippedTags(link, name));
    }
    findings.add(ring(link, name));
  }

  private static Finding driver(Link link, String name, String driver) throws IOException {
    String what = name + " driver";
    DriverFeatures features = DriverFeatures.of(link.index());
    if (!features.isKnown()) {
      return Finding.warn(
          what, driver + ", not said what XDP it has", "the start of scrubber run says");
    }
    if (!features.isNative()) {
      return Finding.warn(
          what, driver + ", no XDP in the driver", "it works in generic mode, more slowly");
    }
    return Finding.ok(
        what, driver + (features.isZeroCopy() ? ", XDP without a copy" : ", XDP in the driver"));
  }

  /** Whoever was there first stays: scrubber run neither replaces nor steps over a program. */
  private static Finding program(Link link, String name) {
    String what = name + " XDP program";
    Link.Xdp xdp = link.xdp();
    String off = link.removal();
    if (xdp.mode() == Link.XdpMode.NONE) {
      return Finding.ok(what, "none");
    }
    if (xdp.mode() == Link.XdpMode.SEVERAL) {
      return Finding.fail(what, "several", off);
    }
    String called = LoadedProgram.name(xdp.program());
    if (called == null) {
      return Finding.warn(
          what,
          "number " + xdp.program() + ", whose name is not said",
          "fine when it is that of a running scrubber; else " + off);
    }
    if (called.equals(XdpWire.PROGRAM_NAME)) {
      return Finding.warn(
          what,
          called + ", number " + xdp.program(),
          "a scrubber runs here; another one cannot until it has ended");
    }
    return Finding.fail(
        what,
        (called.isEmpty() ? "one without a name" : Printable.line(called))
            + ", number "
            + xdp.program(),
        "it is somebody else's, and " + off);
  }

  private static Finding mtu(Link link, String name) {
    String what = name + " MTU";
    String found = Integer.toString(link.mtuBytes());
    if (link.mtuBytes() > XdpWire.MAX_MTU_BYTES) {
      return Finding.warn(
          what,
          found,
          "above "
              + XdpWire.MAX_MTU_BYTES
              + " no frames of AF_XDP hold it: ip link set dev "
              + link.name()
              + " mtu "
              + XdpWire.MAX_MTU_BYTES
              + ", or --io afpacket");
    }
    return link.mtuBytes() <= MAX_ONE_PAGE_MTU
        ? Finding.ok(what, found)
        : Finding.warn(
            what,
            found,
            "above "
                + MAX_ONE_PAGE_MTU
                + " packets lie in several buffers, which not every driver can; "
                + ETHERNET_MTU
                + " is fastest");
  }

  private static Finding mergedByCard(Link link, String name) {
    String what = name + " LRO";
    return Interfaces.mergesReceived(link.name())
        ? Finding.warn(
            what,
            "on",
            "the card merges what it should not on a bridge; ethtool -K "
                + link.name()
                + " lro off")
        : Finding.ok(what, "off");
  }

  private static Finding strippedTags(Link link, String name) {
    String what = name + " VLAN stripping";
    return Interfaces.stripsTags(link.name())
        ? Finding.warn(
            what,
            "on",
            "where tagged frames come, XDP does not see the tags that the card takes out;"
                + " ethtool -K "
                + link.name()
                + " rxvlan off")
        : Finding.ok(what, "off");
  }

  private static Finding ring(Link link, String name) {
    String what = name + " receive ring";
    int now = Interfaces.receiveRing(link.name(), false);
    int most = Interfaces.receiveRing(link.name(), true);
    if (now <= 0) {
      return Finding.ok(what, "not said");
    }
    return now < GOOD_RING && now < most
        ? Finding.warn(
            what,
            now + " of " + most,
            "short pauses lose packets; ethtool -G " + link.name() + " rx " + Math.min(most, 4096))
        : Finding.ok(what, Integer.toString(now));
  }

  private static Finding mtus(Link outside, Link inside) {
    return outside.mtuBytes() == inside.mtuBytes()
        ? Finding.ok("MTUs", "equal")
        : Finding.warn(
            "MTUs",
            outside.mtuBytes() + " outside, " + inside.mtuBytes() + " inside",
            "longer packets are lost on the way to the smaller one; make them equal");
  }

  private Finding queues() throws IOException {
    int a = Interfaces.receiveQueues(outside);
    int b = Interfaces.receiveQueues(inside);
    int processors = Runtime.getRuntime().availableProcessors();
    String found = a + " outside, " + b + " inside, " + processors + " processors";
    return a == b
        ? Finding.ok("receive queues", found)
        : Finding.warn(
            "receive queues", found, "make them equal: ethtool -L IF combined " + Math.min(a, b));
  }

  private static Finding bypass(BypassStatus status) {
    Link bridge = status.bridge();
    if (bridge == null) {
      return Finding.ok("bypass", "no bridge yet; scrubber run makes one");
    }
    return status.isOpen()
        ? Finding.ok("bypass", "open over " + bridge.name())
        : Finding.warn(
            "bypass",
            bridge.name() + " does not forward",
            "look at both links, and at its spanning tree");
  }
}
