package org.scrubber.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.scrubber.captures.netns.BumpBench;
import org.scrubber.io.linux.Capabilities;
import org.scrubber.io.xdp.XdpOptions;
import org.scrubber.io.xdp.XdpWire;

@EnabledIf("org.scrubber.captures.netns.Namespaces#available")
final class BypassCommandTest {
  private static final String[] SIDES = {"--outside", "outside", "--inside", "inside"};

  private BumpBench bench;

  @BeforeEach
  void open() {
    bench = BumpBench.create("byc");
    bench.box().require("sysctl", "-q", "-w", "net.bridge.bridge-nf-call-iptables=0");
    bench.box().require("sysctl", "-q", "-w", "net.bridge.bridge-nf-call-ip6tables=0");
    bench.box().require("sysctl", "-q", "-w", "net.bridge.bridge-nf-call-arptables=0");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void shouldOpenShowAndCloseTheBypass() throws Exception {
    assertEquals(
        """
        bypass    closed: no bridge
        outside   outside, up, no port, MTU 1500, no XDP program
        inside    inside, up, no port, MTU 1500, no XDP program
        """,
        bypass(ExitCode.CLOSED, "status").out());
    assertEquals("made bridge scrub0 over outside and inside\n", bypass(ExitCode.OK, "open").out());
    assertTrue(bench.client().run("ping", "-c", "1", "-W", "2", BumpBench.SERVER).succeeded());
    assertEquals(
        """
        bypass    open: bridge scrub0, made by scrubber
        outside   outside, up, port forwarding, MTU 1500, no XDP program
        inside    inside, up, port forwarding, MTU 1500, no XDP program
        """,
        bypass(ExitCode.OK, "status").out());
    assertEquals("removed bridge scrub0\n", bypass(ExitCode.OK, "close").out());
    assertEquals("there is no bypass\n", bypass(ExitCode.OK, "close").out());
  }

  @Test
  void shouldWarnWhenTheBridgeGoesFromUnderARunningScrubber() throws Exception {
    bypass(ExitCode.OK, "open");
    XdpOptions options = XdpOptions.of("outside", "inside");
    try (XdpWire wire = bench.box().call(() -> XdpWire.open(options))) {
      assertEquals(1, wire.lines().size());
      Shell shell =
          bench
              .box()
              .call(() -> Shell.run("bypass", "close", SIDES[0], SIDES[1], SIDES[2], SIDES[3]));
      assertEquals("removed bridge scrub0\n", shell.out());
      assertEquals(
          "scrubber: warning: an XDP program is attached, so a scrubber runs here: it makes the"
              + " bridge again within a second, unless it has --bypass none\n",
          shell.err());
    }
  }

  @Test
  void shouldRefuseInOneLineWhatIsNoPair() throws Exception {
    Shell shell =
        bench.box().call(() -> Shell.run("bypass", "open", "--outside", "eth9", "--inside", "x"));
    shell.assertFailed(
        ExitCode.USAGE, "outside: there is no interface eth9; there are outside, inside");
  }

  @Test
  void shouldSayWhichPrivilegesAreMissing() throws Exception {
    Shell shell =
        bench
            .box()
            .call(
                () -> {
                  // Of this thread alone, which ends with the call.
                  Capabilities.keepOnly(0);
                  return Shell.run("bypass", "open", SIDES[0], SIDES[1], SIDES[2], SIDES[3]);
                });
    shell.assertFailed(
        ExitCode.INPUT_OUTPUT,
        "setting up interfaces needs CAP_NET_ADMIN and CAP_NET_RAW: run it as root, or as a service"
            + " with AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW");
  }

  private Shell bypass(int exitCode, String command) throws Exception {
    Shell shell =
        bench
            .box()
            .call(() -> Shell.run("bypass", command, SIDES[0], SIDES[1], SIDES[2], SIDES[3]));
    assertEquals("", shell.err());
    assertEquals(exitCode, shell.exitCode());
    return shell;
  }
}
