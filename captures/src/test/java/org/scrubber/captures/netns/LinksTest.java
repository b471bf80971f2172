package org.scrubber.captures.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.io.netlink.BridgeSettings;
import org.scrubber.io.netlink.Link;
import org.scrubber.io.netlink.LinkWatch;
import org.scrubber.io.netlink.Links;
import org.scrubber.io.netlink.PortSettings;

@EnabledIf("org.scrubber.captures.netns.Namespaces#available")
class LinksTest {
  private Namespaces namespaces;
  private Namespace one;
  private Namespace other;
  private Links links;

  @BeforeEach
  void open() throws Exception {
    namespaces = Namespaces.create("lnk");
    one = namespaces.add("a");
    other = namespaces.add("b");
    namespaces.connect(one, "eth1", other, "eth0");
    links = one.call(Links::open);
  }

  @AfterEach
  void close() {
    links.close();
    namespaces.close();
  }

  @Test
  void shouldSayWhatALinkIs() throws Exception {
    Link link = eth1();
    assertEquals("veth", link.kind());
    assertEquals(1500, link.mtuBytes());
    assertEquals(Link.ETHERNET, link.hardwareType());
    assertTrue(link.isRunning());
    assertEquals(0, link.master());
    assertEquals(Link.XdpMode.NONE, link.xdp().mode());
    assertNull(links.find("eth9"));
    one.require("ip", "addr", "add", "198.51.100.7/24", "dev", "eth1");
    assertTrue(
        links.addresses().stream()
            .anyMatch(a -> a.link() == link.index() && a.text().equals("198.51.100.7/24")));
  }

  @Test
  void shouldCountPackets() throws Exception {
    long before = eth1().statistics().receivedPackets();
    other.require("ip", "addr", "add", "198.51.100.7/24", "dev", "eth0");
    other.run("ping", "-c", "3", "-i", "0.1", "-W", "1", "198.51.100.8");
    assertTrue(eth1().statistics().receivedPackets() > before);
  }

  @Test
  void shouldChangeLinks() throws Exception {
    links.setUp(eth1(), false);
    assertFalse(eth1().isUp());
    links.setMtu(eth1(), 2000);
    links.setAlias(eth1(), "to the Internet");
    assertEquals(2000, eth1().mtuBytes());
    assertEquals("to the Internet", eth1().alias());
    LinuxException refused =
        assertThrows(LinuxException.class, () -> links.setMtu(eth1(), 1_000_000));
    assertTrue(refused.getMessage().startsWith("set the MTU of eth1 to 1000000 (mtu greater than"));
  }

  @Test
  void shouldMakeABridgeAsAskedAndRemoveIt() throws Exception {
    BridgeSettings settings = new BridgeSettings(false, 100, 0xfff8, false, false);
    Link bridge = links.addBridge("wire0", "a wire", settings);
    assertNotNull(bridge);
    assertNull(links.addBridge("wire0", "another", settings));
    assertEquals(settings, bridge.bridge());
    assertEquals("a wire", bridge.alias());
    links.generateNoAddress(bridge);
    links.enslave(eth1(), bridge);
    links.setPort(eth1(), new PortSettings(PortSettings.State.DISABLED, false, true, 0xfffd));
    links.setUp(bridge, true);
    Link port = eth1();
    assertEquals(bridge.index(), port.master());
    assertTrue(port.isBridgePort());
    assertEquals(new PortSettings(PortSettings.State.FORWARDING, false, true, 0xfffd), port.port());
    assertTrue(port.promiscuity() > 0);
    links.release(port);
    assertEquals(0, eth1().master());
    links.delete(bridge);
    assertNull(links.find("wire0"));
  }

  @Test
  void shouldTellOfLinksThatGoDownVanishAndComeBack() throws Exception {
    try (LinkWatch watch = one.call(() -> LinkWatch.open("eth1", "eth2"))) {
      assertEquals(LinkWatch.State.RUNNING, watch.state("eth1"));
      assertEquals(LinkWatch.State.GONE, watch.state("eth2"));
      assertEquals(List.of(), watch.poll());
      assertEquals(1500, watch.mtuBytes("eth1"));
      assertEquals(0, watch.mtuBytes("eth2"));
      assertFalse(watch.takeStirred());
      one.require("ip", "link", "set", "eth1", "mtu", "1400");
      watch.await(1000);
      assertEquals(List.of(), watch.poll(), "a link that is as it was, but for its MTU");
      assertEquals(1400, watch.mtuBytes("eth1"));
      assertTrue(watch.takeStirred());
      other.require("ip", "link", "set", "eth0", "down");
      assertEquals(
          new LinkWatch.Change("eth1", LinkWatch.State.RUNNING, LinkWatch.State.NO_CARRIER, false),
          until(watch, "eth1", LinkWatch.State.NO_CARRIER));
      one.require("ip", "link", "set", "eth1", "down");
      until(watch, "eth1", LinkWatch.State.OFF);
      one.require("ip", "link", "del", "eth1");
      until(watch, "eth1", LinkWatch.State.GONE);
      namespaces.connect(one, "eth1", other, "eth0");
      LinkWatch.Change back = until(watch, "eth1", LinkWatch.State.RUNNING);
      assertEquals("eth1", back.name());
      assertEquals(LinkWatch.State.RUNNING, watch.state("eth1"));
      one.require("ip", "link", "set", "eth1", "down");
      one.require("ip", "link", "set", "eth1", "name", "eth2");
      assertEquals(LinkWatch.State.GONE, until(watch, "eth2", LinkWatch.State.OFF).before());
      assertEquals(LinkWatch.State.GONE, watch.state("eth1"));
    }
  }

  @Test
  void shouldNotMistakeLeavingABridgeForVanishing() throws Exception {
    Link bridge = links.addBridge("wire0", "", new BridgeSettings(false, 100, 0, false, false));
    assertNotNull(bridge);
    links.enslave(eth1(), bridge);
    try (LinkWatch watch = one.call(() -> LinkWatch.open("eth1"))) {
      links.release(eth1());
      watch.await(1000);
      for (LinkWatch.Change change : watch.poll()) {
        assertFalse(change.now() == LinkWatch.State.GONE, change::toString);
      }
    }
  }

  private Link eth1() throws IOException {
    Link link = links.find("eth1");
    assertNotNull(link);
    return link;
  }

  /** Waits for a link to be in a state, at most 5 s; returns the change that made it so. */
  private static LinkWatch.Change until(LinkWatch watch, String name, LinkWatch.State wanted)
      throws IOException {
    List<LinkWatch.Change> all = new ArrayList<>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (System.nanoTime() < end) {
      watch.await(100);
      for (LinkWatch.Change change : watch.poll()) {
        all.add(change);
        if (change.name().equals(name) && change.now() == wanted) {
          return change;
        }
      }
    }
    throw new AssertionError(wanted + " not reached: " + all);
  }
}
