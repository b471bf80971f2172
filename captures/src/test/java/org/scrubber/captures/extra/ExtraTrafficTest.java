package org.scrubber.captures.extra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.dialogue.Bench;
import org.scrubber.captures.legit.Extras;
import org.scrubber.captures.legit.LegitTraffic;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.scenario.Surge;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.View;

class ExtraTrafficTest {
  private static Bench play(View view, int seconds, String name, Map<String, Object> values) {
    LegitPlan.Extra extra = new LegitPlan.Extra(name, values);
    Bench bench = new Bench(Profile.LAB, seconds, view, List.of(), extra);
    Extras.of(extra).install(bench.setting, extra);
    return bench.run();
  }

  private static Address address(Bench.Packet packet, int offset) {
    byte[] ip = packet.ip();
    int value = 0;
    for (int k = 0; k < 4; k++) {
      value = value << 8 | ip[offset + k] & 0xff;
    }
    return Address.v4(value);
  }

  private static Address source(Bench.Packet packet) {
    return address(packet, 12);
  }

  private static Address target(Bench.Packet packet) {
    return address(packet, 16);
  }

  private static int tcpFlags(Bench.Packet packet) {
    return packet.ip()[33];
  }

  @Test
  void shouldLetPacketsBetweenTenantsCrossTwice() {
    Bench bench =
        play(
            View.SYMMETRIC,
            20,
            TenantToTenant.EXTRA,
            Map.of("from", "198.18.32.1", "to", "T06", "per-second", 5));
    assertTrue(bench.attempts.size() > 50);
    assertEquals(0, bench.failures());
    assertTrue(bench.incidents.isEmpty(), bench.incidents.toString());
    List<Bench.Packet> in = bench.packets(true);
    List<Bench.Packet> out = bench.packets(false);
    assertEquals(out.size(), in.size());
    for (int k = 0; k < in.size(); k++) {
      assertEquals(source(out.get(k)), source(in.get(k)));
      int owner = bench.setting.plan().tenantOf(target(in.get(k))).number();
      assertEquals(owner, in.get(k).truth().tenant());
      assertEquals(
          bench.setting.plan().tenantOf(source(out.get(k))).number(), out.get(k).truth().tenant());
    }
  }

  @Test
  void shouldBringThemTogetherWhereOneDirectionIsSeen() {
    Bench bench = play(View.ASYMMETRIC, 20, TenantToTenant.EXTRA, Map.of("per-second", 5));
    assertTrue(bench.attempts.size() > 50);
    assertEquals(0, bench.failures());
    assertEquals(0, bench.packets(false).size());
    Set<Integer> tenants =
        bench.packets.stream().map(one -> one.truth().tenant()).collect(Collectors.toSet());
    assertEquals(2, tenants.size(), "questions to one tenant, answers to the other");
  }

  @Test
  void shouldMissWhatIsLostOnTheWayBack() {
    LegitPlan.Extra extra = new LegitPlan.Extra(TenantToTenant.EXTRA, Map.of("per-second", 5));
    Bench bench = new Bench(Profile.LAB, 30, View.SYMMETRIC, List.of(), extra);
    Address client = Address.parse("198.18.32.1");
    bench.dropped =
        packet -> packet.inbound() && target(packet).equals(client) && packet.timeNs() < 10e9;
    Extras.of(extra).install(bench.setting, extra);
    bench.run();
    assertTrue(bench.failures() > 10, "no answer came for 7 s");
  }

  @Test
  void shouldEndConnectionsWhileTheAttackLasts() {
    // The stage's 60 s are all attack: half of them end with FIN.
    Bench bench =
        play(
            View.SYMMETRIC,
            60,
            EndingConnections.EXTRA,
            Map.of("tenant", "T06", "resets", 300, "fins", 300));
    long resets = bench.packets(true).stream().filter(one -> (tcpFlags(one) & 0x04) != 0).count();
    long fins = bench.packets(true).stream().filter(one -> (tcpFlags(one) & 0x01) != 0).count();
    assertEquals(300, resets, 60);
    assertEquals(600, resets + fins, 30);
    assertTrue(bench.incidents.isEmpty(), bench.incidents.toString());
  }

  @Test
  void shouldBringAnswersToCustomersBehindLinks() {
    Bench bench =
        play(View.SYMMETRIC, 60, LinkCustomers.EXTRA, Map.of("customers", 40, "pps", 400));
    assertEquals(400, bench.inboundPps("LINK_NAT", null), 80);
    Set<String> customers = new TreeSet<>();
    for (Bench.Packet packet : bench.packets(true)) {
      // Slow QUIC is raced by TCP, which is nothing odd.
      boolean raced = packet.truth().traffic().equals("WEB_TCP");
      assertEquals(raced ? Truth.Kind.LEGIT : Truth.Kind.LEGIT_HARD, packet.truth().kind());
      customers.add(target(packet).toString());
    }
    assertEquals(40, customers.size());
    assertTrue(customers.stream().allMatch(one -> one.matches("198\\.18\\.2[012]\\d\\..*")));
  }

  @Test
  void shouldSendOwnPrefixesFromOutside() {
    Bench bench = play(View.SYMMETRIC, 20, Multihomed.EXTRA, Map.of("per-second", 5));
    assertTrue(bench.attempts.size() > 100);
    for (Bench.Packet packet : bench.packets(true)) {
      assertTrue(Multihomed.addresses().contains(source(packet)));
      assertEquals(
          bench.setting.plan().tenantOf(source(packet)),
          bench.setting.plan().tenantOf(target(packet)));
    }
  }

  @Test
  void shouldSurgeOverQuicAsOverTcp() {
    LegitPlan.Extra extra = new LegitPlan.Extra(QuicSurge.EXTRA, Map.of("tenant", "T02"));
    Surge surge = new Surge("T02", List.of("WEB_TCP"), 20, 6, 0, 40, 0);
    Bench bench = new Bench(Profile.LAB, 60, View.SYMMETRIC, List.of(surge), extra);
    LegitTraffic.named("WEB_QUIC").install(bench.setting, bench.setting.plan().tenant("T02"));
    Extras.of(extra).install(bench.setting, extra);
    bench.run();
    long before = bench.attempts.stream().filter(one -> one.startNs() < 20e9).count();
    long during = bench.attempts.stream().filter(one -> one.startNs() >= 20e9).count();
    assertEquals(6, during / 40.0 / (before / 20.0), 2);
  }
}
