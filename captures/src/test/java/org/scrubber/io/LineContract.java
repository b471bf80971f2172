package org.scrubber.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.netns.BumpBench;
import org.scrubber.captures.netns.Namespace;
import org.scrubber.captures.netns.Outcome;
import org.scrubber.captures.packet.PacketBuilder;

/** What every line must do between two hosts, whatever it is made of. */
@EnabledIf("org.scrubber.captures.netns.Namespaces#available")
public abstract class LineContract {
  private static final String OUTSIDE = BumpBench.OUTSIDE;
  private static final String INSIDE = BumpBench.INSIDE;

  /** Opens a line on the calling thread; packets come to it from then on. */
  protected abstract PacketLine open(String outside, String inside) throws Exception;

  /** Returns queues of the bench, each way. */
  protected int queues() {
    return 1;
  }

  private Bump start(Namespace box, Bump.Rule rule) throws Exception {
    return Bump.start(box, () -> open(OUTSIDE, INSIDE), rule);
  }

  private static Outcome ping(BumpBench bench, String address, String... more) {
    List<String> command = new ArrayList<>(List.of("ping", "-c", "3", "-i", "0.1", "-W", "2"));
    command.addAll(List.of(more));
    command.add(address);
    return bench.client().run(command.toArray(String[]::new));
  }

  @Test
  void shouldForwardPingArpAndNeighbourDiscovery() throws Exception {
    try (BumpBench bench = BumpBench.create("line", queues());
        Bump bump = start(bench.box(), Bump.PASS)) {
      Outcome ping = ping(bench, BumpBench.SERVER);
      assertTrue(ping.succeeded(), () -> ping.output() + bump.counts());
      Outcome ping6 = ping(bench, BumpBench.SERVER6);
      assertTrue(ping6.succeeded(), () -> ping6.output() + bump.counts());
      long received = bump.count(PacketLine.OUTSIDE, LineCount.RECEIVED);
      assertTrue(received >= 8 && received < 100, bump::counts);
    }
  }

  @Test
  void shouldForwardTcpBothWaysWithoutHelpFromEthtool() throws Exception {
    try (BumpBench bench = BumpBench.create("line", queues());
        Bump bump = start(bench.box(), Bump.PASS)) {
      assertTrue(exchange(bench, BumpBench.SERVER, 5_000_000), bump::counts);
      assertTrue(exchange(bench, BumpBench.SERVER6, 5_000_000), bump::counts);
    }
  }

  private static boolean exchange(BumpBench bench, String address, int lengthBytes)
      throws Exception {
    return Hosts.exchange(bench.client(), bench.server(), address, lengthBytes);
  }

  @Test
  void shouldForwardDatagramsAndFragments() throws Exception {
    try (BumpBench bench = BumpBench.create("line", queues());
        Bump bump = start(bench.box(), Bump.PASS)) {
      for (String address : new String[] {BumpBench.SERVER, BumpBench.SERVER6}) {
        for (int lengthBytes : new int[] {1, 64, 1000, 1001, 5000}) {
          int back = Hosts.echoes(bench.client(), bench.server(), address, lengthBytes, 5);
          assertEquals(5, back, () -> address + " " + lengthBytes + " " + bump.counts());
        }
      }
    }
  }

  @Test
  void shouldKeepVlanTags(@TempDir Path folder) throws Exception {
    byte[] frame =
        PacketBuilder.ethernet()
            .vlan(7)
            .ipv4("198.18.7.1", "198.18.7.2")
            .udp(4000, 5000)
            .payload("tagged")
            .build();
    byte[] stacked =
        PacketBuilder.ethernet()
            .serviceVlan(8)
            .vlan(9)
            .ipv4("198.18.7.1", "198.18.7.2")
            .udp(4000, 5001)
            .payload("tagged twice")
            .build();
    try (BumpBench bench = BumpBench.create("line", queues());
        Bump bump = start(bench.box(), Bump.PASS)) {
      Path output = folder.resolve("seen.txt");
      String seen = Hosts.seen(bench.client(), bench.server(), frame, "vlan 7", output);
      assertTrue(seen.contains("vlan 7") && seen.contains("198.18.7.1.4000"), seen + bump.counts());
      seen = Hosts.seen(bench.client(), bench.server(), stacked, "vlan 8 and vlan 9", output);
      assertTrue(seen.contains("vlan 8") && seen.contains("vlan 9"), seen + bump.counts());
      seen = Hosts.seen(bench.server(), bench.client(), frame, "vlan 7", output);
      assertTrue(seen.contains("vlan 7"), seen + bump.counts());
    }
  }

  @Test
  void shouldForwardJumboFrames() throws Exception {
    try (BumpBench bench = BumpBench.create("line", queues())) {
      for (Namespace host : new Namespace[] {bench.client(), bench.server()}) {
        host.require("ip", "link", "set", "eth0", "mtu", "9000");
      }
      for (String name : new String[] {OUTSIDE, INSIDE}) {
        bench.box().require("ip", "link", "set", name, "mtu", "9000");
      }
      try (Bump bump = start(bench.box(), Bump.PASS)) {
        Outcome ping = ping(bench, BumpBench.SERVER, "-s", "8900", "-M", "do");
        assertTrue(ping.succeeded(), () -> ping.output() + bump.counts());
        assertTrue(exchange(bench, BumpBench.SERVER, 3_000_000), bump::counts);
        assertTrue(exchange(bench, BumpBench.SERVER6, 3_000_000), bump::counts);
        assertEquals(5, Hosts.echoes(bench.client(), bench.server(), BumpBench.SERVER, 8001, 5));
      }
    }
  }

  @Test
  void shouldKeepWhatIsDroppedFromTheOtherSide() throws Exception {
    Bump.Rule noPings =
        batch -> {
          for (int i = 0; i < batch.size; i++) {
            boolean echo = batch.protocol[i] == 1 && batch.interfaceId[i] == PacketLine.OUTSIDE;
            batch.verdict[i] = echo ? Verdict.DROP_CODE : Verdict.PASS_CODE;
          }
        };
    try (BumpBench bench = BumpBench.create("line", queues());
        Bump bump = start(bench.box(), noPings)) {
      Outcome ping = ping(bench, BumpBench.SERVER);
      assertEquals(1, ping.exitCode(), () -> ping.output() + bump.counts());
      assertEquals(5, Hosts.echoes(bench.client(), bench.server(), BumpBench.SERVER, 100, 5));
    }
  }

  @Test
  void shouldSurviveALinkThatGoesDownAndUp() throws Exception {
    try (BumpBench bench = BumpBench.create("line", queues());
        Bump bump = start(bench.box(), Bump.PASS)) {
      assertTrue(ping(bench, BumpBench.SERVER).succeeded(), bump::counts);
      bench.box().require("ip", "link", "set", INSIDE, "down");
      assertEquals(1, ping(bench, BumpBench.SERVER).exitCode());
      bench.box().require("ip", "link", "set", INSIDE, "up");
      bench.server().require("ip", "link", "set", "eth0", "down");
      bench.server().require("ip", "link", "set", "eth0", "up");
      Outcome ping = ping(bench, BumpBench.SERVER);
      assertTrue(ping.succeeded(), () -> ping.output() + bump.counts());
    }
  }

  @Test
  void shouldSayThatAnInterfaceIsGoneAndBeOpenedAgain() throws Exception {
    try (BumpBench bench = BumpBench.create("line", queues())) {
      try (Bump bump = start(bench.box(), Bump.PASS)) {
        assertTrue(ping(bench, BumpBench.SERVER).succeeded(), bump::counts);
        bench.server().require("ip", "link", "del", "eth0");
        Throwable failure = bump.failure();
        assertTrue(
            failure instanceof IOException
                && String.valueOf(failure.getMessage()).contains("interface inside is gone"),
            () -> String.valueOf(failure));
      }
      bench.reconnectServer(queues());
      try (Bump bump = start(bench.box(), Bump.PASS)) {
        Outcome ping = ping(bench, BumpBench.SERVER);
        assertTrue(ping.succeeded(), () -> ping.output() + bump.counts());
      }
    }
  }
}
