package org.scrubber.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.scrubber.captures.netns.BumpBench;
import org.scrubber.captures.netns.Namespaces;
import org.scrubber.io.bpf.Assembler;
import org.scrubber.io.bpf.BpfProgram;
import org.scrubber.io.linux.Capabilities;
import org.scrubber.io.linux.Descriptors;
import org.scrubber.io.linux.Interfaces;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.io.xdp.XdpOptions;
import org.scrubber.io.xdp.XdpWire;

@EnabledIf("org.scrubber.captures.netns.Namespaces#available")
final class DoctorCommandTest {
  private static final String[] SIDES = {
    "doctor", "--outside", BumpBench.OUTSIDE, "--inside", BumpBench.INSIDE
  };

  @Test
  void shouldLookAtBothInterfaces() throws Exception {
    try (BumpBench bench = BumpBench.create("doc")) {
      bench.box().require("ip", "link", "set", BumpBench.INSIDE, "mtu", "9000");
      Shell shell = bench.box().call(() -> Shell.run((Object[]) SIDES));
      shell.assertOk();
      for (String line :
          new String[] {
            "ok    privileges: all that are needed",
            "ok    XDP sockets: there",
            "ok    outside outside: up",
            "ok    outside outside driver: veth, XDP ",
            "ok    outside outside MTU: 1500",
            "warn  inside inside MTU: 9000; above 3506 ",
            "warn  MTUs: 1500 outside, 9000 inside; ",
            "ok    bypass: no bridge yet; scrubber run makes one",
          }) {
        assertTrue(shell.out().contains("\n" + line), line + " not in\n" + shell.out());
      }
    }
  }

  @Test
  void shouldSayWhenAnMtuIsBeyondTheFramesOfXdp() throws Exception {
    try (BumpBench bench = BumpBench.create("dom")) {
      for (String side : new String[] {BumpBench.OUTSIDE, BumpBench.INSIDE}) {
        bench.box().require("ip", "link", "set", side, "mtu", "65535");
      }
      Shell shell = bench.box().call(() -> Shell.run((Object[]) SIDES));
      shell.assertOk();
      for (String side : new String[] {BumpBench.OUTSIDE, BumpBench.INSIDE}) {
        String line =
            ("\nwarn  %s %s MTU: 65535; above 32234 no frames of AF_XDP hold it: ip link set dev %s"
                    + " mtu 32234, or --io afpacket\n")
                .formatted(side, side, side);
        assertTrue(shell.out().contains(line), line + " not in\n" + shell.out());
      }
    }
  }

  /** As {@code run} refuses there, see {@code RefusedRunTest}. */
  @Test
  void shouldFailOnTheXdpProgramOfSomebodyElse() throws Exception {
    assumeTrue(
        Namespaces.missing("xdp-filter").isEmpty(),
        "xdp-filter is not installed (Debian: xdp-tools)");
    try (BumpBench bench = BumpBench.create("dox")) {
      for (String mode : new String[] {"native", "skb"}) {
        String load = "mount -t bpf bpf /sys/fs/bpf && xdp-filter load --mode " + mode + " outside";
        bench.box().require("sh", "-c", load);
        Shell shell = bench.box().call(() -> Shell.run((Object[]) SIDES));
        assertEquals(ExitCode.UNFIT, shell.exitCode(), shell.out());
        String found =
            shell
                .out()
                .lines()
                .filter(line -> line.contains("outside XDP program"))
                .findFirst()
                .orElseThrow();
        assertTrue(
            found.matches(
                "FAIL  outside outside XDP program: xdp\\w+, number \\d+; it is somebody else's, .*"
                    + " ip link set dev outside "
                    + (mode.equals("skb") ? "xdpgeneric" : "xdpdrv")
                    + " off"),
            found);
        assertTrue(shell.out().contains("\nok    inside inside XDP program: none\n"), shell.out());
        String how = mode.equals("skb") ? "xdpgeneric" : "xdpdrv";
        bench.box().require("ip", "link", "set", "dev", "outside", how, "off");
      }
    }
  }

  @Test
  void shouldKnowTheProgramOfARunningScrubber() throws Exception {
    try (BumpBench bench = BumpBench.create("dor")) {
      Shell shell =
          bench
              .box()
              .call(
                  () -> {
                    XdpOptions options = XdpOptions.of(BumpBench.OUTSIDE, BumpBench.INSIDE);
                    try (XdpWire wire = XdpWire.open(options)) {
                      assertEquals(2, wire.report().size());
                      return Shell.run((Object[]) SIDES);
                    }
                  });
      shell.assertOk();
      String line = "\nwarn  inside inside XDP program: scrubber, number ";
      assertTrue(shell.out().contains(line), shell.out());
    }
  }

  /** The run would be refused, whatever the program is called. */
  @Test
  void shouldFailForAProgramWithoutAName() throws Exception {
    byte[] pass = new Assembler().set(Assembler.R0, 2).exit().assemble();
    try (BumpBench bench = BumpBench.create("don");
        BpfProgram program = BpfProgram.load("", pass)) {
      Shell shell =
          bench
              .box()
              .call(
                  () -> {
                    int index = Interfaces.index(BumpBench.OUTSIDE);
                    int link =
                        LinuxException.check("attach", program.attach(index, BpfProgram.GENERIC));
                    try {
                      return Shell.run((Object[]) SIDES);
                    } finally {
                      Descriptors.close(link);
                    }
                  });
      assertEquals(ExitCode.UNFIT, shell.exitCode());
      String line = "\nFAIL  outside outside XDP program: one without a name, number ";
      assertTrue(shell.out().contains(line), shell.out());
      assertFalse(shell.out().contains("VLAN"), "a veth strips no tags: " + shell.out());
    }
  }

  @Test
  void shouldFailWhenAnInterfaceIsMissingOrPrivilegesAre() throws Exception {
    try (BumpBench bench = BumpBench.create("dof")) {
      Shell shell =
          bench
              .box()
              .call(
                  () -> {
                    Capabilities.keepOnly(0); // Of this thread alone.
                    return Shell.run("doctor", "--outside", "eth9", "--inside", "inside");
                  });
      assertEquals(ExitCode.UNFIT, shell.exitCode());
      assertTrue(
          shell
              .out()
              .contains(
                  "FAIL  interfaces: outside: there is no interface eth9; there are outside,"
                      + " inside\n"),
          shell.out());
      assertTrue(
          shell
              .out()
              .contains(
                  "FAIL  privileges: without CAP_NET_ADMIN, CAP_NET_RAW, CAP_IPC_LOCK, CAP_BPF; "),
          shell.out());
    }
  }

  @Test
  void shouldSpeakJson() throws Exception {
    Shell shell = Shell.run("doctor", "--json").assertOk();
    JsonNode json = new ObjectMapper().readTree(shell.out());
    assertEquals("scrubber.doctor/1", json.get("schema").asText());
    assertTrue(json.get("fit").asBoolean());
    for (JsonNode check : json.get("checks")) {
      assertTrue(check.get("level").asText().matches("ok|warn"), check::toString);
      assertTrue(!check.get("what").asText().isEmpty(), check::toString);
    }
  }

  @Test
  void shouldWantBothInterfacesOrNeither() {
    Shell.run("doctor", "--inside", "eth1")
        .assertFailed(
            ExitCode.USAGE,
            "error: Missing required argument(s): --outside=IF; see scrubber doctor --help");
  }
}
